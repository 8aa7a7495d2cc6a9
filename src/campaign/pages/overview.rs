//! 活动总览: where the campaign stands, and how far each duty has come among whom the reader sees.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::chart::timeline;
use super::{Look, Shown, Tab, rule};
use crate::access::Viewer;
use crate::campaign::due::kinds_label;
use crate::campaign::store::{self, Counts};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{BearerKind, Duty, EvidenceKind};
use crate::charts::{self, Size};
use crate::documents::Invented;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View};

/// `?on=2024-12-31`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct OnQuery {
    /// The day asked.
    pub on: String,
}

/// What `templates/campaign/overview.html` shows.
#[derive(Serialize)]
pub struct OverviewPage {
    id: String,
    title: String,
    document: String,
    tabs: Vec<Tab>,
    on: NaiveDate,
    /// `?on=` for links.
    asked: String,
    phases: String,
    total: Shown,
    wide: String,
    narrow: String,
    rows: Vec<DutyRow>,
    /// Page of whoever is on top, whose own duties all may see.
    top: Option<(String, String, Shown)>,
    hospital: bool,
    /// Whether trainings are asked of anybody.
    trainings: bool,
}

#[derive(Serialize)]
struct DutyRow {
    title: String,
    text: String,
    href: String,
    bearers: String,
    rhythm: &'static str,
    clause: String,
    due: String,
    proved: bool,
    shown: Shown,
}

impl View for OverviewPage {
    const TEMPLATE: &'static str = "campaign/overview.html";

    fn head(&self) -> Head {
        Head::titled(self.title.clone()).crumb(Crumb::here("活动总览"))
    }
}

/// GET `/campaigns?on=`: the one that matters most on the day.
pub async fn overview(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Query(asked): Query<OnQuery>,
) -> Result<Page<OverviewPage>, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (None, &asked.on)).await?;
    Ok(Page(OverviewPage::load(&app, &viewer, &look).await?))
}

/// GET `/campaigns/{id}?on=`
pub async fn overview_of(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path(id): Path<String>,
    Query(asked): Query<OnQuery>,
) -> Result<Page<OverviewPage>, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (Some(&id), &asked.on)).await?;
    Ok(Page(OverviewPage::load(&app, &viewer, &look).await?))
}

impl OverviewPage {
    async fn load(app: &AppState, viewer: &Viewer, look: &Look<'_>) -> Result<Self, PageError> {
        let campaign = look.campaign;
        let sums = store::counts(&app.db, look.who(), &campaign.id, None, look.on).await?;
        let mut of_duty: BTreeMap<&str, Counts> = BTreeMap::new();
        let (mut total, mut of_top) = (Counts::default(), Counts::default());
        for sum in &sums {
            let above = sum.kind != BearerKind::Hospital && look.above.contains(&sum.under);
            of_top = if sum.kind == BearerKind::Province { of_top.and(sum.counts) } else { of_top };
            // What those above owe is shown, and is nobody's here.
            if above {
                continue;
            }
            total = total.and(sum.counts);
            let all = of_duty.entry(&sum.duty).or_default();
            *all = all.and(sum.counts);
        }
        let row = |duty: &Duty| {
            let counts = of_duty.get(duty.id.as_str())?;
            Some(DutyRow {
                title: duty.title.clone(),
                text: duty.text.clone(),
                href: format!("/campaigns/{}/duties/{}{}", campaign.id, duty.id, look.asked_day('?')),
                bearers: kinds_label(duty),
                rhythm: duty.rhythm.label(),
                clause: duty.clause.clone(),
                due: rule(duty),
                proved: duty.proof.is_some(),
                shown: (*counts).into(),
            })
        };
        let chart = timeline(campaign, look.on);
        let top = look.tree.roots().next().filter(|_| viewer.authority().is_some() && of_top.all > 0);
        Ok(Self {
            id: campaign.id.clone(),
            title: campaign.title.clone(),
            document: campaign.document.clone(),
            tabs: look.tabs(""),
            on: look.on,
            asked: look.asked_day('?'),
            phases: phases(look),
            total: total.into(),
            wide: charts::timeline(&chart, Size::Wide),
            narrow: charts::timeline(&chart, Size::Narrow),
            rows: campaign.duties.iter().filter_map(row).collect(),
            top: top.map(|top| {
                let href = format!("/campaigns/{}/bearers/{}{}", campaign.id, top.code, look.asked_day('?'));
                (top.name.clone(), href, of_top.into())
            }),
            hospital: viewer.hospital().is_some(),
            trainings: campaign.duties.iter().any(|duty| duty.evidence.contains(&EvidenceKind::Training)),
        })
    }
}

/// In which phases the campaign is on the day asked.
fn phases(look: &Look<'_>) -> String {
    let (campaign, on) = (look.campaign, look.on);
    let now = campaign.phases.iter().filter(|phase| phase.ranges.iter().any(|(from, to)| (from..=to).contains(&&on)));
    let names: Vec<&str> = now.map(|phase| phase.name.as_str()).collect();
    match (names.is_empty(), on > campaign.to(), on < campaign.from) {
        (false, ..) => format!("现在是{}阶段", names.join("、")),
        (_, true, _) => format!("活动已在 {} 结束", campaign.to()),
        (.., true) => format!("活动从 {} 开始", campaign.from),
        _ => "现在不在任何阶段内".to_owned(),
    }
}
