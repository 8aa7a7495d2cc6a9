//! Tables of the messages.

/// 消息: one row an account and letter.
pub mod message {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "message")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account_id: i64,
        pub topic: String,
        pub title: String,
        pub text: String,
        pub href: String,
        pub once: Option<String>,
        pub at: DateTimeUtc,
        pub read_at: Option<DateTimeUtc>,
        pub digest_id: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The mail of an account and day.
pub mod message_digest {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "message_digest")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account_id: i64,
        pub day: String,
        pub state: String,
        pub attempts: i32,
        pub claim: String,
        pub tried_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
