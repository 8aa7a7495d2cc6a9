//! Migrations in the order they are applied. None is ever renamed or removed; each names tables by text.

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All migrations.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![]
    }
}
