//! Tables of the draws.

/// What was committed to.
pub mod draw {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "draw")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub authority_id: i64,
        pub year: i32,
        pub round: i64,
        pub kind: String,
        pub committed_at: DateTimeUtc,
        pub committed_by: Option<i64>,
        pub committed_name: String,
        pub due: Date,
        pub commitment: String,
        pub canonical: String,
        pub salt: String,
        pub head: String,
        pub records: i32,
        pub revealed_at: Option<DateTimeUtc>,
        pub revealed_name: String,
        pub reveal_reason: String,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was written down since; only ever added to.
pub mod record {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "draw_record")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub draw_id: i64,
        pub number: i32,
        pub written_at: DateTimeUtc,
        pub written_by: Option<i64>,
        pub written_name: String,
        pub body: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
