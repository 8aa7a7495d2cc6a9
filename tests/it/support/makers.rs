//! Workbooks as other people's programs save them: openpyxl through the scripts in `tests/makers`,
//! LibreOffice through its converter. Both are part of what the suite needs (`scripts/test` installs
//! them); without them these tests fail rather than pass unseen.

use std::path::Path;
use std::process::Command;

/// What the openpyxl script of this name in `tests/makers` writes.
pub fn openpyxl(script: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("made.xlsx");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/makers").join(script);
    run(python().arg(script).arg(&out));
    std::fs::read(out).unwrap()
}

/// What the openpyxl script makes of a workbook and a JSON document: `script FORM JSON OUT`.
pub fn openpyxl_from(script: &str, xlsx: &[u8], json: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let [form, fills, out] = ["form.xlsx", "fills.json", "made.xlsx"].map(|name| folder.path().join(name));
    std::fs::write(&form, xlsx).unwrap();
    std::fs::write(&fills, json).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/makers").join(script);
    run(python().arg(script).args([&form, &fills, &out]));
    std::fs::read(out).unwrap()
}

/// The workbook opened in LibreOffice and saved as `extension` (xlsx, xls, ods).
pub fn saved_by_libreoffice(xlsx: &[u8], extension: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("opened.xlsx");
    std::fs::write(&file, xlsx).unwrap();
    let saved = folder.path().join("saved");
    // A profile of its own: two LibreOffices cannot share one.
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    run(Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", extension, "--outdir"])
        .arg(&saved)
        .arg(&file));
    std::fs::read(saved.join(format!("opened.{extension}"))).unwrap()
}

/// The workbook saved in Excel's binary format by npm's `xlsx`, which `scripts/test-tools` lays into `target/sheetjs`.
pub fn saved_as_xlsb(xlsx: &[u8]) -> Vec<u8> {
    // …/target/debug/deps/it-0123 → …/target
    let test = std::env::current_exe().unwrap();
    let library = test.ancestors().nth(3).unwrap().join("sheetjs/xlsx.full.min.js");
    assert!(library.is_file(), "{} is not there: run scripts/test-tools first", library.display());
    let folder = tempfile::tempdir().unwrap();
    let [from, out] = ["opened.xlsx", "saved.xlsb"].map(|name| folder.path().join(name));
    std::fs::write(&from, xlsx).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/makers/binary.cjs");
    run(Command::new("node").arg(script).args([&library, &from, &out]));
    std::fs::read(out).unwrap()
}

/// The Python that has openpyxl: the one `scripts/test` names, else whichever is at hand.
pub fn python() -> Command {
    Command::new(std::env::var_os("ZHIKONG_PYTHON").unwrap_or_else(|| "python3".into()))
}

fn run(command: &mut Command) {
    let output =
        command.output().unwrap_or_else(|error| panic!("{command:?} did not start: {error}; see scripts/test"));
    assert!(output.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
}
