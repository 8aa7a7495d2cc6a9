//! Tables of what is said of rounds.

/// A step by which a round became the hospital's again.
pub(crate) mod return_review {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_review")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub return_id: i64,
        pub number: i32,
        pub deed: String,
        pub reason: String,
        pub answer_by: Option<Date>,
        pub at: DateTimeUtc,
        pub by: Option<i64>,
        pub by_name: String,
        pub by_place: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A word about one cell.
pub(crate) mod return_remark {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_remark")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub review_id: i64,
        pub element: String,
        pub slot: i16,
        pub cell: String,
        pub words: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
