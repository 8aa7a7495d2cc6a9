//! 本院任务: the quarters of a hospital with what is to be done next.

use std::collections::HashMap;

use serde::Serialize;

use super::deeds::Deeds;
use super::duties::Duties;
use super::todo;
use crate::access::{Power, RoundId, Viewer};
use crate::calendar::{Period, china_minute};
use crate::home::benchmark::Benchmark;
use crate::home::benchmark::first::points;
use crate::hospitals::HospitalAt;
use crate::progress::Desk;
use crate::returns::explain::{Ask, Tally};
use crate::returns::model::{Outcome, Return, Standing};
use crate::returns::store::{self, Drafted, RoundRow, Upload};
use crate::settings;
use crate::web::{Crumb, Head, PageError, View};

/// Quarters shown.
const QUARTERS: i32 = 6;

/// What stands there.
pub struct Tasks {
    quarter: Period,
    returns: Vec<Return>,
    /// The latest upload for the last quarter.
    upload: Option<Upload>,
    /// What is asked about the latest rounds.
    asks: HashMap<RoundId, Vec<Ask>>,
    /// Quarters with a draft.
    drafts: Vec<Drafted>,
    /// The latest round of the quarter.
    round: Option<RoundRow>,
    /// Whether the reviewing authority wants the hospital's own check.
    checks: bool,
    /// What to look at first in the last accepted quarter.
    first: Option<First>,
}

/// 先看什么, in one line.
#[derive(Clone, Serialize)]
struct First {
    label: String,
    finding: String,
    caution: String,
}

impl Tasks {
    /// Loads the returns of a hospital up to the last quarter that is over.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, viewer: &Viewer, hospital: &HospitalAt, quarter: Period) -> Result<Self, PageError> {
        let scope = viewer.scope();
        let returns = store::of_hospital(&desk.db, &scope, hospital.id).await?;
        let upload = store::uploads_of(&desk.db, &scope, hospital.id, quarter, 1).await?.into_iter().next();
        // A question is to be answered however old its quarter is.
        let latest: Vec<RoundId> = returns.iter().filter_map(|of| of.latest_round).collect();
        let asks = store::asks_of(&desk.db, &latest).await?;
        let drafts = store::drafts_of(&desk.db, &scope, hospital.id).await?;
        let round = returns.iter().find(|of| of.period == quarter).and_then(|of| of.latest_round);
        let round = match round {
            Some(round) => store::round(&desk.db, round).await?,
            None => None,
        };
        let checks = settings::store::demands(&desk.db, hospital.reports_to).await?.check.wanted;
        let first = first(desk, viewer, hospital).await?;
        Ok(Self { quarter, returns, upload, asks, drafts, round, checks, first })
    }

    /// What is asked about the latest round of a return.
    fn asks(&self, of: &Return) -> &[Ask] {
        of.latest_round.and_then(|round| self.asks.get(&round)).map_or(&[], Vec::as_slice)
    }

    /// Returns of earlier quarters of which another round is asked for.
    fn asked_again(&self) -> impl Iterator<Item = &Return> {
        self.returns.iter().filter(|of| of.period != self.quarter && of.standing().asks_hospital())
    }

    /// The round of the quarter that waits for the hospital's own check, where its reviewing authority wants one.
    fn to_check(&self) -> Option<&RoundRow> {
        let waits = self.of(self.quarter).is_some_and(|of| of.waiting().is_ok());
        self.round.as_ref().filter(|round| waits && self.checks && round.checked.is_none())
    }

    /// Explanations that the reviewer asks about further, the latest quarter first.
    fn questions(&self) -> impl Iterator<Item = (&Return, &Ask)> {
        self.returns
            .iter()
            .flat_map(|of| self.asks(of).iter().map(move |ask| (of, ask)))
            .filter(|(_, ask)| ask.question().is_some())
    }

    fn of(&self, quarter: Period) -> Option<&Return> {
        self.returns.iter().find(|of| of.period == quarter)
    }

    fn standing(&self, quarter: Period) -> Standing {
        self.of(quarter).map_or(Standing::Awaited, Return::standing)
    }

    /// The latest upload, where it was refused.
    fn refused(&self) -> Option<&Upload> {
        self.upload.as_ref().filter(|upload| upload.outcome == Outcome::Refused)
    }
}

/// What `templates/home/tasks.html` shows.
#[derive(Serialize)]
pub struct TasksPage {
    hospital: String,
    profile: String,
    benchmark: String,
    /// What to look at first in the quarter, where it was accepted.
    first: Option<First>,
    quarter: Period,
    label: String,
    /// What is to be done, and why.
    next: String,
    lede: String,
    template: String,
    upload: Option<String>,
    entry: Option<String>,
    refused: Option<Refused>,
    /// Earlier quarters of which another round is asked for: words and address.
    again: Vec<(String, String)>,
    questions: Vec<Question>,
    rows: Vec<Row>,
    /// What visits found that is to be mended.
    deeds: Vec<todo::Row>,
    /// What of a campaign is late or due soon.
    duties: Vec<todo::Row>,
    /// 分科室 of the quarter, and 科室名单.
    departments: String,
    list: String,
}

/// 再问
#[derive(Serialize)]
struct Question {
    label: String,
    cell: Option<String>,
    told: String,
    question: String,
    href: String,
}

#[derive(Serialize)]
struct Refused {
    text: String,
    href: String,
}

#[derive(Serialize)]
struct Row {
    label: String,
    href: String,
    text: String,
    tag: (&'static str, &'static str),
    template: Option<String>,
    upload: Option<String>,
    entry: Option<String>,
    draft: Option<String>,
}

impl View for TasksPage {
    const TEMPLATE: &'static str = "home/tasks.html";

    fn head(&self) -> Head {
        Head::titled("本院任务").crumb(Crumb::here("本院任务"))
    }
}

impl TasksPage {
    /// The page of a hospital.
    #[must_use]
    pub(super) fn new(
        desk: &Desk,
        viewer: &Viewer,
        (hospital, tasks): (&HospitalAt, &Tasks),
        (deeds, duties): (Deeds, Duties),
    ) -> Self {
        let (quarter, code) = (tasks.quarter, &hospital.code);
        let may_upload = viewer.may(Power::SubmitReturns);
        let quarters = (0..QUARTERS).map(|back| quarter.shifted(-back));
        let asked: Vec<Period> = quarters.filter(|quarter| desk.catalogue.edition_for(*quarter).is_some()).collect();
        let missing = asked.iter().filter(|quarter| tasks.standing(**quarter) == Standing::Awaited).count();
        let (next, lede) = match next(tasks, may_upload) {
            Some(next) => next,
            None => after(&tasks.quarter.label(), (missing, &deeds, &duties)),
        };
        Self {
            hospital: hospital.name.clone(),
            profile: format!("/hospitals/{code}?period={quarter}"),
            benchmark: format!("/benchmark/{code}"),
            first: tasks.first.clone(),
            label: quarter.label(),
            next,
            lede,
            template: format!("/returns/{quarter}/template"),
            upload: may_upload.then(|| format!("/returns/upload?period={quarter}")),
            entry: may_upload.then(|| format!("/returns/{quarter}/{code}/entry")),
            refused: tasks.refused().map(refused),
            again: tasks
                .asked_again()
                .map(|of| (format!("{}：{}", of.period.label(), of.course()), format!("/returns/{}/{code}", of.period)))
                .collect(),
            questions: tasks.questions().map(|(of, ask)| question(code, of, ask)).collect(),
            departments: format!("/returns/{quarter}/{code}/departments"),
            list: format!("/hospitals/{code}/departments"),
            rows: asked.into_iter().map(|quarter| row(code, quarter, tasks, may_upload)).collect(),
            deeds: deeds.rows,
            duties: duties.rows,
            quarter,
        }
    }
}

/// The first thing to look at among the figures of the last accepted quarter.
async fn first(desk: &Desk, viewer: &Viewer, hospital: &HospitalAt) -> Result<Option<First>, PageError> {
    let found = Benchmark::load(desk, viewer, &hospital.code, None).await?;
    let Some(shown) = &found.shown else { return Ok(None) };
    let (points, _) = points(&shown.lines, shown.edition.year, shown.quarter, &found.code);
    let first = points.into_iter().next();
    Ok(first.map(|point| First {
        label: shown.quarter.label(),
        finding: format!("{} {}", point.numeral, point.finding),
        caution: point.caution,
    }))
}

/// What comes first once the last quarter was accepted, and the sentence under it: what is late, then what is not.
fn after(label: &str, (missing, deeds, duties): (usize, &Deeds, &Duties)) -> (String, String) {
    let Deeds { findings, overdue, .. } = deeds;
    let (what, why) = if *overdue > 0 {
        (format!("{overdue} 项整改过了时限，请回复"), "先回复整改：写明措施，附证明材料。")
    } else if missing > 0 {
        (format!("以前还有 {missing} 个季度没有上报"), "补报以前的季度：下载那一季的工作簿，填完上传。")
    } else if *findings > 0 {
        (format!("回复 {findings} 项整改"), "写明措施，附证明材料，在时限以前回复。")
    } else if duties.late > 0 {
        (format!("{} 项活动任务逾期", duties.late), "在“我的任务”里逐项交佐证。")
    } else {
        let why = "数字已计入进展。发现错处，改好工作簿再传一次，会成为新的一轮。";
        return (format!("{label}已经接收，没有要做的事"), why.to_owned());
    };
    (what, format!("{why}{label}的报表已经接收，数字计入进展。"))
}

/// The heading that says what to do about returns, and the sentence under it; none where the quarter was accepted.
fn next(tasks: &Tasks, may_upload: bool) -> Option<(String, String)> {
    let label = tasks.quarter.label();
    if tasks.refused().is_some() {
        let why = "上一次上传没有入库，问题都列在下面的链接里。".to_owned();
        return Some((format!("改好{label}的工作簿，再传一次"), why));
    }
    let who = if may_upload { "" } else { "上传由本院填报人来做。" };
    let questions = tasks.questions().count();
    if questions > 0 && tasks.standing(tasks.quarter) != Standing::Awaited {
        let who = if may_upload { "" } else { "回答由本院填报人来写。" };
        let why = format!("在报表页写明，不用重新上传，数字不变。{who}");
        return Some((format!("回答审核机构再问的 {questions} 处"), why));
    }
    if tasks.to_check().is_some() {
        return Some((
            format!("{label}等待本院审核人审核"),
            "审核机构要求医院自己先审核：审核人打开报表页核对数字，按“本院审核通过”。".to_owned(),
        ));
    }
    let told = match tasks.standing(tasks.quarter) {
        Standing::Awaited => (
            format!("上报{label}的数字"),
            format!("下载的工作簿已经填好单位和上季度的数字，填完上传；也可以直接在网上填。{who}"),
        ),
        Standing::Submitted => {
            (format!("{label}已经入库，等待审核"), "审核机构接收后计入进展。要更正，改好工作簿再传一次。".to_owned())
        }
        Standing::Accepted => return None,
        Standing::SentBack | Standing::Reopened => {
            let by = tasks.of(tasks.quarter).and_then(|of| of.closed?.answer_by);
            let by = by.map(|day| format!("，{day} 前")).unwrap_or_default();
            let why = "退回的原因和每一格的意见在报表页里。改好再传；核对过没有错的，原样再传一次，并在“说明”里写明。";
            (format!("{label}要重新上传{by}"), format!("{why}{who}"))
        }
        Standing::Correcting => {
            (format!("{label}的更正等待审核"), "更正接收之前，进展里仍是上一次接收的数字。".to_owned())
        }
    };
    Some(told)
}

fn question(code: &str, of: &Return, ask: &Ask) -> Question {
    Question {
        label: of.period.label(),
        cell: ask.cell.clone(),
        told: ask.told.first().map(|(message, _)| message.clone()).unwrap_or_default(),
        question: ask.question().unwrap_or_default().to_owned(),
        href: format!("/returns/{}/{code}#ask-{}", of.period, ask.number),
    }
}

fn refused(upload: &Upload) -> Refused {
    Refused {
        text: format!("{}，{}：没有入库，{} 处问题", china_minute(upload.at), upload.name, upload.problems.len()),
        href: format!("/returns/uploads/{}", upload.batch),
    }
}

fn row(code: &str, quarter: Period, tasks: &Tasks, may_upload: bool) -> Row {
    let standing = tasks.standing(quarter);
    let text = match tasks.of(quarter) {
        Some(of) if of.latest > 0 => {
            let open = Tally::of(tasks.asks(of)).open_words();
            let open = if open.is_empty() { open } else { format!("；{open}") };
            format!("{}{open}", of.course())
        }
        _ => "没有入库的轮次".to_owned(),
    };
    let open = standing == Standing::Awaited || standing.asks_hospital();
    let draft = tasks.drafts.iter().find(|draft| draft.period == quarter).map(Drafted::said);
    Row {
        label: quarter.label(),
        href: format!("/returns/{quarter}/{code}"),
        text,
        tag: (standing.tag(), standing.label()),
        template: open.then(|| format!("/returns/{quarter}/template")),
        upload: (open && may_upload).then(|| format!("/returns/upload?period={quarter}")),
        entry: (may_upload && (open || draft.is_some())).then(|| format!("/returns/{quarter}/{code}/entry")),
        draft,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_late_comes_first_and_nothing_to_do_is_said_only_where_it_is_so() {
        let told = |missing, findings, overdue, late| {
            let deeds = Deeds { findings, overdue, ..Deeds::default() };
            after("一季度", (missing, &deeds, &Duties { late, ..Duties::default() })).0
        };
        assert_eq!(told(2, 5, 1, 3), "1 项整改过了时限，请回复");
        assert_eq!(told(2, 5, 0, 3), "以前还有 2 个季度没有上报");
        assert_eq!(told(0, 5, 0, 3), "回复 5 项整改");
        assert_eq!(told(0, 0, 0, 3), "3 项活动任务逾期");
        assert_eq!(told(0, 0, 0, 0), "一季度已经接收，没有要做的事");
    }
}
