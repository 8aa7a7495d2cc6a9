//! Tables of the accounts.

/// 账号
pub(crate) mod account {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub login: String,
        pub name: String,
        pub password_hash: String,
        pub previous_hashes: String,
        pub must_change: bool,
        pub disabled: bool,
        pub created_at: DateTimeUtc,
        pub signed_in_at: Option<DateTimeUtc>,
        pub version: i32,
        pub email: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// 授权: one row a role; all rows of an account name the same place.
pub(crate) mod grant {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grant")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account_id: i64,
        pub role: String,
        pub authority_id: Option<i64>,
        pub hospital_id: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// 会话
pub(crate) mod session {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub account_id: i64,
        pub created_at: DateTimeUtc,
        pub last_seen: DateTimeUtc,
        pub expires_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Wrong passwords of a login from a network.
pub(crate) mod counter {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_counter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub login: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub network: String,
        pub failures: i32,
        pub since: Option<DateTimeUtc>,
        pub locked_until: Option<DateTimeUtc>,
        pub succeeded_at: Option<DateTimeUtc>,
        pub touched_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
