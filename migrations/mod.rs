//! Migrations in the order they are applied. None is ever renamed or removed; each names tables by text.

mod m0001_journal;
mod m0002_stored_file;
mod m0003_authority;
mod m0004_hospital;
mod m0005_account;
mod m0006_returns;
mod m0007_figures;
mod m0008_setting;
mod m0009_explanations;
mod m0010_return_entry;
mod m0011_upload_part;
mod m0012_department;
mod m0013_unit_value;
mod m0014_review;
mod m0015_message;
mod m0016_deadline;
mod m0017_job;
mod m0018_goal;
mod m0019_annotation;
mod m0020_publication;
mod m0021_figure_sum;
mod m0022_inspectors;
mod m0023_visit;
mod m0024_draws;
mod m0025_rectification;
mod m0026_wide_indexes;
mod m0027_disclosure;
mod m0028_point_index;
mod m0029_visit_sum;
mod m0030_year_plan;
mod m0031_campaign;
mod m0032_exemplar;
mod m0033_specialty_goal;
mod m0034_summary;
mod m0035_duty_link;
mod m0036_duty_width;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All migrations.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_journal::Migration),
            Box::new(m0002_stored_file::Migration),
            Box::new(m0003_authority::Migration),
            Box::new(m0004_hospital::Migration),
            Box::new(m0005_account::Migration),
            Box::new(m0006_returns::Migration),
            Box::new(m0007_figures::Migration),
            Box::new(m0008_setting::Migration),
            Box::new(m0009_explanations::Migration),
            Box::new(m0010_return_entry::Migration),
            Box::new(m0011_upload_part::Migration),
            Box::new(m0012_department::Migration),
            Box::new(m0013_unit_value::Migration),
            Box::new(m0014_review::Migration),
            Box::new(m0015_message::Migration),
            Box::new(m0016_deadline::Migration),
            Box::new(m0017_job::Migration),
            Box::new(m0018_goal::Migration),
            Box::new(m0019_annotation::Migration),
            Box::new(m0020_publication::Migration),
            Box::new(m0021_figure_sum::Migration),
            Box::new(m0022_inspectors::Migration),
            Box::new(m0023_visit::Migration),
            Box::new(m0024_draws::Migration),
            Box::new(m0025_rectification::Migration),
            Box::new(m0026_wide_indexes::Migration),
            Box::new(m0027_disclosure::Migration),
            Box::new(m0028_point_index::Migration),
            Box::new(m0029_visit_sum::Migration),
            Box::new(m0030_year_plan::Migration),
            Box::new(m0031_campaign::Migration),
            Box::new(m0032_exemplar::Migration),
            Box::new(m0033_specialty_goal::Migration),
            Box::new(m0034_summary::Migration),
            Box::new(m0035_duty_link::Migration),
            Box::new(m0036_duty_width::Migration),
        ]
    }
}
