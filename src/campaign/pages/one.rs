//! One thing that is owed: what shows how far it has come, and what can be done about it.

use axum::extract::State;
use serde::Serialize;

use super::{due_label, period_label, said};
use crate::access::Viewer;
use crate::calendar::{china_date, china_minute};
use crate::campaign::check::Typed;
use crate::campaign::keep::Ground;
use crate::campaign::model::{Bearer, Piece};
use crate::campaign::record;
use crate::campaign::store;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Duty, EvidenceKind, Proof};
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// What `templates/campaign/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    id: i64,
    campaign_id: String,
    campaign: String,
    document: String,
    title: String,
    text: String,
    clause: String,
    condition: Option<String>,
    bearer: String,
    period: String,
    opens: String,
    due: String,
    state: &'static str,
    tag: &'static str,
    said: String,
    times: u16,
    have: i32,
    proved: bool,
    /// Where the record that proves it is kept, where that is one page.
    proved_at: Option<(String, &'static str)>,
    exempt: Option<(String, String, String)>,
    pieces: Vec<PieceRow>,
    may_hand_in: bool,
    may_exempt: bool,
    /// What is handed in.
    kinds: Vec<Kind>,
    /// What is linked to.
    links: Vec<Kind>,
    title_label: &'static str,
    /// What the number of the record is called, and how it is written.
    number_label: &'static str,
    number_hint: String,
    /// What could be linked to now: number, and what it is.
    offers: Vec<(String, String)>,
    /// Id of their list in the page; empty where there are none.
    offers_id: &'static str,
    training: bool,
    file: bool,
    /// Today, unless what is asked for cannot be of today.
    usual_day: String,
    version: i32,
    typed: Typed,
    errors: Typed,
    faults: FieldErrors,
}

/// A kind of evidence to choose.
#[derive(Serialize)]
struct Kind {
    key: &'static str,
    label: &'static str,
    /// What its number is called.
    number: &'static str,
    checked: bool,
}

/// Those that are links, or those that are not; the one that was typed is chosen, else the first.
fn kinds(duty: &Duty, links: bool, typed: &Typed) -> Vec<Kind> {
    let of = duty.handed_in().filter(|kind| kind.number_label().is_some() == links);
    let mut kinds: Vec<Kind> = of
        .map(|kind| Kind {
            key: kind.key(),
            label: kind.label(),
            number: kind.number_label().unwrap_or_default(),
            checked: typed.get("kind").is_some_and(|typed| typed == kind.key()),
        })
        .collect();
    if !kinds.iter().any(|kind| kind.checked)
        && let Some(first) = kinds.first_mut()
    {
        first.checked = true;
    }
    kinds
}

#[derive(Serialize)]
struct PieceRow {
    number: i32,
    title: String,
    day: String,
    training: Option<String>,
    file: Option<(String, String)>,
    /// Kind, number and page of what it links to; no page where the reader does not see it.
    record: Option<(&'static str, String, Option<String>)>,
    by: String,
    withdrawn: Option<String>,
    /// Whether it can be taken back at all.
    fixed: bool,
}

impl PieceRow {
    fn of(piece: Piece, id: i64, sees: bool) -> Self {
        let Piece { number, kind, title, day, training, file, record, at, by_name, by_place, withdrawn, .. } = piece;
        Self {
            number,
            title,
            day: day.to_string(),
            training: training
                .map(|one| format!("授课：{}；对象：{}；{} 人", one.lecturer, one.audience, one.attendance)),
            file: file.map(|(.., name)| (format!("/duties/{id}/files/{number}"), name)),
            record: record.map(|record| {
                let href = record::href(kind, &record.number).filter(|_| sees || kind == EvidenceKind::Summary);
                (kind.number_label().unwrap_or_else(|| kind.label()), record.number, href)
            }),
            by: format!("{}　{by_place} {by_name}", china_minute(at)),
            withdrawn: withdrawn.map(|(name, reason)| format!("{name} 撤回：{reason}")),
            fixed: kind == EvidenceKind::Summary,
        }
    }
}

impl View for OnePage {
    const TEMPLATE: &'static str = "campaign/one.html";

    fn head(&self) -> Head {
        Head::titled(self.title.clone())
            .crumb(Crumb::to("活动总览", format!("/campaigns/{}", self.campaign_id)))
            .crumb(Crumb::here(self.title.clone()))
    }
}

impl OnePage {
    /// Of the occurrence with this key; `typed` and `faults` are a form that was refused.
    ///
    /// # Errors
    /// Of the database, and where the viewer does not see it.
    pub async fn load(
        app: &AppState,
        catalogue: &Catalogue,
        viewer: &Viewer,
        id: i64,
        (typed, faults): (Typed, FieldErrors),
    ) -> Result<Self, PageError> {
        let ground = Ground::find(&app.db, catalogue, viewer, id).await?.ok_or(PageError::NotFound)?;
        let pieces = store::pieces(&app.db, &ground.occurrence).await?;
        let name = ground.name(&app.db).await?;
        let today = china_date(app.clock.now());
        let (may_hand_in, may_exempt) = (ground.may_hand_in(viewer), ground.may_exempt(viewer));
        let proved_at = proved_at(&ground, may_hand_in);
        let sees = ground.looks_down(viewer);
        let Ground { campaign, duty, occurrence, tree } = ground;
        let may_hand_in = may_hand_in && duty.proof.is_none() && occurrence.exempt.is_none() && occurrence.stands;
        let offers = if may_hand_in {
            record::offers(&app.db, (viewer, &tree), duty.handed_in(), (&occurrence, &pieces), today).await?
        } else {
            Vec::new()
        };
        let state = occurrence.state(today);
        let counting = pieces.iter().filter(|piece| piece.withdrawn.is_none());
        let received: Vec<_> = counting.map(|piece| china_date(piece.at)).collect();
        let (kinds, links) = (kinds(duty, false, &typed), kinds(duty, true, &typed));
        let only_trainings = duty.evidence == [EvidenceKind::Training];
        let over = only_trainings && occurrence.owed.due.is_some_and(|due| due < today);
        let usual_day = if over { String::new() } else { today.to_string() };
        let errors = faults.0.iter().map(|(field, text)| (field.to_string(), text.clone())).collect();
        Ok(Self {
            id,
            campaign_id: campaign.id.clone(),
            campaign: campaign.title.clone(),
            document: campaign.document.clone(),
            title: duty.title.clone(),
            text: duty.text.clone(),
            clause: duty.clause.clone(),
            condition: duty.condition.clone(),
            bearer: name,
            period: period_label(&occurrence.owed.period),
            opens: occurrence.owed.opens.to_string(),
            due: due_label(duty, occurrence.owed.due),
            state: state.label(),
            tag: state.tag(),
            said: said(duty, &occurrence, (state, &received)),
            times: duty.times,
            have: occurrence.have,
            proved: duty.proof.is_some(),
            proved_at,
            may_hand_in,
            may_exempt,
            exempt: occurrence.exempt.map(|(on, reason, who)| (on.to_string(), reason, who)),
            pieces: pieces.into_iter().map(|piece| PieceRow::of(piece, id, sees)).collect(),
            training: duty.evidence.contains(&EvidenceKind::Training),
            file: duty.evidence.contains(&EvidenceKind::File),
            title_label: match (
                duty.evidence.contains(&EvidenceKind::Training),
                duty.evidence.contains(&EvidenceKind::File),
            ) {
                (true, false) => "培训主题",
                (true, true) => "材料说明（培训写主题）",
                _ => "材料说明",
            },
            number_label: match links.as_slice() {
                [only] => only.number,
                _ => "编号",
            },
            number_hint: duty.evidence.iter().filter_map(|kind| kind.number_example()).collect::<Vec<_>>().join("；"),
            kinds,
            links,
            offers_id: if offers.is_empty() { "" } else { "offers" },
            offers: offers.into_iter().map(|offer| (offer.number, offer.label)).collect(),
            usual_day,
            version: occurrence.version,
            typed,
            errors,
            faults,
        })
    }
}

/// Where the records that prove it are kept or made, and what a reader calls that.
fn proved_at(ground: &Ground<'_>, own: bool) -> Option<(String, &'static str)> {
    let owed = &ground.occurrence.owed;
    let at = |href: &str, label| Some((href.to_owned(), label));
    let of_quarter = || format!("quarter={}&campaign={}", owed.period, ground.campaign.id);
    match (ground.duty.proof?, owed.bearer) {
        (Proof::SpecialtyGoals, Bearer::Authority(id)) => {
            let code = &ground.tree.get(id)?.code;
            Some((format!("/specialty-goals/{code}?year={}", owed.period), "看这一年的改进目标"))
        }
        (Proof::Exemplars, _) if own => Some((format!("/exemplars/new?{}", of_quarter()), "报送这一季的典型材料")),
        (Proof::Exemplars | Proof::ExemplarsChosen, _) => {
            Some((format!("/exemplars/submitted?{}", of_quarter()), "看这一季报送的典型材料"))
        }
        (Proof::Visits | Proof::Coverage | Proof::Sample, _) => at("/coverage", "看督导覆盖"),
        (Proof::Returns, _) => at("/returns", "看季度报表"),
        _ => None,
    }
}

/// GET `/duties/{id}`
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(id): Path<i64>,
) -> Result<Page<OnePage>, PageError> {
    Ok(Page(OnePage::load(&app, &catalogue, &viewer, id, Default::default()).await?))
}
