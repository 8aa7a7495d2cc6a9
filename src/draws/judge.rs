//! Whether a revealed file is what was committed to, and whether its result follows from it. The same that
//! `scripts/verify_draw.py` does from `docs/draws.md` alone.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::draws::canonical::{self, FORMAT, NotAList};
use crate::draws::course::{self, Misfit, is_moment};
use crate::draws::model::{ALGORITHM, FrozenList, Kind, Revealed};
use crate::draws::strata::counts;
use crate::draws::team::NEEDS_MAX;
use crate::draws::ticket;

/// What is wrong with a revealed file: a stable word, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// A stable word, the same as the other verifier's.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
}

fn fault(code: &'static str, message: impl Into<String>) -> Fault {
    Fault { code, message: message.into() }
}

/// Every fault of a revealed file; none where it holds.
#[must_use]
pub fn verify(file: &Revealed) -> Vec<Fault> {
    if file.format != FORMAT || file.version != ALGORITHM {
        return vec![fault("format", format!("不是第 {ALGORITHM} 版的抽取文件"))];
    }
    let Some(salt) = salt(&file.salt) else {
        return vec![fault("salt", "盐不是 64 位小写十六进制数")];
    };
    let mut faults = Vec::new();
    if canonical::commitment(&file.canonical, &salt) != file.commitment {
        faults.push(fault("commitment", "清单和盐算出来的承诺值与公布的不同：清单或盐被改过"));
    }
    let list = match canonical::read(&file.canonical) {
        Ok(list) => list,
        Err(error) => {
            faults.push(fault("list", not_a_list(&error)));
            return faults;
        }
    };
    let unsound = sound(&list);
    if !unsound.is_empty() {
        // Bounds that the draw relies on may be broken: nothing is computed from such a list.
        faults.extend(unsound.into_iter().map(|message| fault("list", message)));
        return faults;
    }
    if list.number.to_string() != file.number {
        faults.push(fault("number", format!("编号 {} 与清单里的 {} 不同", file.number, list.number)));
    }
    if ticket::head(&file.commitment, &salt, &file.records) != file.head {
        faults.push(fault("head", "记录链的末值不同：有记录被改、被删或被加"));
    }
    match course::run(&list, &salt, &file.records) {
        Err((index, misfit)) => {
            faults.push(fault("record", format!("第 {} 条记录：{}", index + 1, misfit_label(&misfit))));
        }
        Ok(outcome) if outcome != file.result => {
            faults.push(fault("result", "按清单、盐、种子和记录重算的结果与文件里的不同"));
        }
        Ok(_) => {}
    }
    faults
}

/// The 32 bytes of a salt in lower hexadecimal digits.
#[must_use]
pub fn salt(text: &str) -> Option<[u8; 32]> {
    let lower = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    hex::decode(text).ok().filter(|_| lower)?.try_into().ok()
}

fn not_a_list(error: &NotAList) -> String {
    match error {
        NotAList::Line(number, expected) => format!("清单第 {number} 行读不懂，应是 {expected}"),
        NotAList::NotCanonical => "清单不是规定的写法：次序、写法或字符组合不对".to_owned(),
    }
}

/// What is wrong with a list as such, in sentences; none where a draw can be made of it.
#[must_use]
pub fn sound(list: &FrozenList) -> Vec<String> {
    let mut faults = Vec::new();
    if !is_moment(&list.committed) {
        faults.push(format!("承诺时间 {} 写法不对", list.committed));
    }
    if list.number.round < 1 {
        faults.push("轮次从 1 起".to_owned());
    }
    if list.number.round > 1 && list.reason.is_empty() {
        faults.push(format!("这是本年第 {} 次抽取，没有写原因", list.number.round));
    }
    if (list.kind == Kind::Public) == list.sources.is_empty() {
        faults.push("公开种子要有来源，两人见证不写来源".to_owned());
    }
    let counts = counts(list);
    let mut names = BTreeSet::new();
    for stratum in &list.strata {
        let of = counts.get(stratum.name.as_str()).copied().unwrap_or_default();
        if !names.insert(stratum.name.as_str()) {
            faults.push(format!("层“{}”写了两次", stratum.name));
        }
        if stratum.share.denominator < 1 || stratum.share.numerator < 0 || stratum.quota != stratum.share.of(of.all()) {
            faults.push(format!("层“{}”的配额 {} 不是按比例进位的数", stratum.name, stratum.quota));
        }
        if stratum.quota > of.all() || stratum.quota < 0 {
            faults.push(format!("层“{}”只有 {} 家，配额却是 {}", stratum.name, of.all(), stratum.quota));
        }
    }
    for name in counts.keys().filter(|name| !names.contains(*name)) {
        faults.push(format!("层“{name}”没有配额"));
    }
    let mut codes = BTreeSet::new();
    let all = list.units.iter().map(|unit| &unit.code).chain(list.exclusions.iter().map(|out| &out.code));
    for code in all {
        if code.is_empty() || !codes.insert(code) {
            faults.push(format!("医院 {code} 写了两次"));
        }
    }
    for out in list.exclusions.iter().filter(|out| out.reason.is_empty()) {
        faults.push(format!("排除 {} 没有写原因", out.code));
    }
    faults.extend(sound_team(list));
    faults
}

fn sound_team(list: &FrozenList) -> Vec<String> {
    let Some(rules) = &list.team else {
        let none = list.candidates.is_empty();
        return if none { Vec::new() } else { vec!["有督查员名单，没有组队规则".to_owned()] };
    };
    let mut faults = Vec::new();
    if rules.size < 2 {
        faults.push(format!("一组 {} 人，至少要 2 人", rules.size));
    }
    if rules.load_cap < 0 || rules.years < 0 || rules.needs.len() > NEEDS_MAX {
        faults.push(format!("组队规则的数字不能是负数，所需专业最多 {NEEDS_MAX} 个"));
    }
    let mut codes = BTreeSet::new();
    for candidate in &list.candidates {
        if candidate.code.is_empty() || !codes.insert(&candidate.code) {
            faults.push(format!("督查员 {} 写了两次", candidate.code));
        }
    }
    faults
}

/// Why a record does not fit, in words.
#[must_use]
pub fn misfit_label(misfit: &Misfit) -> String {
    match misfit {
        Misfit::NoSeed => "没有种子".to_owned(),
        Misfit::SecondSeed => "已经有种子，不能再给一个".to_owned(),
        Misfit::SeedTooOld => "种子不晚于承诺：承诺时这个数已经能知道".to_owned(),
        Misfit::UnknownSource => "种子为空，或来源不在承诺时写明的来源里".to_owned(),
        Misfit::OtherKind => "种子的种类与承诺时写明的不同".to_owned(),
        Misfit::Witnesses => "要两位不同的见证人，各写一个数".to_owned(),
        Misfit::NoNote => "用了后备来源，没有写前面的来源为什么作废".to_owned(),
        Misfit::UnknownUnit(code) => format!("清单里没有医院 {code}"),
        Misfit::StruckTwice(code) => format!("医院 {code} 已经划除过"),
        Misfit::NoReason => "没有写原因".to_owned(),
        Misfit::NotInTeam(hospital, inspector) => format!("{hospital} 的督导组里没有 {inspector}"),
        Misfit::BadTime(time) => format!("时间“{time}”写法不对，或早于承诺"),
    }
}
