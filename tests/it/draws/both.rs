//! The program and the independent verifier, which was written from the document alone, say the same.

use std::path::Path;
use std::process::Command;

use zhikong::draws::judge;
use zhikong::draws::model::{Candidate, Record, Relation, Revealed, Tie};

use crate::draws::made::{revealed, sealed};
use crate::draws::vector;

/// What the other verifier says of a file: its exit and what it prints.
fn python(file: &Path) -> (i32, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/verify_draw.py");
    let python = std::env::var_os("ZHIKONG_PYTHON").unwrap_or_else(|| "python3".into());
    let said = Command::new(python).arg(script).arg(file).output().unwrap();
    let text = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    (said.status.code().unwrap(), text)
}

/// The same of the program's command.
fn program(file: &Path) -> (i32, String) {
    let said =
        Command::new(env!("CARGO_BIN_EXE_zhikong")).args(["draw", "verify", "--json"]).arg(file).output().unwrap();
    (said.status.code().unwrap(), String::from_utf8_lossy(&said.stdout).into_owned())
}

fn kept(folder: &Path, name: &str, file: &Revealed) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, serde_json::to_string(file).unwrap()).unwrap();
    path
}

#[test]
fn both_hold_a_hundred_draws_for_true() {
    let folder = tempfile::tempdir().unwrap();
    let (mut teams, mut unmet, mut recusals, mut strikes) = (0, 0, 0, 0);
    for seed in 0..100 {
        let file = revealed(seed);
        teams += file.result.teams.iter().filter(|team| !team.members.is_empty()).count();
        unmet += file.result.teams.iter().filter(|team| team.unmet != 0).count();
        recusals += file.records.iter().filter(|record| matches!(record, Record::Recusal { .. })).count();
        strikes += file.records.iter().filter(|record| matches!(record, Record::Strike { .. })).count();
        assert_eq!(judge::verify(&file), [], "{seed}");
        let (exit, text) = python(&kept(folder.path(), &format!("{seed}.json"), &file));
        assert_eq!(exit, 0, "{seed}: {text}");
    }
    assert!(teams > 50 && unmet > 20 && recusals > 10 && strikes > 50, "{teams} {unmet} {recusals} {strikes}");
}

/// A way to tamper with a file, and the word both must say among others.
type Tampering = (&'static str, &'static str, fn(&mut Revealed));

const TAMPERINGS: &[Tampering] = &[
    ("a unit removed", "commitment", |file| {
        let at = file.canonical.find("unit\t").unwrap();
        let end = at + file.canonical[at..].find('\n').unwrap() + 1;
        file.canonical.replace_range(at..end, "");
    }),
    ("the salt changed", "commitment", |file| {
        let first = if file.salt.starts_with('0') { "1" } else { "0" };
        file.salt.replace_range(0..1, first);
    }),
    ("the seed changed", "head", |file| {
        for record in &mut file.records {
            match record {
                Record::Seed { value, .. } => value.push('1'),
                Record::Witnesses { second, .. } => second.value.push('1'),
                _ => {}
            }
        }
    }),
    ("the order of the list changed", "list", |file| {
        let mut lines: Vec<&str> = file.canonical.split('\n').collect();
        let at = lines.iter().position(|line| line.starts_with("unit\t")).unwrap();
        lines.swap(at, at + 1);
        file.canonical = lines.join("\n");
    }),
    ("a strike hidden", "head", |file| {
        let at = file.records.iter().position(|record| matches!(record, Record::Strike { .. })).unwrap();
        file.records.remove(at);
    }),
    ("a drawn hospital taken out of the result", "result", |file| {
        let drawn = file.result.strata.iter_mut().find(|stratum| !stratum.drawn.is_empty()).unwrap();
        drawn.drawn.remove(0);
    }),
    ("another number", "number", |file| file.number = "410105-2025-9".to_owned()),
    ("a seed as old as the commitment", "record", |file| {
        for record in &mut file.records {
            if let Record::Seed { time, .. } | Record::Witnesses { time, .. } = record {
                "2025-03-01T04:00:00Z".clone_into(time);
            }
        }
    }),
];

#[test]
fn both_find_what_was_tampered_with() {
    let folder = tempfile::tempdir().unwrap();
    let fits = |file: &Revealed| {
        file.records.iter().any(|record| matches!(record, Record::Strike { .. })) && file.result.drawn().count() > 0
    };
    let seeds: Vec<u64> = (0..60).filter(|seed| fits(&revealed(*seed))).take(6).collect();
    assert_eq!(seeds.len(), 6);
    for (what, word, tamper) in TAMPERINGS {
        for seed in &seeds {
            let mut file = revealed(*seed);
            tamper(&mut file);
            let ours: Vec<&str> = judge::verify(&file).iter().map(|fault| fault.code).collect();
            assert!(ours.contains(word), "{what}, {seed}: {ours:?}");
            let (exit, text) = python(&kept(folder.path(), "tampered.json", &file));
            assert_eq!(exit, 1, "{what}, {seed}: {text}");
            assert!(text.lines().any(|line| line.starts_with(&format!("{word}:"))), "{what}, {seed}: {text}");
        }
    }
}

#[test]
fn both_name_the_rule_that_makes_a_team_impossible() {
    let folder = tempfile::tempdir().unwrap();
    let codes = ["H01", "H02", "H03", "H04", "H05"];
    let everywhere = |tie| codes.map(|code| Relation { hospital: code.to_owned(), tie, year: 0 }).to_vec();
    let person = |code: &str, certificate, skill: &str, relations| Candidate {
        code: code.to_owned(),
        employer: "演示监督所".to_owned(),
        region: "410106".to_owned(),
        certificate,
        load: 0,
        specialities: [skill.to_owned()].into(),
        relations,
    };
    let free = |code, certificate, skill| person(code, certificate, skill, Vec::new());
    let cases = [
        (10, vec![free("D1", true, "护理")]),
        (8, vec![free("D1", false, "护理"), free("D2", false, "护理"), free("D3", false, "药学")]),
        (6, vec![free("D1", true, "药学"), free("D2", true, "药学")]),
        // As many by the one rule as by the other: the smaller number.
        (
            3,
            vec![
                person("D1", true, "护理", everywhere(Tie::Dispute)),
                person("D2", true, "护理", everywhere(Tie::Relative)),
            ],
        ),
        (
            4,
            vec![
                person("D1", true, "护理", everywhere(Tie::Dispute)),
                person("D2", true, "护理", everywhere(Tie::Relative)),
                person("D3", true, "护理", everywhere(Tie::Dispute)),
            ],
        ),
    ];
    for (rule, candidates) in cases {
        let mut list = vector::list();
        list.candidates = candidates;
        let file = sealed(&list, [3; 32], vec![vector::seed()]);
        assert_eq!(file.result.teams.len(), 2);
        assert!(
            file.result.teams.iter().all(|team| team.unmet == rule && team.members.is_empty()),
            "{:?}",
            file.result
        );
        let (exit, text) = python(&kept(folder.path(), "unmet.json", &file));
        assert_eq!(exit, 0, "{rule}: {text}");
    }
}

#[test]
fn the_command_keeps_its_exits() {
    let folder = tempfile::tempdir().unwrap();
    let file = revealed(7);
    let path = kept(folder.path(), "draw.json", &file);
    let (exit, text) = program(&path);
    let said: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((exit, &said["holds"], &said["number"]), (0, &true.into(), &"410105-2025-1".into()), "{text}");
    let mut other = file;
    other.salt = "0".repeat(64);
    let (exit, text) = program(&kept(folder.path(), "other.json", &other));
    let said: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((exit, &said["holds"]), (1, &false.into()));
    assert_eq!(said["faults"][0]["code"], "commitment");
    std::fs::write(&path, "{}").unwrap();
    assert_eq!(program(&path).0, 2);
    assert_eq!(program(&folder.path().join("none.json")).0, 2);
    assert_eq!(python(&folder.path().join("none.json")).0, 2);
}
