//! 待办: what waits for an authority, quarter by quarter – of its own hospitals, and of those below it what lags.

use serde::Serialize;

use super::deeds::{self, Deeds};
use super::duties::{self, Duties};
use crate::access::{AuthorityId, Power, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::progress::Desk;
use crate::returns::deadlines;
use crate::returns::model::{Received, Standing};
use crate::returns::store::{self, Standings};
use crate::web::{Crumb, Head, View};

/// Quarters looked at, the last one first.
const QUARTERS: i32 = 4;

/// What `templates/home/todo.html` shows.
#[derive(Serialize)]
pub struct TodoPage {
    title: String,
    lede: String,
    quarters: Vec<Quarter>,
    overview: String,
}

#[derive(Serialize)]
struct Quarter {
    label: String,
    rows: Vec<Row>,
}

/// One thing to do: words, state, and where it is done.
#[derive(Serialize)]
pub(super) struct Row {
    pub text: String,
    pub hint: String,
    pub href: String,
    pub tag: (&'static str, String),
}

impl View for TodoPage {
    const TEMPLATE: &'static str = "home/todo.html";

    fn head(&self) -> Head {
        Head::titled("待办").crumb(Crumb::here("待办"))
    }
}

impl TodoPage {
    /// Loads what waits up to the last quarter that is over.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, viewer: &Viewer, latest: Period, invented: bool) -> Result<Self, StoreError> {
        let latest = reference(latest, store::latest_period(&desk.db, &viewer.scope()).await?);
        let mut quarters = Vec::new();
        let mut waiting = 0;
        for back in 0..QUARTERS {
            let quarter = latest.shifted(-back);
            if desk.catalogue.edition_for(quarter).is_none() {
                continue;
            }
            let board = store::board(&desk.db, &viewer.scope(), quarter).await?;
            let (own, below) = sums(&board, viewer.authority());
            waiting += own.waiting();
            let rows = rows(quarter, viewer.authority(), own, below);
            if !rows.is_empty() {
                quarters.push(Quarter { label: quarter.label(), rows });
            }
        }
        let asked = if viewer.may(Power::AcceptReturns) {
            deadlines::store::open_count(&desk.db, &viewer.scope()).await?
        } else {
            0
        };
        if asked > 0 {
            quarters.insert(0, Quarter { label: "延期".to_owned(), rows: vec![extensions(asked)] });
        }
        let duties = duties::load(desk, viewer, invented).await?;
        let deeds = deeds::load(desk, viewer).await?;
        let no_returns = quarters.is_empty();
        let title = title(waiting, (&deeds, &duties));
        let others = [("督导和整改", deeds.rows), ("活动任务", duties.rows)];
        let others = others.into_iter().filter(|(_, rows)| !rows.is_empty());
        let others = others.map(|(label, rows)| Quarter { label: label.to_owned(), rows });
        // Where no return waits for the authority itself, the rest is what it has to do.
        let at = if waiting > 0 { quarters.len() } else { usize::from(asked > 0) };
        quarters.splice(at..at, others);
        let handled = format!("{}及以前三个季度，本机构和下级的报表都已处理完", latest.label());
        let lede = if quarters.is_empty() {
            format!("{handled}。")
        } else if no_returns {
            format!("{handled}，下面是别的要做的事。")
        } else if waiting == 0 {
            "本机构没有待审的报表；别的要做的事在前，没有报齐的季度在后。".to_owned()
        } else {
            "要人看的排在前面；没有问题的可以一起接收。".to_owned()
        };
        Ok(Self { title, lede, quarters, overview: format!("/overview?period={latest}") })
    }
}

/// What waits for the authority itself, in one line.
fn title(returns: i64, (deeds, duties): (&Deeds, &Duties)) -> String {
    let parts = [
        (returns > 0).then(|| format!("待审报表：{returns} 家")),
        (deeds.findings > 0).then(|| format!("待复核的整改：{} 项", deeds.findings)),
        (duties.late > 0).then(|| format!("逾期的活动任务：{} 项", duties.late)),
        (duties.exemplars > 0).then(|| format!("待选的典型：{} 份", duties.exemplars)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "没有等待审核的报表".to_owned() } else { parts.join("，") }
}

/// Requests to hand in later, of the authority's hospitals and of those below it: either may decide.
fn extensions(asked: u64) -> Row {
    Row {
        text: format!("批 {asked} 份延期申请"),
        hint: "本机构审核的医院和下级的医院；批准以前，期限不变".to_owned(),
        href: "/returns/extensions".to_owned(),
        tag: ("wait", format!("{asked} 份")),
    }
}

/// The quarter a list of what waits begins with: the last one that is over, unless nothing came in for long – then the
/// last of which anything did, for nobody is to be urged for years in which the system slept.
fn reference(over: Period, received: Option<Period>) -> Period {
    received.filter(|received| *received < over.previous()).unwrap_or(over)
}

/// How the hospitals the authority reviews itself stand, and how all others below it do.
fn sums(board: &[Standings], own: Option<AuthorityId>) -> (Received, Received) {
    let sum = |mine: bool| {
        let rows = board.iter().filter(move |row| (Some(row.authority) == own) == mine);
        rows.fold(Received::default(), |sum, row| sum.and(row.standing, row.hospitals))
    };
    (sum(true), sum(false))
}

fn rows(quarter: Period, own: Option<AuthorityId>, mine: Received, below: Received) -> Vec<Row> {
    let here = own.map(|id| format!("&authority={id}")).unwrap_or_default();
    let list = |standing: Standing, own: bool| {
        format!("/returns?period={quarter}{}&standing={}", if own { here.as_str() } else { "" }, standing.key())
    };
    let row = |standing: Standing, count: i64, what: String, hint: &str, own: bool| {
        (count > 0).then(|| Row {
            text: what,
            hint: hint.to_owned(),
            href: list(standing, own),
            tag: (standing.tag(), format!("{count} 家")),
        })
    };
    let mut rows: Vec<Option<Row>> = vec![
        row(Standing::Submitted, mine.submitted, format!("审核 {} 家医院的报表", mine.submitted), "由本机构审核", true),
        row(
            Standing::Correcting,
            mine.correcting,
            format!("审核 {} 家医院的更正", mine.correcting),
            "已接收的数字在更正接收之前仍计入进展",
            true,
        ),
        row(Standing::SentBack, mine.sent_back, format!("{} 家退回后还没有重新上传", mine.sent_back), "等医院", true),
        row(Standing::Reopened, mine.reopened, format!("{} 家要更正，还没有重新上传", mine.reopened), "等医院", true),
        row(Standing::Awaited, mine.awaited, format!("{} 家还没有上报", mine.awaited), "由本机构审核的医院", true),
    ];
    rows.push(row(
        Standing::Submitted,
        below.waiting(),
        format!("下级机构还有 {} 家没有审完", below.waiting()),
        "由下级机构审核",
        false,
    ));
    rows.push(row(
        Standing::Awaited,
        below.awaited,
        format!("下级机构的医院还有 {} 家没有上报", below.awaited),
        "由下级机构催报",
        false,
    ));
    rows.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_a_return_are_not_urged() {
        let quarter = |text: &str| text.parse::<Period>().expect("a quarter");
        for (received, from) in
            [(None, "2024Q3"), (Some("2024Q3"), "2024Q3"), (Some("2024Q2"), "2024Q3"), (Some("2024Q1"), "2024Q1")]
        {
            assert_eq!(reference(quarter("2024Q3"), received.map(quarter)), quarter(from), "{received:?}");
        }
    }

    #[test]
    fn the_title_names_all_that_waits() {
        let of = |findings, late, exemplars| {
            (Deeds { findings, ..Deeds::default() }, Duties { late, exemplars, ..Duties::default() })
        };
        let title = |returns, (deeds, duties): (Deeds, Duties)| title(returns, (&deeds, &duties));
        assert_eq!(title(3, of(0, 0, 0)), "待审报表：3 家");
        let all = "待审报表：3 家，待复核的整改：4 项，逾期的活动任务：2 项，待选的典型：1 份";
        assert_eq!(title(3, of(4, 2, 1)), all);
        assert_eq!(title(0, of(0, 0, 0)), "没有等待审核的报表");
    }

    #[test]
    fn the_own_hospitals_are_told_apart_from_those_below() {
        let row = |authority, standing, hospitals| Standings { authority: AuthorityId(authority), standing, hospitals };
        let board = [row(7, Standing::Submitted, 2), row(8, Standing::Submitted, 3), row(8, Standing::Awaited, 1)];
        let (mine, below) = sums(&board, Some(AuthorityId(7)));
        assert_eq!((mine.submitted, mine.awaited, below.submitted, below.awaited), (2, 0, 3, 1));
        let told = rows("2024Q3".parse().expect("a quarter"), Some(AuthorityId(7)), mine, below);
        let told: Vec<(&str, &str)> = told.iter().map(|row| (row.text.as_str(), row.href.as_str())).collect();
        assert_eq!(
            told,
            [
                ("审核 2 家医院的报表", "/returns?period=2024Q3&authority=7&standing=submitted"),
                ("下级机构还有 3 家没有审完", "/returns?period=2024Q3&standing=submitted"),
                ("下级机构的医院还有 1 家没有上报", "/returns?period=2024Q3&standing=awaited"),
            ]
        );
    }
}
