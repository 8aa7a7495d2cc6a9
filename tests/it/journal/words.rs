//! Every deed the code writes down has a name that its reader understands.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use zhikong::app;

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of = |path: PathBuf| if path.is_dir() { rust_files(&path) } else { vec![path] };
    paths.flat_map(of).filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// The texts in quotes at the start of what follows each `mark`, up to `count` of them.
fn quoted_after<'a>(code: &'a str, mark: &str, count: usize) -> Vec<&'a str> {
    let after = code.match_indices(mark).map(|(at, _)| &code[at + mark.len()..]);
    after
        .flat_map(|rest| rest.split([')', ';']).next().unwrap_or_default().split('"').skip(1).step_by(2).take(count))
        .collect()
}

#[test]
fn every_action_thing_and_fact_in_the_code_has_a_chinese_name() {
    let labels = app::journal_labels();
    let mut words = BTreeSet::new();
    for file in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let code = fs::read_to_string(&file).unwrap();
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        if !code.contains("Event::new(") || file.ends_with("journal/model.rs") {
            continue;
        }
        for (mark, count) in [("Event::new(", 2), ("let action = ", 9), (".detail(", 1)] {
            words
                .extend(quoted_after(code, mark, count).into_iter().filter(|word| !word.is_empty()).map(str::to_owned));
        }
    }
    assert!(
        words.contains("account.signed_in") && words.contains("returns.uploaded") && words.contains("period"),
        "{words:?}"
    );
    let nameless: Vec<_> = words.iter().filter(|word| labels.label(word) == **word).collect();
    assert!(nameless.is_empty(), "no Chinese name in any room's JOURNAL_WORDS: {nameless:?}");
}
