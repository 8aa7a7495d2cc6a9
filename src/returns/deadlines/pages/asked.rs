//! 延期 of one hospital and quarter: what was asked and decided, the form to ask, the form to decide.

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::hospitals::HospitalAt;
use crate::returns::deadlines::board::OneDue;
use crate::returns::deadlines::form::{AskForm, Asked, DecideForm};
use crate::returns::deadlines::model::{Extension, State as Standing};
use crate::returns::deadlines::pages::{Tag, by_field};
use crate::returns::deadlines::words::due_said;
use crate::returns::pages::{hospital_of, quarter_of};
use crate::returns::store as returns;
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// The fields of the forms.
const FIELDS: [&str; 5] = ["wanted", "reason", "verdict", "until", "words"];

/// What `templates/returns/deadlines/extension.html` shows.
#[derive(Serialize)]
pub struct ExtensionPage {
    period: Period,
    period_label: String,
    code: String,
    hospital: String,
    due: String,
    /// The form to ask, for the hospital's clerk while it can.
    ask: Option<AskForm>,
    /// The form to decide, for the reviewer who did not ask.
    decide: Option<Decide>,
    faults: FieldErrors,
    /// What is wrong with each field, by its name.
    errors: BTreeMap<&'static str, Option<String>>,
    rows: Vec<Row>,
    /// Why nothing can be asked or decided here.
    note: Option<&'static str>,
}

#[derive(Serialize)]
struct Decide {
    id: i64,
    form: DecideForm,
    wanted: String,
    reason: String,
    by: String,
    at: String,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    tag: Tag,
    wanted: String,
    granted: Option<String>,
    reason: String,
    asked: String,
    words: Option<String>,
    decided: Option<String>,
}

/// A hospital of the viewer's scope in one quarter with its due date.
pub struct Shown {
    /// The quarter.
    pub quarter: Period,
    /// The hospital.
    pub hospital: HospitalAt,
    /// By when it is due, and the requests.
    pub one: OneDue,
    /// Whether a round counts.
    pub accepted: bool,
    /// When it was read.
    pub now: DateTime<Utc>,
}

impl Shown {
    /// Reads it, or not found; inside the transaction that writes, or for a page.
    ///
    /// # Errors
    /// [`PageError::NotFound`], and of the database.
    pub async fn load(
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        viewer: &Viewer,
        (period, code): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<Self, PageError> {
        let quarter = quarter_of(period)?;
        let hospital = hospital_of(db, viewer, code, quarter).await?;
        let one = OneDue::load(db, catalogue, &viewer.scope(), &hospital, quarter, now).await?;
        let of = returns::find(db, &viewer.scope(), hospital.id, quarter).await?;
        Ok(Self { quarter, one, accepted: of.is_some_and(|of| of.accepted.is_some()), hospital, now })
    }

    /// What a request is held against.
    pub fn asked(&self) -> Asked {
        Asked { due: self.one.due, open: self.one.open().is_some(), accepted: self.accepted }
    }
}

impl ExtensionPage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    pub fn new(
        viewer: &Viewer,
        shown: &Shown,
        ask: Option<AskForm>,
        decide: Option<DecideForm>,
        faults: FieldErrors,
    ) -> Self {
        let open = shown.one.open();
        let asks = viewer.may(Power::ActForHospital);
        let reviews = viewer.may(Power::AcceptReturns);
        let free = open.is_none() && !shown.accepted && shown.one.due.is_some();
        let mine = open.is_some_and(|one| !one.may_be_decided_by(viewer.account));
        Self {
            period: shown.quarter,
            period_label: shown.quarter.label(),
            code: shown.hospital.code.clone(),
            hospital: shown.hospital.name.clone(),
            due: match shown.one.due {
                Some(due) => due_said(due, shown.now, shown.accepted),
                None => "本省还没有设上报期限".to_owned(),
            },
            ask: (asks && (free || ask.is_some())).then(|| ask.unwrap_or_default()),
            decide: open.filter(|_| reviews && !mine).map(|one| decided(one, decide)),
            errors: by_field(&FIELDS, &faults),
            faults,
            rows: shown.one.asked.iter().rev().map(row).collect(),
            note: note(viewer, shown, mine),
        }
    }
}

/// Why nothing can be asked or decided, or what happens next.
fn note(viewer: &Viewer, shown: &Shown, mine: bool) -> Option<&'static str> {
    let open = shown.one.open().is_some();
    let (asks, reviews) = (viewer.may(Power::ActForHospital), viewer.may(Power::AcceptReturns));
    if reviews && mine {
        Some("这份申请是你自己交的，要由审核机构的另一个人批。")
    } else if shown.accepted {
        Some("这一季度的报表已经接收，不用延期。")
    } else if shown.one.due.is_none() {
        Some("本省还没有设这一季度的上报期限，没有什么要延的。")
    } else if asks && open {
        Some("申请已交，等审核机构批；批以前仍按现在的期限。")
    } else if reviews && !open {
        Some("没有等待批的申请。")
    } else {
        None
    }
}

fn decided(one: &Extension, typed: Option<DecideForm>) -> Decide {
    let fresh = || DecideForm { until: one.wanted.to_string(), ..DecideForm::default() };
    Decide {
        id: one.id,
        form: DecideForm { version: one.version.to_string(), ..typed.unwrap_or_else(fresh) },
        wanted: one.wanted.to_string(),
        reason: one.reason.clone(),
        by: one.asked_name.clone(),
        at: china_minute(one.asked_at),
    }
}

fn row(one: &Extension) -> Row {
    let (kind, label) = one.state.tag();
    Row {
        kind: match one.state {
            Standing::Open => "now",
            Standing::Granted => "ok",
            Standing::Refused => "bad",
        },
        tag: Tag { kind, label },
        wanted: one.wanted.to_string(),
        granted: one.granted.map(|day| day.to_string()),
        reason: one.reason.clone(),
        asked: format!("{}　{}", china_minute(one.asked_at), one.asked_name),
        words: one.words.clone().filter(|words| !words.is_empty()),
        decided: one.decided.as_ref().map(|(at, by)| format!("{}　{by}", china_minute(*at))),
    }
}

/// GET `/returns/{period}/{code}/extension`
pub async fn extension(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((period, code)): Path<(String, String)>,
) -> Result<Page<ExtensionPage>, PageError> {
    let shown = Shown::load(&app.db, &catalogue, &viewer, (&period, &code), app.clock.now()).await?;
    Ok(Page(ExtensionPage::new(&viewer, &shown, None, None, FieldErrors::default())))
}

impl View for ExtensionPage {
    const TEMPLATE: &'static str = "returns/deadlines/extension.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}　{}延期", self.hospital, self.period_label))
            .crumb(Crumb::to("季度报表", "/returns"))
            .crumb(Crumb::to(self.period_label.clone(), format!("/returns?period={}", self.period)))
            .crumb(Crumb::to(self.hospital.clone(), format!("/returns/{}/{}", self.period, self.code)))
            .crumb(Crumb::here("延期"))
    }
}
