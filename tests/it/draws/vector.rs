//! The worked example of `docs/draws.md`: the same bytes in every build.

use zhikong::draws::model::{
    Candidate, FrozenList, Kind, Record, Relation, Revealed, Share, Stratum, TeamRules, Tie, Unit,
};
use zhikong::draws::{canonical, course, judge};

use crate::draws::made::sealed;

fn unit(code: &str, name: &str, region: &str, visited: bool) -> Unit {
    let (code, region, name) = (code.to_owned(), region.to_owned(), name.to_owned());
    Unit { code, region, name, stratum: "二级".to_owned(), visited }
}

fn person(code: &str, employer: &str, certificate: bool, skill: &str) -> Candidate {
    Candidate {
        code: code.to_owned(),
        employer: employer.to_owned(),
        region: "410106".to_owned(),
        certificate,
        load: 0,
        specialities: [skill.to_owned()].into(),
        relations: Vec::new(),
    }
}

/// The list of the example.
pub fn list() -> FrozenList {
    let relation = Relation { hospital: "H02".to_owned(), tie: Tie::Left, year: 2024 };
    FrozenList {
        number: "410105-2025-1".parse().unwrap(),
        authority_name: "演示区卫生健康委员会".to_owned(),
        reason: String::new(),
        kind: Kind::Public,
        committed: "2025-03-01T04:00:00Z".to_owned(),
        due: "2025-12-31".parse().unwrap(),
        sources: vec!["演示彩票第2025030期".to_owned()],
        strata: vec![Stratum { name: "二级".to_owned(), share: Share { numerator: 2, denominator: 5 }, quota: 2 }],
        units: vec![
            unit("H01", "演示一院", "410105", false),
            unit("H02", "演示二院", "410105", false),
            unit("H03", "演示三院", "410105", true),
            unit("H04", "演示四院", "410105", false),
            unit("H05", "演示五院", "410106", false),
        ],
        exclusions: Vec::new(),
        team: Some(TeamRules {
            size: 2,
            load_cap: 2,
            certificate: true,
            other_region: false,
            years: 3,
            needs: ["护理".to_owned()].into(),
        }),
        candidates: vec![
            person("D1", "H01", true, "护理"),
            Candidate { relations: vec![relation], ..person("D2", "演示监督所", true, "药学") },
            person("D3", "演示监督所", false, "护理"),
            person("D4", "H04", false, "护理"),
        ],
    }
}

/// The example as a file.
pub fn example() -> Revealed {
    let salt: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    let list = list();
    let records = vec![
        seed(),
        Record::Strike {
            time: "2025-03-10T01:00:00Z".to_owned(),
            code: course::run(&list, &salt, &[seed()]).unwrap().strata[0].drawn[0].code.clone(),
            reason: "演示：停业".to_owned(),
        },
    ];
    sealed(&list, salt, records)
}

/// Its seed.
pub fn seed() -> Record {
    Record::Seed {
        time: "2025-03-02T13:30:00Z".to_owned(),
        source: 1,
        value: "03 11 19 23 28 30+07".to_owned(),
        note: String::new(),
    }
}

#[test]
fn the_example_of_the_document_is_what_comes_out() {
    let file = example();
    assert_eq!(judge::verify(&file), []);
    let text = serde_json::to_string_pretty(&file).unwrap();
    let document = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/draws.md")).unwrap();
    let example = document.split("```json\n").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap_or_default();
    assert_eq!(example, text, "docs/draws.md, the worked example");
    let list = document.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();
    assert_eq!(list, file.canonical, "docs/draws.md, the list");
}

#[test]
fn a_list_reads_back_only_from_its_own_bytes() {
    let text = canonical::write(&list());
    assert_eq!(canonical::read(&text).unwrap(), list());
    for (from, to) in [
        ("演示一院", " 演示一院"),
        ("演示一院", "演示\u{7}一院"),
        ("演示一院", "e\u{301}"),
        ("round\t1", "round\t01"),
        ("year\t2025", "year\t+2025"),
        ("unit\tH01", "unit\tH06"),
    ] {
        assert!(canonical::read(&text.replacen(from, to, 1)).is_err(), "{to:?}");
    }
    assert!(canonical::read(text.trim_end()).is_err() && canonical::read(&format!("{text}\n")).is_err());
    let mut mixed = list();
    mixed.units.reverse();
    mixed.candidates.reverse();
    assert_eq!(canonical::write(&mixed), text, "sorted, whatever order it comes in");
    assert_eq!(canonical::clean(" e\u{301}\t\u{2028}院\n"), "\u{e9}  院");
}
