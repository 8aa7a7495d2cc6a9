//! What was typed about an exemplar: every fault at once, each beside its field.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::{Grain, Period};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Campaign, Target};
use crate::exemplars::model::State;
use crate::publications::model::Audience;
use crate::web::FieldErrors;

/// The longest title, characters.
const TITLE_MAX: usize = 60;
/// The longest text.
const TEXT_MAX: usize = 5_000;
/// The shortest.
const TEXT_MIN: usize = 30;
/// The longest reason.
const REASON_MAX: usize = 500;
/// The shortest.
const REASON_MIN: usize = 4;
/// Most pictures.
pub const PICTURES_MAX: usize = 6;

/// A form as typed: field → text.
pub type Typed = BTreeMap<String, String>;

/// What is to be kept; the hospital is whoever keeps it's to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Id of the campaign it is for.
    pub campaign: String,
    /// The quarter it is for.
    pub quarter: Period,
    /// Id of its kind.
    pub kind: String,
    /// Id of the target it concerns.
    pub target: Option<String>,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// The campaigns that call for exemplars on a day: those that run, and those that ended in the quarter before, whose last quarter
/// still comes in; where there are none, the last that had begun. Those that run come first, the latest begun before others; of
/// invented ones only where everything is.
#[must_use]
pub fn calling(catalogue: &Catalogue, day: NaiveDate, invented: bool) -> Vec<&Campaign> {
    let all = catalogue.campaigns().iter().filter(|one| !one.exemplars.is_empty() && (invented || !one.demo));
    let mut begun: Vec<&Campaign> = all.filter(|one| one.from <= day).collect();
    begun.sort_by_key(|one| std::cmp::Reverse((day <= one.to(), !one.demo, one.from)));
    let before = Period::quarter_containing(day).previous();
    let (mut still, past): (Vec<&Campaign>, Vec<&Campaign>) =
        begun.into_iter().partition(|one| Period::quarter_containing(one.to()) >= before);
    if still.is_empty() {
        still.extend(past.first());
    }
    still
}

/// The campaign that was typed, of those that call: the only one where nothing is typed.
fn campaign_of<'a>(said: &str, calling: &[&'a Campaign]) -> Option<&'a Campaign> {
    match calling {
        [only] if said.is_empty() => Some(only),
        _ => calling.iter().find(|one| one.id == said).copied(),
    }
}

/// The quarters one may submit for: those of the campaign that have begun by the quarter of today, the latest first.
#[must_use]
pub fn quarters(campaign: &Campaign, today: Period) -> Vec<Period> {
    let first = Period::quarter_containing(campaign.from);
    let last = Period::quarter_containing(campaign.to()).min(today);
    let mut all = if first > last { Vec::new() } else { first.through(last) };
    all.reverse();
    all
}

/// The targets of a quarter's year, which an exemplar may concern.
pub fn targets(catalogue: &Catalogue, quarter: Period) -> impl Iterator<Item = &Target> {
    catalogue.edition_for(quarter).into_iter().flat_map(|edition| edition.all_targets())
}

/// Text without trailing blanks and control characters; lines stay apart.
fn cleaned(typed: &Typed, field: &str) -> String {
    let text = typed.get(field).map(String::as_str).unwrap_or_default().replace("\r\n", "\n");
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn line(typed: &Typed, field: &str) -> String {
    cleaned(typed, field).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn within(text: &str, what: &str, (least, most): (usize, usize)) -> Option<String> {
    let length = text.chars().count();
    match length {
        0 => Some(format!("没有写{what}。")),
        _ if length > most => Some(format!("{what}写了 {length} 字，最多 {most} 字。")),
        _ if length < least => Some(format!("{what}只写了 {length} 字，至少 {least} 字，让没去过现场的人看得明白。")),
        _ => None,
    }
}

/// What somebody submits for one of the campaigns that call, by the quarter of today; `pictures` is how many came with it.
///
/// # Errors
/// Every fault.
pub fn submission(
    typed: &Typed,
    (catalogue, calling): (&Catalogue, &[&Campaign]),
    pictures: usize,
    today: Period,
) -> Result<Wanted, FieldErrors> {
    let mut faults = FieldErrors::default();
    let said = |field: &str| line(typed, field);
    let quarter = said("quarter").parse().ok().filter(|one: &Period| one.grain() == Grain::Quarter);
    let campaign = campaign_of(&said("campaign"), calling);
    if campaign.is_none() {
        let known: Vec<String> = calling.iter().map(|one| format!("“{}”", one.title)).collect();
        faults.add("campaign", format!("没有选活动，或者选的活动现在不征集典型，可选{}。", known.join("、")));
    }
    // Without a campaign, what none of them takes is a fault all the same.
    let any: Vec<&Campaign> = campaign.map_or_else(|| calling.to_vec(), |one| vec![one]);
    let quarter = quarter.filter(|quarter| any.iter().any(|one| quarters(one, today).contains(quarter)));
    if quarter.is_none() {
        let of = campaign.map(|one| format!("“{}”的", one.title)).unwrap_or_default();
        faults.add("quarter", format!("没有选季度，或者这个季度不在{of}活动期内、还没有到。"));
    }
    if any.iter().all(|one| one.exemplar(&said("kind")).is_none()) {
        let of = campaign.map(|one| format!("“{}”", one.title)).unwrap_or_default();
        let known: Vec<&str> = any.iter().flat_map(|one| &one.exemplars).map(|kind| kind.name.as_str()).collect();
        faults.add("kind", format!("没有选类别，或者选的类别不征集，{of}可选{}。", known.join("、")));
    }
    let target = Some(said("target")).filter(|id| !id.is_empty());
    let known =
        |id: &String| quarter.is_some_and(|quarter| targets(catalogue, quarter).any(|one| one.id.as_str() == id));
    if target.as_ref().is_some_and(|id| quarter.is_some() && !known(id)) {
        faults.add("target", "选的目标不在这个季度所属年度的目标里，请重新选，或者选“不涉及”。");
    }
    let (title, text) = (said("title"), cleaned(typed, "text"));
    if let Some(why) = within(&title, "标题", (1, TITLE_MAX)) {
        faults.add("title", why);
    }
    if let Some(why) = within(&text, "正文", (TEXT_MIN, TEXT_MAX)) {
        faults.add("text", why);
    }
    if pictures > PICTURES_MAX {
        faults.add("file", format!("选了 {pictures} 张图片，最多 {PICTURES_MAX} 张。"));
    }
    match campaign.zip(quarter).filter(|_| faults.is_empty()) {
        Some((campaign, quarter)) => {
            Ok(Wanted { campaign: campaign.id.clone(), quarter, kind: said("kind"), target, title, text })
        }
        None => Err(faults),
    }
}

/// What the top decides: fields `decision`, `audience` where it is chosen, `reason`.
///
/// # Errors
/// Every fault.
pub fn decision(typed: &Typed) -> Result<(State, Option<Audience>, String), FieldErrors> {
    let mut faults = FieldErrors::default();
    let state = State::of_key(&line(typed, "decision")).filter(|to| matches!(to, State::Chosen | State::Declined));
    if state.is_none() {
        faults.add("decision", "没有选“选用”或“不选用”。");
    }
    let audience = Audience::of(&line(typed, "audience")).filter(|_| state == Some(State::Chosen));
    if state == Some(State::Chosen) && audience.is_none() {
        faults.add("audience", "没有选发布范围：行业内，还是社会公开。");
    }
    let reason = reason(typed, &mut faults);
    match state.filter(|_| faults.is_empty()) {
        Some(state) => Ok((state, audience, reason)),
        None => Err(faults),
    }
}

/// Why something is taken back: field `reason`.
///
/// # Errors
/// What is wrong with it.
pub fn taken_back(typed: &Typed) -> Result<String, FieldErrors> {
    let mut faults = FieldErrors::default();
    let reason = reason(typed, &mut faults);
    if faults.is_empty() { Ok(reason) } else { Err(faults) }
}

fn reason(typed: &Typed, faults: &mut FieldErrors) -> String {
    let reason = line(typed, "reason");
    if let Some(why) = within(&reason, "理由", (REASON_MIN, REASON_MAX)) {
        faults.add("reason", why);
    }
    reason
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn fields(faults: FieldErrors) -> Vec<String> {
        faults.0.into_iter().map(|(field, _)| field.into_owned()).collect()
    }

    #[test]
    fn every_fault_of_a_submission_is_named_at_once() {
        let catalogue = Catalogue::load(None).unwrap();
        let campaign = catalogue.campaigns().iter().find(|one| !one.exemplars.is_empty()).unwrap();
        let today = Period::quarter_of(2024, 3).unwrap();
        let target = targets(&catalogue, today).next().unwrap().id.to_string();
        let text = "演示：".to_owned() + &"做法与成效".repeat(10);
        let good = [
            ("quarter", "2024Q3"),
            ("kind", campaign.exemplars[0].id.as_str()),
            ("target", &target),
            ("hospital", ""),
            ("title", " 演示：多学科 讨论 "),
            ("text", &text),
        ];
        let check =
            |fields: &[(&str, &str)], pictures| submission(&typed(fields), (&catalogue, &[campaign]), pictures, today);
        let kept = check(&good, PICTURES_MAX).unwrap();
        assert_eq!((kept.title.as_str(), kept.target.as_deref()), ("演示：多学科 讨论", Some(target.as_str())));
        let but = |field: &'static str, value: &'static str| {
            let changed = good.map(|(name, was)| (name, if name == field { value } else { was }));
            fields(check(&changed, 0).unwrap_err())
        };
        for quarter in ["2024Q4", "2020Q4", "2024", "2024-07", ""] {
            assert_eq!(but("quarter", quarter), ["quarter"], "{quarter}");
        }
        assert_eq!(but("kind", "city"), ["kind"]);
        assert_eq!(but("target", "no-such-target"), ["target"]);
        assert_eq!(but("text", "太短"), ["text"]);
        assert_eq!(fields(check(&good, PICTURES_MAX + 1).unwrap_err()), ["file"]);
        assert_eq!(fields(check(&[], 0).unwrap_err()), ["quarter", "kind", "title", "text"]);
        let other = Campaign { id: "other".to_owned(), from: day("2024-06-01"), ..campaign.clone() };
        let both = |fields: &[(&str, &str)]| submission(&typed(fields), (&catalogue, &[campaign, &other]), 0, today);
        assert_eq!(fields(both(&good).unwrap_err()), ["campaign"], "of two nobody guesses");
        let named = |id: &'static str| good.into_iter().chain([("campaign", id)]).collect::<Vec<_>>();
        assert_eq!(both(&named("other")).unwrap().campaign, "other");
        assert_eq!(fields(both(&named("third")).unwrap_err()), ["campaign"]);
        let early: Vec<_> = named("other")
            .into_iter()
            .map(|(name, was)| (name, if name == "quarter" { "2024Q1" } else { was }))
            .collect();
        assert_eq!(fields(both(&early).unwrap_err()), ["quarter"], "before that campaign began");
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_campaign_calls_while_it_runs_and_a_quarter_longer_and_the_last_one_until_another_does() {
        let catalogue = Catalogue::load(None).unwrap();
        let campaign = catalogue.campaigns().iter().find(|one| !one.exemplars.is_empty()).unwrap();
        let calls =
            |on: NaiveDate, invented| calling(&catalogue, on, invented).iter().map(|one| &one.id).collect::<Vec<_>>();
        let (from, to) = (campaign.from, campaign.to());
        assert_eq!(calls(from.pred_opt().unwrap(), true), Vec::<&String>::new());
        assert_eq!((calls(from, false), calls(to, false)), (vec![&campaign.id], vec![&campaign.id]));
        assert_eq!(calls(to + chrono::TimeDelta::days(500), false), [&campaign.id], "nobody else calls");
    }

    #[test]
    fn a_decision_has_a_reason_and_a_choice_an_audience() {
        let of = |fields: &[(&str, &str)]| decision(&typed(fields));
        let chosen = of(&[("decision", "chosen"), ("audience", "public"), ("reason", "做法可以推广")]).unwrap();
        assert_eq!((chosen.0, chosen.1), (State::Chosen, Some(Audience::Public)));
        let declined = of(&[("decision", "declined"), ("audience", "public"), ("reason", "没有数据支持")]).unwrap();
        assert_eq!((declined.0, declined.1), (State::Declined, None));
        assert_eq!(fields(of(&[("decision", "chosen"), ("reason", "好")]).unwrap_err()), ["audience", "reason"]);
        assert_eq!(fields(of(&[("decision", "withdrawn"), ("reason", "做法可以推广")]).unwrap_err()), ["decision"]);
    }
}
