//! 上传结果 of many returns sent together: one row each, filtered and paged, and the same as a workbook.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::access::{HospitalId, RoundId, Viewer};
use crate::calendar::Period;
use crate::catalogue::model::Severity;
use crate::hospitals::{self, HospitalAt};
use crate::returns::desk::Desk;
use crate::returns::explain::{Ask, Tally};
use crate::returns::model::{Counts, Outcome};
use crate::returns::pages::upload::{again, outcome_tag, untouched};
use crate::returns::pages::{Share, Tab, Tag};
use crate::returns::store::{self, RoundRow, Upload};
use crate::returns::summary::{self, SummaryLine};
use crate::web::{Crumb, Download, Head, PageError, Paging, PagingQuery, Path, View, format};

/// Returns of a page.
const SIZE: usize = 50;

/// `?outcome=refused&page=2`
#[derive(Deserialize)]
pub struct ManyQuery {
    outcome: Option<String>,
    /// The quarter of the page the files were sent to, where none of them says one.
    pub(super) period: Option<Period>,
    /// Whether what is stored already is asked for while the rest is on its way.
    pub(super) stored: Option<String>,
    #[serde(flatten)]
    paging: PagingQuery,
}

/// What `templates/returns/many.html` shows.
#[derive(Serialize)]
pub struct ManyPage {
    title: String,
    lede: String,
    parts: Vec<Share>,
    total: u64,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    paging: Paging,
    again: String,
    summary: String,
    annotated: Option<String>,
}

#[derive(Serialize)]
struct Row {
    hospital: String,
    code: String,
    source: String,
    tag: Tag,
    receipt: Option<String>,
    link: Option<String>,
    counts: Counts,
    blocks: usize,
    asks: usize,
    /// What was explained already.
    answered: usize,
    href: String,
}

impl View for ManyPage {
    const TEMPLATE: &'static str = "returns/many.html";

    fn head(&self) -> Head {
        Head::titled(self.title.clone()).crumb(Crumb::to("季度报表", "/returns")).crumb(Crumb::here("上传结果"))
    }
}

/// What is looked up for the uploads of a batch.
struct Beside {
    hospitals: HashMap<HospitalId, HospitalAt>,
    rounds: HashMap<RoundId, RoundRow>,
    asks: HashMap<RoundId, Vec<Ask>>,
}

impl Beside {
    fn hospital(&self, upload: &Upload) -> Option<&HospitalAt> {
        self.hospitals.get(&upload.hospital?)
    }

    fn receipt(&self, upload: &Upload) -> Option<String> {
        self.rounds.get(&upload.round?).map(|round| round.receipt.clone())
    }
}

/// Hospitals of some uploads as of their quarters, and receipts of what was stored.
async fn beside(desk: &Desk, viewer: &Viewer, uploads: &[Upload]) -> Result<Beside, PageError> {
    let rounds: Vec<RoundId> = uploads.iter().filter_map(|upload| upload.round).collect();
    let rounds = store::rounds_of(&desk.db, &rounds).await?;
    let mut days: Vec<_> = uploads.iter().filter_map(|upload| upload.period).map(|period| period.last_day()).collect();
    days.sort_unstable();
    days.dedup();
    let mut found = HashMap::new();
    for day in days {
        let on_day = hospitals::store::on_day(&desk.db, &viewer.scope(), day).await?;
        found.extend(on_day.into_iter().map(|hospital| (hospital.id, hospital)));
    }
    Ok(Beside { hospitals: found, rounds, asks: HashMap::new() })
}

impl ManyPage {
    /// The page of what was uploaded together, beside the rows of its tables that nobody filled.
    pub(super) async fn load(
        desk: &Desk,
        viewer: &Viewer,
        uploads: &[Upload],
        blank: &[Upload],
        query: &ManyQuery,
    ) -> Result<Self, PageError> {
        let Some(first) = uploads.first() else { return Err(PageError::NotFound) };
        let mut held = beside(desk, viewer, uploads).await?;
        let wanted = query.outcome.as_deref();
        let chosen: Vec<&Upload> =
            uploads.iter().filter(|upload| wanted.is_none_or(|key| upload.outcome.key() == key)).collect();
        let here = format!("/returns/uploads/{}", first.batch);
        let kept = wanted.map(|key| format!("outcome={key}&")).unwrap_or_default();
        let total = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
        let paging = Paging::new(query.paging.number(), SIZE as u64, total, |page| format!("{here}?{kept}page={page}"));
        let from = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
        let chosen: Vec<&Upload> = chosen.into_iter().skip(from).take(SIZE).collect();
        let rounds: Vec<RoundId> = chosen.iter().filter_map(|upload| upload.round).collect();
        held.asks = store::asks_of(&desk.db, &rounds).await?;
        let rows = chosen.into_iter().map(|upload| row(upload, &held)).collect();
        let count = |outcome: Outcome| uploads.iter().filter(|upload| upload.outcome == outcome).count() as u64;
        let [stored, refused, unchanged] = [Outcome::Stored, Outcome::Refused, Outcome::Unchanged].map(count);
        Ok(Self {
            title: format!("{} 份报表：{stored} 份入库，{refused} 份没有入库", format::count(uploads.len() as i64)),
            lede: lede(refused, unchanged) + &untouched(blank),
            parts: vec![
                Share { kind: "ok", label: "入库", count: stored },
                Share { kind: "none", label: "没有变化", count: unchanged },
                Share { kind: "bad", label: "没有入库", count: refused },
            ],
            total: uploads.len() as u64,
            tabs: tabs(&here, wanted, uploads.len() as u64, [stored, refused, unchanged]),
            rows,
            paging,
            again: again(uploads, query.period),
            summary: format!("{here}/summary"),
            // One table with many returns comes back as one table.
            annotated: (uploads.iter().all(|upload| upload.sha256 == first.sha256) && first.part_row.is_some())
                .then(|| uploads.iter().find(|upload| !upload.problems.is_empty()))
                .flatten()
                .map(|upload| format!("{here}/{}/annotated", upload.id)),
        })
    }
}

fn lede(refused: u64, unchanged: u64) -> String {
    let same = if unchanged > 0 {
        format!("{unchanged} 份与最近一轮相同，没有生成新的一轮。")
    } else {
        String::new()
    };
    if refused == 0 {
        format!("每一份单独收、单独给回执。{same}")
    } else {
        format!("每一份单独收，一份没有入库不影响别的。{same}没有入库的 {refused} 份，照下面的说明改好再传。")
    }
}

fn tabs(here: &str, wanted: Option<&str>, all: u64, [stored, refused, unchanged]: [u64; 3]) -> Vec<Tab> {
    let tab = |key: Option<&str>, label: &str, count: u64| Tab {
        label: format!("{label} {count}"),
        href: key.map_or_else(|| here.to_owned(), |key| format!("{here}?outcome={key}")),
        current: wanted == key,
    };
    vec![
        tab(None, "全部", all),
        tab(Some(Outcome::Refused.key()), "没有入库", refused),
        tab(Some(Outcome::Stored.key()), "入库", stored),
        tab(Some(Outcome::Unchanged.key()), "没有变化", unchanged),
    ]
}

fn row(upload: &Upload, held: &Beside) -> Row {
    let hospital = held.hospital(upload);
    let count = |severity| upload.problems.iter().filter(|problem| problem.severity == severity).count();
    let asked = count(Severity::Explain);
    let tally = upload.round.and_then(|round| held.asks.get(&round)).map(|asks| Tally::of(asks));
    let open = tally.map_or(asked, |tally| (tally.silent + tally.asked).min(asked));
    let receipt = held.receipt(upload);
    let link = hospital.zip(upload.period).filter(|_| receipt.is_some());
    Row {
        hospital: hospital.map_or_else(|| "没有认出是哪家医院".to_owned(), |hospital| hospital.name.clone()),
        code: hospital.map(|hospital| hospital.code.clone()).unwrap_or_default(),
        source: upload.source(),
        tag: outcome_tag(upload.outcome),
        link: link.map(|(hospital, period)| format!("/returns/{period}/{}", hospital.code)),
        receipt,
        counts: upload.counts,
        blocks: count(Severity::Block),
        asks: open,
        answered: asked - open,
        href: format!("/returns/uploads/{}/{}", upload.batch, upload.id),
    }
}

/// GET `/returns/uploads/{batch}/summary`
pub async fn summary(desk: Desk, viewer: Viewer, Path(batch): Path<String>) -> Result<Download, PageError> {
    let uploads = store::upload_batch(&desk.db, &viewer, &batch).await?;
    let first = uploads.first().ok_or(PageError::NotFound)?;
    let held = beside(&desk, &viewer, &uploads).await?;
    let line = |upload: &Upload| {
        let hospital = held.hospital(upload);
        SummaryLine {
            code: hospital.map(|hospital| hospital.code.clone()).unwrap_or_default(),
            name: hospital.map(|hospital| hospital.name.clone()).unwrap_or_default(),
            source: upload.source(),
            outcome: upload.label(),
            receipt: held.receipt(upload).unwrap_or_default(),
            counts: upload.counts,
            problems: upload.problems.clone(),
        }
    };
    let lines: Vec<SummaryLine> = uploads.iter().map(line).collect();
    let title = format!("上传结果　{}", crate::calendar::china_minute(first.at));
    let bytes = summary::write(&title, &lines).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("上传结果-{}.xlsx", crate::calendar::china_date(first.at)), bytes))
}
