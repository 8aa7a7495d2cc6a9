//! The form of a commitment.

use axum::extract::State;
use chrono::Datelike;
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::draws::form::{CommitForm, TEXT_MAX};
use crate::draws::ground::{Ground, STRATA};
use crate::state::AppState;
use crate::web::{Crumb, Field, FieldErrors, Head, Page, PageError, View};
use crate::{inspections, inspectors};

/// What `templates/draws/new.html` shows.
#[derive(Serialize)]
pub struct NewPage {
    authority: String,
    hospitals: usize,
    levels: Vec<Choice>,
    strata: Vec<Choice>,
    form: CommitForm,
    fields: std::collections::BTreeMap<&'static str, Field>,
    text_max: usize,
    faults: FieldErrors,
}

/// Something to choose.
#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    count: usize,
    chosen: bool,
}

impl NewPage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// Of the database, and where the viewer may not.
    pub async fn load(
        app: &AppState,
        catalogue: &Catalogue,
        viewer: &Viewer,
        posted: Option<(CommitForm, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let ground = Ground::own(app, &app.db, viewer).await?;
        let today = china_date(app.clock.now());
        let (form, faults) = match posted {
            Some(posted) => posted,
            None => {
                let mut form = fresh(&ground, catalogue, today);
                form.visited = visited(app, viewer, &ground, today).await?;
                let year = (today.with_ordinal(1).unwrap_or(today), today);
                let loads = inspections::store::loads_everywhere(&app.db, year).await?;
                form.inspectors =
                    inspectors::draw_lines(&app.db, catalogue, (ground.authority.id, today), &loads).await?;
                (form, FieldErrors::default())
            }
        };
        let of_level = |key: &str| ground.hospitals.iter().filter(|hospital| hospital.level == key).count();
        let levels = catalogue.register().levels.iter().map(|level| Choice {
            value: level.word.key.clone(),
            label: level.word.name.clone(),
            count: of_level(&level.word.key),
            chosen: form.levels.contains(&level.word.key),
        });
        let strata = STRATA.into_iter().map(|by| Choice {
            value: by.key().to_owned(),
            label: by.label().to_owned(),
            count: 0,
            chosen: form.by == by.key(),
        });
        Ok(Self {
            authority: ground.authority.name.clone(),
            hospitals: ground.hospitals.len(),
            levels: levels.collect(),
            strata: strata.collect(),
            fields: fields(&form, &faults),
            form,
            text_max: TEXT_MAX,
            faults,
        })
    }
}

fn fields(form: &CommitForm, faults: &FieldErrors) -> std::collections::BTreeMap<&'static str, Field> {
    let typed = [
        ("year", &form.year),
        ("reason", &form.reason),
        ("sources", &form.sources),
        ("due", &form.due),
        ("numerator", &form.numerator),
        ("denominator", &form.denominator),
        ("quotas", &form.quotas),
        ("excluded", &form.excluded),
        ("visited", &form.visited),
        ("size", &form.size),
        ("load_cap", &form.load_cap),
        ("years", &form.years),
        ("needs", &form.needs),
        ("inspectors", &form.inspectors),
        ("kind", &form.kind),
        ("levels", &form.by),
    ];
    typed.into_iter().map(|(name, value)| (name, Field { value: value.clone(), error: faults.of(name) })).collect()
}

/// Years of a period in which everybody is to be visited once, as a beginning to be changed.
const YEARS: i32 = 5;

/// The hospitals that the authority itself has visited within the period up to today, a line each.
async fn visited(
    app: &AppState,
    viewer: &Viewer,
    ground: &Ground,
    today: chrono::NaiveDate,
) -> Result<String, PageError> {
    let since = chrono::NaiveDate::from_ymd_opt(today.year() - YEARS + 1, 1, 1).unwrap_or(today);
    let done = inspections::store::done(&app.db, &viewer.scope(), since, today).await?;
    let own: std::collections::HashSet<_> =
        done.iter().filter(|done| done.authority == Some(ground.authority.id)).map(|done| done.hospital).collect();
    let lines: Vec<&str> =
        ground.hospitals.iter().filter(|one| own.contains(&one.id)).map(|one| one.code.as_str()).collect();
    Ok(lines.join("\n"))
}

/// A fifth of every level of which there is a hospital and which has a line in charts, as a beginning to be changed.
fn fresh(ground: &Ground, catalogue: &Catalogue, today: chrono::NaiveDate) -> CommitForm {
    let any = |key: &str| ground.hospitals.iter().any(|hospital| hospital.level == key);
    let levels = catalogue.register().levels.iter().filter(|level| level.chart_order.is_some() && any(&level.word.key));
    CommitForm {
        year: today.year().to_string(),
        kind: "public".to_owned(),
        levels: levels.map(|level| level.word.key.clone()).collect(),
        by: "level".to_owned(),
        numerator: "1".to_owned(),
        denominator: "5".to_owned(),
        size: "2".to_owned(),
        load_cap: "12".to_owned(),
        years: "3".to_owned(),
        ..CommitForm::default()
    }
}

impl View for NewPage {
    const TEMPLATE: &'static str = "draws/new.html";

    fn head(&self) -> Head {
        Head::titled("承诺一次抽取").crumb(Crumb::to("随机抽取", "/draws")).crumb(Crumb::here("承诺"))
    }
}

/// GET `/draws/new`
pub async fn new(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
) -> Result<Page<NewPage>, PageError> {
    Ok(Page(NewPage::load(&app, &catalogue, &viewer, None).await?))
}
