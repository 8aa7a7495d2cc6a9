//! Tables `indicator_fact` and `figures_version`.

/// One fact with the hospital's attributes of the period.
pub mod indicator_fact {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "indicator_fact")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hospital_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub period: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub indicator: String,
        pub state: i16,
        pub numerator: i64,
        pub denominator: i64,
        pub level: String,
        pub city: String,
        pub county: String,
        pub ownership: String,
        pub category: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How often the facts of a period have changed.
pub mod figures_version {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "figures_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub period: String,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Pooled sums of a period by one grouping, as they stood at the version that `figure_sum_version` tells.
pub mod figure_sum {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "figure_sum")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub period: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub grouping: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub indicator: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub grp: String,
        pub numerator: i64,
        pub denominator: i64,
        pub reported: i64,
        pub not_applicable: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which version of a period's facts the kept sums add up.
pub mod figure_sum_version {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "figure_sum_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub period: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub grouping: String,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
