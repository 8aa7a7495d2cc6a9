//! A new publication: what will be frozen, what is missing, and the form.

use serde::{Deserialize, Serialize};

use crate::access::Viewer;
use crate::calendar::{Period, china_minute};
use crate::progress::Desk;
use crate::publications::form::{NewForm, TITLE_MAX, quarter};
use crate::publications::freeze::freeze;
use crate::publications::ground::Ground;
use crate::publications::issue::standing;
use crate::publications::model::{AUDIENCES, Standing};
use crate::publications::pages::sheet::{Summary, summary};
use crate::publications::store;
use crate::web::{Crumb, Field, FieldErrors, Head, Page, PageError, Query, View};

/// `?period=2024Q3`
#[derive(Deserialize)]
pub struct NewQuery {
    period: Option<String>,
}

/// What `templates/publications/new.html` shows.
#[derive(Serialize)]
pub struct NewPage {
    period: Period,
    period_label: String,
    territory: String,
    as_of: String,
    standing: Standing,
    any: bool,
    summary: Vec<Summary>,
    indicators: usize,
    cities: bool,
    least: i64,
    title: Field,
    title_most: usize,
    audiences: Vec<Choice>,
    audience_error: Option<String>,
    seen: String,
    /// What the territory has published of the quarter: number, for whom.
    published: Vec<(String, &'static str)>,
    faults: FieldErrors,
}

/// An audience to choose.
#[derive(Serialize)]
struct Choice {
    key: &'static str,
    label: &'static str,
    hint: &'static str,
    chosen: bool,
}

impl NewPage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        ground: &Ground,
        period: Period,
        posted: Option<(NewForm, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let frozen = freeze(desk, ground, period).await?;
        let (form, faults) = posted.unwrap_or_else(|| (fresh(ground, period), FieldErrors::default()));
        let mut published = Vec::new();
        for audience in AUDIENCES {
            let own = store::own(&desk.db, ground.authority, period, audience).await?;
            published.extend(own.map(|number| (number.to_string(), audience.label())));
        }
        Ok(Self {
            period,
            period_label: period.label(),
            territory: ground.name.clone(),
            as_of: china_minute(desk.clock.now()),
            standing: standing(&desk.db, ground, period).await?,
            any: frozen.any,
            indicators: frozen.targets.iter().map(|target| target.indicators.len()).sum(),
            summary: summary(&frozen.targets),
            cities: ground.whole,
            least: ground.territory().least,
            title: Field { value: form.title, error: faults.of("title") },
            title_most: TITLE_MAX,
            audiences: choices(&form.audience),
            audience_error: faults.of("audience"),
            seen: frozen.stamp,
            published,
            faults,
        })
    }
}

fn fresh(ground: &Ground, period: Period) -> NewForm {
    NewForm {
        title: format!("{} {}医疗质量安全改进目标进展通报", ground.name, period.label()),
        audience: AUDIENCES[0].key().to_owned(),
        ..NewForm::default()
    }
}

fn choices(chosen: &str) -> Vec<Choice> {
    let hints = ["本辖区的医院和上下级主管机构登录后可看", "任何人不登录也能看，在“公开通报”里"];
    let choice = |(audience, hint): (crate::publications::model::Audience, &'static str)| Choice {
        key: audience.key(),
        label: audience.label(),
        hint,
        chosen: audience.key() == chosen,
    };
    AUDIENCES.into_iter().zip(hints).map(choice).collect()
}

impl View for NewPage {
    const TEMPLATE: &'static str = "publications/new.html";

    fn head(&self) -> Head {
        Head::titled(format!("发布 {}通报", self.period_label))
            .crumb(Crumb::to("通报", "/publications"))
            .crumb(Crumb::here("发布"))
            .period(self.period, |period| format!("/publications/new?period={period}"))
            .as_of(self.as_of.clone())
    }
}

/// GET `/publications/new?period=2024Q3`
pub async fn new(desk: Desk, viewer: Viewer, Query(asked): Query<NewQuery>) -> Result<Page<NewPage>, PageError> {
    let ground = Ground::own(&desk, &viewer).await?;
    let period = match asked.period.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => quarter(text)?,
        None => desk.latest_quarter().await?,
    };
    Ok(Page(NewPage::load(&desk, &ground, period, None).await?))
}
