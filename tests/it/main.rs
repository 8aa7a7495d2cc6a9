//! Tests of the product through its own doors; one module a room.

#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect ends there")]

mod access;
mod account_command;
mod analyse;
mod accounts;
mod architecture;
mod backup;
mod authorities;
mod charts;
mod campaign;
mod catalogue;
mod docs;
mod coverage;
mod draws;
mod files;
mod frame;
mod full;
mod goals;
mod hospitals;
mod home;
mod house;
mod inbox;
mod inspections;
mod inspectors;
mod jobs;
mod journal;
mod migrations;
mod progress;
mod publications;
mod disclosures;
mod exemplars;
mod rectifications;
mod reports;
mod returns;
mod serve;
mod settings;
mod specialty_goals;
mod spreadsheets;
mod sign_in;
mod statistics;
mod support;
