//! Tables of returns, rounds, values, uploads, drafts and stamped pages.

/// One return a hospital and quarter.
pub mod quarterly_return {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quarterly_return")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub hospital_id: i64,
        pub period: String,
        pub latest: i32,
        pub latest_round_id: Option<i64>,
        pub accepted: Option<i32>,
        pub accepted_round_id: Option<i64>,
        pub accepted_at: Option<DateTimeUtc>,
        pub accepted_by: Option<i64>,
        pub version: i32,
        pub closed: Option<i32>,
        pub closed_as: Option<String>,
        pub answer_by: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One round of a return: what one stored workbook said.
pub mod return_round {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_round")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub return_id: i64,
        pub number: i32,
        pub upload_id: i64,
        pub edition: i32,
        pub revision: String,
        pub sheet: String,
        pub receipt: String,
        pub received_at: DateTimeUtc,
        pub received_from: Option<i64>,
        pub explanations: i32,
        pub accepted_at: Option<DateTimeUtc>,
        pub accepted_by: Option<i64>,
        pub accepted_name: Option<String>,
        pub checked_at: Option<DateTimeUtc>,
        pub checked_by: Option<i64>,
        pub checked_name: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One value of a round.
pub mod return_value {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_value")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub round_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub element: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: i16,
        pub state: i16,
        pub number: Option<i64>,
        pub raw: Option<String>,
        pub note: Option<String>,
        pub cell: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a department or campus says in a round.
pub mod return_unit_value {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_unit_value")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub round_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub element: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: i16,
        pub unit: String,
        pub state: i16,
        pub number: Option<i64>,
        pub cell: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One uploaded file and what became of it; kept whether stored or refused.
pub mod return_upload {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_upload")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub batch: String,
        pub file_id: i64,
        pub name: String,
        pub sha256: String,
        pub size: i64,
        pub outcome: String,
        pub hospital_id: Option<i64>,
        pub period: Option<String>,
        pub edition: Option<i32>,
        pub round_id: Option<i64>,
        pub expected: i64,
        pub stored: i64,
        pub unchanged: i64,
        pub refused: i64,
        pub missing: i64,
        pub problems: String,
        pub at: DateTimeUtc,
        pub by: Option<i64>,
        pub by_name: String,
        pub part: Option<String>,
        pub part_row: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The hospital's words beside a problem of a round, and what the reviewer said of them. A further answer is a further
/// row.
pub mod return_explanation {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_explanation")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub round_id: i64,
        pub rule: String,
        pub sheet: Option<String>,
        pub cell: Option<String>,
        pub element: Option<String>,
        pub slot: Option<i16>,
        pub found: Option<String>,
        pub words: String,
        pub state: String,
        pub whence: String,
        pub carried_from: Option<i32>,
        pub given_at: DateTimeUtc,
        pub given_by: Option<i64>,
        pub given_name: String,
        pub judged_at: Option<DateTimeUtc>,
        pub judged_by: Option<i64>,
        pub judged_name: Option<String>,
        pub judgement: Option<String>,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was typed for a return in the browser and is not yet submitted; `fields` is none once it is.
pub mod return_draft {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_draft")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub hospital_id: i64,
        pub period: String,
        pub fields: Option<String>,
        pub version: i32,
        pub saved_at: DateTimeUtc,
        pub saved_by: Option<i64>,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One stamped page of a round.
pub mod return_stamp {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_stamp")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub round_id: i64,
        pub file_id: i64,
        pub name: String,
        pub kind: String,
        pub size: i64,
        pub at: DateTimeUtc,
        pub by: Option<i64>,
        pub by_name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
