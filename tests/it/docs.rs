//! The documents say what is there: links lead somewhere, every command is described.

use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    found.extend(fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    found.retain(|path| path.extension().is_some_and(|kind| kind == "md"));
    found
}

/// The targets of `[text](target)` links to files of this repository, without their anchors.
fn links(text: &str) -> Vec<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

#[test]
fn links_lead_to_files_that_are_there() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for link in links(&text) {
            if !document.parent().unwrap().join(link).exists() {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

fn commands(of: &clap::Command, name: &str, found: &mut Vec<String>) {
    for below in of.get_subcommands().filter(|below| !below.is_hide_set()) {
        let name = format!("{name} {}", below.get_name());
        if below.has_subcommands() {
            commands(below, &name, found);
        } else {
            found.push(name);
        }
    }
}

#[test]
fn every_command_is_described() {
    let mut all = Vec::new();
    commands(&zhikong::commands::Cli::command(), "zhikong", &mut all);
    assert!(all.len() > 2, "{all:?}");
    let text = fs::read_to_string(root().join("docs/cli.md")).unwrap();
    let undescribed: Vec<_> = all.into_iter().filter(|name| !text.contains(&format!("`{name}"))).collect();
    assert!(undescribed.is_empty(), "docs/cli.md does not describe {undescribed:?}");
}

#[test]
fn the_rules_document_is_that_of_the_rules() {
    let now = zhikong::catalogue::rules_document(&zhikong::catalogue::Catalogue::load(None).unwrap());
    let kept = fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let first = now.lines().zip(kept.lines()).find(|(now, kept)| now != kept);
    assert_eq!(first, None, "run `zhikong catalogue rules > docs/rules.md`");
    assert_eq!(now.lines().count(), kept.lines().count(), "run `zhikong catalogue rules > docs/rules.md`");
}
