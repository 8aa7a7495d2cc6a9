//! Tables of the room.

/// 典型
pub mod exemplar {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exemplar")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub campaign: String,
        pub quarter: String,
        pub serial: i32,
        pub kind: String,
        pub target: Option<String>,
        pub authority_id: i64,
        pub hospital_id: Option<i64>,
        pub title: String,
        pub body: String,
        pub state: String,
        pub audience: Option<String>,
        pub at: DateTimeUtc,
        pub by_name: String,
        pub by_place: String,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Its pictures.
pub mod picture {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exemplar_picture")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub exemplar_id: i64,
        pub number: i32,
        pub file_id: i64,
        pub file_kind: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was decided about it; added, never changed.
pub mod decision {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exemplar_decision")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub exemplar_id: i64,
        pub number: i32,
        pub state: String,
        pub audience: Option<String>,
        pub reason: String,
        pub at: DateTimeUtc,
        pub by_name: String,
        pub by_place: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
