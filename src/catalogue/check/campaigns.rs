use super::{cited, must_say, pair};
use crate::catalogue::file::{At, CampaignHeading, DutyEntry, EndEntry, File, Findings, QuotaEntry};
use crate::catalogue::model::{Campaign, CampaignEnd, Proof, Quota, QuotaBearer, RegisterTerms, VISIT_KINDS};

/// Working days within which results may be published: a year of them.
const MOST_DAYS: u16 = 250;

/// Reads the files of `campaigns/`: named by their id, levels that the register knows, ends after the beginning and in
/// order, shares between nothing and all, each bearer once, every clause said.
pub fn campaigns(files: &[&File], register: Option<&RegisterTerms>, findings: &mut Findings) -> Vec<Campaign> {
    files.iter().filter_map(|file| campaign(file, register, findings)).collect()
}

fn campaign(file: &File, register: Option<&RegisterTerms>, findings: &mut Findings) -> Option<Campaign> {
    let mut reading = file.read::<CampaignHeading>(findings, &["end", "quota", "phase", "duty", "exemplar", "summary"]);
    let ends = reading.entries::<EndEntry>("end", findings);
    let quotas = reading.entries::<QuotaEntry>("quota", findings);
    let phases = reading.entries("phase", findings);
    let duties = reading.entries("duty", findings);
    let exemplars = reading.entries("exemplar", findings);
    let summaries = reading.entries("summary", findings);
    let heading = reading.head.take();
    let span = heading.as_ref().zip(ends.last()).map(|(heading, end)| (heading.from.value, end.value.day.value));
    let demo = heading.as_ref().is_none_or(|heading| heading.demo);
    let phases = super::duties::phases(file, phases, demo, findings);
    let calling = duties.iter().find_map(by_exemplars);
    let bearers: Vec<QuotaBearer> = quotas.iter().map(|quota| quota.value.bearer.value).collect();
    let duties = super::duties::duties(file, duties, (span, &bearers, register, demo), findings);
    let exemplars = super::summaries::exemplars(file, exemplars, demo, findings);
    let summaries = super::summaries::summaries(file, summaries, (span, &duties, demo), findings);
    if let Some((offset, id)) = calling.filter(|_| exemplars.is_empty()) {
        findings.fault(file, offset, format!("任务 `{id}` 由典型材料证明，没有 `[[exemplar]]` 写明征集哪几类"));
    }
    if let Some(heading) = &heading {
        check_heading(file, heading, register, findings);
        check_ends(file, heading, &ends, findings);
    }
    check_quotas(file, &quotas, register, demo, findings);
    let heading = heading?;
    let end = |entry: At<EndEntry>| CampaignEnd {
        name: entry.value.name.value,
        day: entry.value.day.value,
        clause: entry.value.clause.value,
    };
    let words = |words: Vec<At<String>>| -> Vec<String> { words.into_iter().map(|word| word.value).collect() };
    let quota = |entry: At<QuotaEntry>| {
        let bearer = entry.value.bearer.value;
        let named = words(entry.value.counts);
        let usual = || bearer.usual().iter().map(|kind| (*kind).to_owned()).collect();
        Quota {
            bearer,
            numerator: entry.value.share.value.first().copied().unwrap_or_default(),
            denominator: entry.value.share.value.last().copied().unwrap_or_default(),
            clause: entry.value.clause.value,
            counts: if named.is_empty() { usual() } else { named },
            levels: words(entry.value.levels),
        }
    };
    Some(Campaign {
        id: heading.id.value,
        title: heading.title,
        document: heading.document,
        source: heading.source,
        evidence: heading.evidence,
        levels: heading.levels.into_iter().map(|level| level.value).collect(),
        from: heading.from.value,
        disclose_within: heading.disclose_within.map(|days| days.value),
        ends: ends.into_iter().map(end).collect(),
        quotas: quotas.into_iter().map(quota).collect(),
        phases,
        duties,
        exemplars,
        summaries,
        demo: heading.demo,
    })
}

/// Where a duty says that exemplars prove it, and which.
fn by_exemplars(entry: &At<DutyEntry>) -> Option<(usize, String)> {
    let proof = entry.value.proof.as_ref()?;
    Proof::of_key(&proof.value)?.by_exemplars().then(|| (proof.offset, entry.value.id.value.clone()))
}

fn check_heading(file: &File, heading: &CampaignHeading, register: Option<&RegisterTerms>, findings: &mut Findings) {
    let texts = [("title", &*heading.title), ("document", &*heading.document), ("source", &*heading.source)];
    must_say(file, 0, &texts, findings);
    let id = &heading.id;
    if file.path != format!("campaigns/{}.toml", id.value) {
        findings.fault(file, id.offset, format!("文件名应是 `campaigns/{}.toml`", id.value));
    }
    if let Some(days) = &heading.disclose_within
        && !(1..=MOST_DAYS).contains(&days.value)
    {
        findings.fault(file, days.offset, format!("`disclose_within` 是 1 到 {MOST_DAYS} 个工作日"));
    }
    if heading.levels.is_empty() {
        findings.fault(file, 0, "`levels` 是空的，没有医院在范围内");
    }
    check_levels(file, &heading.levels, register, findings);
}

pub(super) fn check_levels(
    file: &File,
    levels: &[At<String>],
    register: Option<&RegisterTerms>,
    findings: &mut Findings,
) {
    for level in levels {
        if register.is_some_and(|terms| terms.level(&level.value).is_none()) {
            findings.dangling(file, level.offset, &level.value, format!("没有级别 `{}`", level.value));
        }
    }
}

fn check_ends(file: &File, heading: &CampaignHeading, ends: &[At<EndEntry>], findings: &mut Findings) {
    if ends.is_empty() {
        findings.fault(file, 0, "没有 `[[end]]`，不知道到哪天为止");
    }
    let mut before = heading.from.value;
    for At { value, .. } in ends {
        must_say(file, value.name.offset, &[("name", &value.name.value)], findings);
        cited(file, &value.clause, heading.demo, findings);
        if value.day.value <= before {
            findings.fault(file, value.day.offset, format!("`day` 要晚于 {before}"));
        }
        before = value.day.value;
    }
}

fn check_quotas(
    file: &File,
    quotas: &[At<QuotaEntry>],
    register: Option<&RegisterTerms>,
    demo: bool,
    findings: &mut Findings,
) {
    for (at, At { value, .. }) in quotas.iter().enumerate() {
        cited(file, &value.clause, demo, findings);
        let share = pair(file, &value.share, "整数", findings);
        if share.is_some_and(|(numerator, denominator)| numerator < 1 || denominator < numerator) {
            findings.fault(file, value.share.offset, "`share` 是整数的分数，大于 0，不大于 1，例如 [1, 5]");
        }
        check_levels(file, &value.levels, register, findings);
        for kind in value.counts.iter().filter(|kind| !VISIT_KINDS.contains(&kind.value.as_str())) {
            let known = VISIT_KINDS.join(" ");
            findings.fault(file, kind.offset, format!("没有督导种类 `{}`；可写 {known}", kind.value));
        }
        if quotas.iter().take(at).any(|earlier| earlier.value.bearer.value == value.bearer.value) {
            findings.fault(file, value.bearer.offset, "这一类机构的配额写了两次");
        }
    }
}
