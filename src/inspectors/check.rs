//! What was typed of a person, in a form or a row of a workbook, and what it means: every fault at once. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::authorities::Authority;
use crate::catalogue::Catalogue;
use crate::catalogue::model::half_width;
use crate::inspectors::ground::Ground;
use crate::inspectors::model::{Employer, Facts, Inspector, Relation, TIES, Tie};
use crate::web::{Checked, FieldErrors};

/// Longest name, characters.
const NAME_MAX: usize = 50;
/// Longest employer outside the register, characters.
const EMPLOYER_MAX: usize = 100;
/// Longest certificate, characters.
const CERTIFICATE_MAX: usize = 60;
/// Longest reason, characters.
const REASON_MAX: usize = 200;
/// Most specialities, and most relations, of one person.
const SEVERAL_MAX: usize = 30;

/// A person as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Typed {
    /// The version the sender saw; of somebody new nothing.
    pub version: i32,
    /// Its code; of somebody new empty for one that is made up.
    pub code: String,
    /// The name.
    pub name: String,
    /// Name or code of an authority or hospital, or anything else; empty for the own authority.
    pub employer: String,
    /// Code or name of a region; empty for that of the own authority.
    pub region: String,
    /// Words, apart by `；`.
    pub specialities: String,
    /// Kind or number.
    pub certificate: String,
    /// One a line or apart by `；`: hospital, tie, last day.
    pub relations: String,
    /// Login.
    pub account: String,
}

impl Typed {
    /// What somebody would have typed of this person.
    #[must_use]
    pub fn of(person: &Inspector, ground: &Ground<'_>, login: Option<String>) -> Self {
        let facts = &person.facts;
        Self {
            version: person.version,
            code: person.code.clone(),
            name: facts.name.clone(),
            employer: match &facts.employer {
                Employer::Hospital(id) => ground.hospital(*id).code,
                other => ground.employer(other),
            },
            region: facts.region.clone(),
            specialities: joined(&facts.specialities),
            certificate: facts.certificate.clone(),
            relations: relation_words(&facts.relations, ground).join("\n"),
            account: login.unwrap_or_default(),
        }
    }

    /// What it means; the account is looked up by whoever asks.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn check(&self, ground: &Ground<'_>, own: &Authority) -> Checked<Facts> {
        let mut faults = FieldErrors::default();
        let name = noted(&mut faults, "name", text(&self.name, "姓名", NAME_MAX));
        let employer = noted(&mut faults, "employer", employer(&self.employer, ground, own));
        let region = noted(&mut faults, "region", region(&self.region, ground.catalogue, own));
        let specialities = noted(&mut faults, "specialities", specialities(&self.specialities, ground.catalogue));
        let certificate = noted(&mut faults, "certificate", short(&self.certificate, "执法证", CERTIFICATE_MAX));
        let relations = noted(&mut faults, "relations", relations(&self.relations, ground));
        match (name, employer, region, specialities, certificate, relations) {
            (Some(name), Some(employer), Some(region), Some(specialities), Some(certificate), Some(relations)) => {
                Ok(Facts { name, employer, region, specialities, certificate, relations, account: None })
            }
            _ => Err(faults),
        }
    }
}

fn noted<T>(faults: &mut FieldErrors, field: &'static str, read: Result<T, String>) -> Option<T> {
    read.map_err(|fault| faults.add(field, fault)).ok()
}

/// Words as a form and a workbook hold them.
#[must_use]
pub fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join("；")
}

/// Relations as somebody would type them, one a word.
#[must_use]
pub fn relation_words(relations: &BTreeSet<Relation>, ground: &Ground<'_>) -> Vec<String> {
    let word = |one: &Relation| {
        let code = ground.hospital(one.hospital).code;
        let until = one.until.map(|day| format!(" {day}")).unwrap_or_default();
        format!("{code} {}{until}", one.tie.label())
    };
    relations.iter().map(word).collect()
}

fn cleaned(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn short(typed: &str, what: &str, most: usize) -> Result<String, String> {
    let text = cleaned(typed);
    let long = text.chars().count();
    if long > most { Err(format!("{what}有 {long} 个字，最多 {most} 个。")) } else { Ok(text) }
}

/// A text that must be there.
///
/// # Errors
/// What is wrong.
pub fn text(typed: &str, what: &str, most: usize) -> Result<String, String> {
    let text = short(typed, what, most)?;
    if text.is_empty() { Err(format!("没有填{what}。")) } else { Ok(text) }
}

/// A reason.
///
/// # Errors
/// What is wrong.
pub fn reason(typed: &str, what: &str) -> Result<String, String> {
    text(typed, what, REASON_MAX)
}

/// A remark that may be left out.
///
/// # Errors
/// What is wrong.
pub fn short_reason(typed: &str) -> Result<String, String> {
    short(typed, "说明", REASON_MAX)
}

/// A code somebody chose: letters, digits and hyphens, a digit among them so that it is no address of another page.
///
/// # Errors
/// What is wrong.
pub fn code(typed: &str) -> Result<String, String> {
    let code = half_width(typed).trim().to_ascii_uppercase();
    let fits = (2..=32).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && code.bytes().any(|b| b.is_ascii_digit());
    if fits {
        Ok(code)
    } else {
        Err("编号由 2–32 个字母、数字和短横组成，至少有一个数字，例如 410105-01。".to_owned())
    }
}

/// A day as a form sends it, or as people write it.
///
/// # Errors
/// What is wrong.
pub fn day(typed: &str, what: &str) -> Result<NaiveDate, String> {
    let text = half_width(typed).trim().replace(['/', '.', '年', '月'], "-").replace('日', "");
    if text.is_empty() {
        return Err(format!("没有填{what}。"));
    }
    let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
    let day = day.filter(|day| (1900..=2199).contains(&chrono::Datelike::year(day)));
    day.ok_or_else(|| format!("{what}“{}”没有读懂，请写成 2024-03-31 这样。", typed.trim()))
}

fn employer(typed: &str, ground: &Ground<'_>, own: &Authority) -> Result<Employer, String> {
    let word = short(typed, "单位", EMPLOYER_MAX)?;
    if word.is_empty() {
        return Ok(Employer::Authority(own.id));
    }
    let authority = ground.tree.coded(&word).or_else(|| ground.tree.named(&word));
    if let Some(found) = authority {
        return Ok(Employer::Authority(found.id));
    }
    if let Some(id) = ground.coded(&word) {
        return Ok(Employer::Hospital(id));
    }
    match ground.of_name(&word) {
        [one] => Ok(Employer::Hospital(*one)),
        // A slip in a code would quietly lift the bar on the person's own hospital.
        [] if word.bytes().take(6).filter(u8::is_ascii_digit).count() == 6 => {
            Err(format!("名录里没有编码为“{word}”的医院或机构。请核对编码；名录以外的单位写全称。"))
        }
        [] => Ok(Employer::Other(word)),
        several => Err(format!("名录里有 {} 家医院叫“{word}”，系统不知道是哪一家。请改填医院编码。", several.len())),
    }
}

fn region(typed: &str, catalogue: &Catalogue, own: &Authority) -> Result<String, String> {
    let word = half_width(typed).trim().to_owned();
    if word.is_empty() {
        return Ok(own.territory.clone());
    }
    if let Some(region) = catalogue.region(&word) {
        return Ok(region.code.clone());
    }
    let named: Vec<_> = catalogue.regions().iter().filter(|region| region.name == word).collect();
    match named.as_slice() {
        [one] => Ok(one.code.clone()),
        [] => Err(format!("不认识的区划“{word}”。请填区划名称，或六位区划代码。")),
        several => {
            let codes: Vec<&str> = several.iter().map(|region| region.code.as_str()).collect();
            Err(format!("叫“{word}”的区划有几个，请填六位区划代码：{}。", codes.join("、")))
        }
    }
}

/// A speciality in the catalogue's words; any word where the catalogue lists none.
///
/// # Errors
/// What is wrong.
pub fn speciality(word: &str, catalogue: &Catalogue) -> Result<String, String> {
    let word = short(word, "专业", 40)?;
    if catalogue.specialities().is_empty() {
        return Ok(word);
    }
    catalogue.speciality(&word).map(|known| known.name.clone()).ok_or_else(|| {
        let known: Vec<&str> = catalogue.specialities().iter().map(|one| one.name.as_str()).collect();
        format!("不认识的专业“{word}”。请用这些词：{}。", known.join("、"))
    })
}

fn specialities(typed: &str, catalogue: &Catalogue) -> Result<BTreeSet<String>, String> {
    let words = typed.split(['；', ';', '、', '，', ',', '\n']).map(cleaned).filter(|word| !word.is_empty());
    let found: BTreeSet<String> = words.map(|word| speciality(&word, catalogue)).collect::<Result<_, _>>()?;
    if found.len() > SEVERAL_MAX { Err(format!("专业最多 {SEVERAL_MAX} 个。")) } else { Ok(found) }
}

fn relations(typed: &str, ground: &Ground<'_>) -> Result<BTreeSet<Relation>, String> {
    let lines = typed.split(['\n', '；', ';']).map(cleaned).filter(|line| !line.is_empty());
    let found: BTreeSet<Relation> = lines.map(|line| relation(&line, ground)).collect::<Result<_, _>>()?;
    if found.len() > SEVERAL_MAX { Err(format!("回避关系最多 {SEVERAL_MAX} 条。")) } else { Ok(found) }
}

fn relation(line: &str, ground: &Ground<'_>) -> Result<Relation, String> {
    let told = || {
        let ties: Vec<&str> = TIES.into_iter().map(Tie::label).collect();
        format!(
            "回避关系“{line}”没有读懂。请写：医院编码 关系，曾任职再写离职日期，例如“410105-001 曾任职 2022-06-30”；关系是{}。",
            ties.join("、")
        )
    };
    let words: Vec<&str> = line.split([' ', '，', ',', '：', ':']).filter(|word| !word.is_empty()).collect();
    let (&hospital, &tie, until) = match words.as_slice() {
        [hospital, tie] => (hospital, tie, None),
        [hospital, tie, until] => (hospital, tie, Some(*until)),
        _ => return Err(told()),
    };
    let tie = Tie::of_label(tie).ok_or_else(told)?;
    let named = ground.coded(&half_width(hospital).to_ascii_uppercase()).or_else(|| ground.coded(hospital));
    let hospital = named.or_else(|| match ground.of_name(hospital) {
        [one] => Some(*one),
        _ => None,
    });
    let hospital =
        hospital.ok_or_else(|| format!("回避关系“{line}”：名录里没有这家医院，或同名的不止一家。请填医院编码。"))?;
    let until = until.map(|text| day(text, "离职日期")).transpose()?;
    match (tie, until) {
        (Tie::Left, None) => Err(format!("回避关系“{line}”：曾任职要写离职日期，抽取时按它算年数。")),
        (Tie::Left, Some(day)) if day > ground.today => {
            Err(format!("回避关系“{line}”：离职日期在将来，现在还算现任职。"))
        }
        (Tie::Left, until) => Ok(Relation { hospital, tie, until }),
        (_, Some(_)) => Err(format!("回避关系“{line}”：只有曾任职写日期。")),
        (tie, None) => Ok(Relation { hospital, tie, until: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_no_addresses_of_pages() {
        assert_eq!(code(" ４１０１０５-01 ").unwrap(), "410105-01");
        assert_eq!(code("dc1").unwrap(), "DC1");
        for wrong in ["", "7", "import", "a b1", "演示1", "0123456789012345678901234567890123"] {
            assert!(code(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let first = NaiveDate::from_ymd_opt(2024, 3, 1).unwrap();
        for text in ["2024-03-01", "2024/3/1", "2024.3.1", "2024年3月1日", "２０２４-03-01"] {
            assert_eq!(day(text, "日期"), Ok(first), "{text}");
        }
        for text in ["2024", "2024-02-30", "24-3-1", "0001-01-01", "昨天"] {
            assert!(day(text, "日期").is_err(), "{text}");
        }
    }

    #[test]
    fn specialities_are_the_catalogues_words() {
        let catalogue = Catalogue::load(None).unwrap();
        let found = specialities("护理，院感；ICU、护理管理", &catalogue).unwrap();
        assert_eq!(joined(&found), "医院感染管理；护理管理；重症医学");
        assert!(specialities("护理；占星", &catalogue).unwrap_err().contains("占星"));
        assert!(specialities("", &catalogue).unwrap().is_empty());
    }
}
