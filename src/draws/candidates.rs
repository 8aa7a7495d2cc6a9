//! 督查员 typed or pasted as lines: `编号，单位，区划代码，执证（是/否），本年次数，专业；专业，回避；回避`, a recusal being
//! `规则:医院编码`, of rule 2 `2:医院编码@离职年份`.

use std::collections::BTreeSet;

use crate::draws::canonical::clean;
use crate::draws::model::{Candidate, Relation, Tie};

/// The words between `；`, each once.
#[must_use]
pub fn several(typed: &str) -> BTreeSet<String> {
    typed.split(['；', ';', '、']).map(clean).filter(|word| !word.is_empty()).collect()
}

/// The people of some lines.
///
/// # Errors
/// What is wrong, a sentence a line.
pub fn read(typed: &str) -> Result<Vec<Candidate>, Vec<String>> {
    let (mut found, mut wrong, mut codes) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (number, line) in (1..).zip(typed.lines()).filter(|(_, line)| !clean(line).is_empty()) {
        match person(line) {
            Ok(person) if codes.insert(person.code.clone()) => found.push(person),
            Ok(person) => wrong.push(format!("第 {number} 行：督查员 {} 写了两次。删掉其中一行。", person.code)),
            Err(why) => wrong.push(format!("第 {number} 行：{why}")),
        }
    }
    if found.is_empty() && wrong.is_empty() {
        wrong.push("没有督查员。一行写一人，或不抽督导组。".to_owned());
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

fn person(line: &str) -> Result<Candidate, String> {
    let fields: Vec<String> = line.split(['，', ',', '\t']).map(clean).collect();
    let field = |at: usize| fields.get(at).map_or("", String::as_str);
    if fields.len() > 7 || field(0).is_empty() {
        return Err("要有编号，最多七栏：编号，单位，区划，执证，本年次数，专业，回避。".to_owned());
    }
    let certificate = match field(3) {
        "是" => true,
        "否" | "" => false,
        other => return Err(format!("执证写了“{other}”，要写 是 或 否。")),
    };
    let load = match field(4) {
        "" => 0,
        text => text.parse().ok().filter(|load| *load >= 0).ok_or(format!("本年次数写了“{text}”，要写整数。"))?,
    };
    Ok(Candidate {
        code: field(0).to_owned(),
        employer: field(1).to_owned(),
        region: field(2).to_owned(),
        certificate,
        load,
        specialities: several(field(5)),
        relations: several(field(6)).iter().map(|text| relation(text)).collect::<Result<_, _>>()?,
    })
}

fn relation(text: &str) -> Result<Relation, String> {
    let told = || {
        format!(
            "回避写了“{text}”，要写成 1:医院编码，离职的写成 2:医院编码@年份；1 现任职，2 曾任职，3 近亲属，4 争议。"
        )
    };
    let (rule, rest) = text.split_once([':', '：']).ok_or_else(told)?;
    let tie = rule.parse().ok().and_then(Tie::of).ok_or_else(told)?;
    let (hospital, year) = match rest.split_once('@') {
        Some((hospital, year)) if tie == Tie::Left => (hospital, year.parse().map_err(|_| told())?),
        None if tie != Tie::Left => (rest, 0),
        _ => return Err(told()),
    };
    if hospital.is_empty() { Err(told()) } else { Ok(Relation { hospital: hospital.to_owned(), tie, year }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_person() {
        let found = read("D1，演示监督所，410106，是，2，护理；院感，3:H01；2:H02@2023\r\n\r\nD2,H03").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].certificate, found[0].load, found[0].specialities.len()), (true, 2, 2));
        assert_eq!(found[0].relations.len(), 2);
        assert!(found[0].relations.contains(&Relation { hospital: "H02".to_owned(), tie: Tie::Left, year: 2_023 }));
        assert_eq!((found[1].employer.as_str(), found[1].certificate), ("H03", false));
    }

    #[test]
    fn what_cannot_be_read_is_told_by_line() {
        let wrong = read("D1，x，1，也许\nD2，x，1，是，多\nD3，x，1，是，1，护理，9:H01\nD4\nD4\n，x").unwrap_err();
        assert_eq!(wrong.len(), 5, "{wrong:?}");
        assert!(wrong[2].starts_with("第 3 行") && wrong[3].contains("写了两次"), "{wrong:?}");
        for text in ["2:H01", "3:H01@2020", "1:", "H01"] {
            assert!(relation(text).is_err(), "{text}");
        }
        assert!(read(" \n").is_err());
    }
}
