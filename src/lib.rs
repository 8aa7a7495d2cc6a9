//! 质控 `zhikong`: the workbench with which a provincial health commission moves the yearly quality targets.
//!
//! One room a line, in the order data flows through them; `docs/architecture.md` walks through two requests.

// The spine knows no feature.
pub mod calendar;
pub mod clock;
pub mod config;
pub mod db;
pub mod access;
pub mod statistics;
pub mod charts;
pub mod web;
pub mod journal;
pub mod files;
pub mod jobs;
pub mod spreadsheets;
pub mod documents;
pub mod state;
pub mod kept;

// The river of numbers.
pub mod catalogue;
pub mod authorities;
pub mod hospitals;
pub mod accounts;
pub mod settings;
pub mod inbox;
pub mod figures;
pub mod goals;
pub mod annotations;
pub mod returns;
pub mod progress;
pub mod publications;

// The river of deeds.
pub mod inspections;
pub mod inspectors;
pub mod specialty_goals;
pub mod coverage;
pub mod draws;
pub mod rectifications;
pub mod disclosures;
pub mod exemplars;
pub mod campaign;

// Where the rivers meet.
pub mod reports;
pub mod system;
pub mod home;

// What ties all of it together.
pub mod demo;
pub mod app;
pub mod commands;
#[path = "../migrations/mod.rs"]
pub mod migrations;
