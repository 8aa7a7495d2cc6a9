//! The journal's tables.

/// A row of the journal.
pub mod event {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: DateTimeUtc,
        pub account_id: Option<i64>,
        pub login: String,
        pub address: String,
        pub action: String,
        pub subject_kind: String,
        pub subject_id: String,
        pub detail: String,
        pub result: String,
        pub previous: String,
        pub hash: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The one row that says where the chain stands.
pub mod head {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub seq: i64,
        pub head: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
