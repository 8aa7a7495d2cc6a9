//! Table `visit_disclosure`: every edition of a visit's published result; only ever added to.

/// One edition.
pub mod disclosure {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "visit_disclosure")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub visit_id: i64,
        pub edition: i32,
        pub authority_id: i64,
        pub hospital_id: i64,
        pub audience: String,
        pub year: i32,
        pub content: String,
        pub hash: String,
        pub published_at: DateTimeUtc,
        pub published_by: Option<i64>,
        pub published_name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
