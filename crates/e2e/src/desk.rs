//! What people do at their desks beside the browser.

use std::path::Path;
use std::process::Command;

/// Runs a script of the suite that makes a workbook of one: what the clerk does in Excel. `typed` is what the script reads,
/// as JSON.
///
/// # Panics
/// When the script fails.
pub fn in_excel(script: &str, from: &Path, typed: &str, out: &Path) {
    let python = std::env::var("ZHIKONG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let list = out.with_extension("json");
    std::fs::write(&list, typed).expect("write a file");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/makers").join(script);
    let done = Command::new(python).arg(script).args([from, &list, out]).output().expect("run python");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
