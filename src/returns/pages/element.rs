//! One element of one hospital's quarter: its cells, its history over the rounds, what was said of it, what it feeds.

use axum::extract::State;
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{Period, china_minute, china_second};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Element, Indicator, Term};
use crate::returns::Original;
use crate::returns::compare::{Correcting, changed};
use crate::returns::explain::{Ask, Words};
use crate::returns::model::{Return, Slot, Standing, Value};
use crate::returns::pages::asks::tag;
use crate::returns::pages::shown::{ShownValue, blank, columns, edition_of, group_title, said, shown, sum_of};
use crate::returns::pages::{Tag, hospital_of, in_quarter, quarter_of};
use crate::returns::store::{self, RoundRow, Upload};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, View};

/// What `templates/returns/element.html` shows.
#[derive(Serialize)]
pub struct ElementPage {
    title: String,
    hospital: String,
    code: String,
    period: Period,
    element: String,
    name: String,
    unit: String,
    definition: String,
    group: String,
    tag: Tag,
    lede: String,
    /// What stands over the numbers: the three months, then the quarter.
    columns: Vec<String>,
    places: Vec<Place>,
    correcting: Option<Correcting>,
    history: Vec<Step>,
    asks: Vec<Asked>,
    feeds: Vec<Feed>,
}

/// A round's cells, with the file and the people.
#[derive(Serialize)]
struct Place {
    label: String,
    sheet: String,
    cells: Vec<ShownValue>,
    note: Option<String>,
    file: String,
    original: Option<Original>,
    receipt: String,
    receipt_href: String,
    by: String,
    received: String,
    accepted: Option<String>,
}

/// A round of the history.
#[derive(Serialize)]
struct Step {
    number: i32,
    href: String,
    when: String,
    cells: Vec<ShownValue>,
    counts: bool,
    accepted: Option<String>,
}

#[derive(Serialize)]
struct Asked {
    round: i32,
    cell: Option<String>,
    told: Vec<(String, String)>,
    tag: Tag,
    words: Vec<Words>,
    href: String,
}

/// An indicator the element is part of.
#[derive(Serialize)]
struct Feed {
    side: String,
    indicator: String,
    definition: String,
    target: Option<String>,
    value: String,
    pooled: Option<String>,
}

impl View for ElementPage {
    const TEMPLATE: &'static str = "returns/element.html";

    fn head(&self) -> Head {
        let (code, element) = (self.code.clone(), self.element.clone());
        in_quarter(&self.title, self.period)
            .crumb(Crumb::to(self.hospital.clone(), format!("/returns/{}/{}", self.period, self.code)))
            .crumb(Crumb::here(self.name.clone()))
            .period(self.period, move |period| format!("/returns/{period}/{code}/elements/{element}"))
    }
}

/// A round with everything of it that a page about one element needs.
struct Held {
    round: RoundRow,
    upload: Option<Upload>,
    original: Option<Original>,
    values: Vec<Value>,
    asks: Vec<Ask>,
}

/// GET `/returns/{period}/{code}/elements/{element}`
pub async fn element(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path((period, code, element)): Path<(String, String, String)>,
) -> Result<Page<ElementPage>, PageError> {
    let (quarter, db) = (quarter_of(&period)?, &app.db);
    let element = catalogue.element_coded(&element).ok_or(PageError::NotFound)?;
    let hospital = hospital_of(db, &viewer, &code, quarter).await?;
    let of = store::find(db, &viewer.scope(), hospital.id, quarter).await?;
    let rounds = match &of {
        Some(of) => store::rounds(db, of).await?,
        None => Vec::new(),
    };
    let ids: Vec<_> = rounds.iter().map(|round| round.id).collect();
    let mut asks = store::asks_of(db, &ids).await?;
    let mut held = Vec::with_capacity(rounds.len());
    for round in rounds {
        let upload = store::upload(db, round.upload).await?;
        let original = match &upload {
            Some(upload) => Some(Original::of(db, &viewer, upload).await?),
            None => None,
        };
        held.push(Held {
            values: store::value_of(db, round.id, &element.id).await?,
            upload,
            original,
            asks: asks.remove(&round.id).unwrap_or_default(),
            round,
        });
    }
    let pinned = held.first().and_then(|latest| edition_of(&catalogue, &latest.round));
    let edition = pinned.or_else(|| catalogue.edition_for(quarter).cloned()).ok_or(PageError::NotFound)?;
    if held.iter().all(|held| held.values.is_empty()) && !edition.asks(&element.id) {
        return Err(PageError::NotFound);
    }
    let about = About { catalogue: &catalogue, edition: &edition, element, quarter, code: &hospital.code };
    Ok(Page(about.page(&hospital.name, of.as_ref(), &held)))
}

struct About<'a> {
    catalogue: &'a Catalogue,
    edition: &'a Edition,
    element: &'a Element,
    quarter: Period,
    code: &'a str,
}

impl About<'_> {
    fn page(&self, hospital: &str, of: Option<&Return>, held: &[Held]) -> ElementPage {
        let standing = of.map_or(Standing::Awaited, Return::standing);
        let accepted = of.and_then(|of| of.accepted).map(|(_, number)| number);
        let latest = held.first();
        let counted = held.iter().find(|held| Some(held.round.number) == accepted);
        let same = |held: &&Held| latest.is_none_or(|latest| latest.round.number != held.round.number);
        let changed = latest.zip(counted).map_or(0, |(now, then)| changed(&now.values, &then.values));
        let places = latest.into_iter().chain(counted.filter(same));
        ElementPage {
            title: format!("{hospital}　{}　{}", self.quarter.label(), self.element.own_name()),
            hospital: hospital.to_owned(),
            code: self.code.to_owned(),
            period: self.quarter,
            element: self.element.id.to_string(),
            name: self.element.own_name().to_owned(),
            unit: self.element.unit.clone(),
            definition: self.element.definition.clone(),
            group: group_title(self.edition, self.element),
            tag: Tag::of(standing),
            lede: self.lede(latest, counted),
            columns: columns(self.quarter),
            places: places.map(|held| self.place(held, accepted)).collect(),
            correcting: of.and_then(|of| Correcting::of(of, self.code, changed)),
            history: held.iter().map(|held| self.step(held, accepted)).collect(),
            asks: held.iter().flat_map(|held| self.asked(held)).collect(),
            feeds: self.feeds(),
        }
    }

    fn here(&self) -> String {
        format!("/returns/{}/{}", self.quarter, self.code)
    }

    /// The quarter as it is counted, with its unit.
    fn total(&self, values: &[Value]) -> String {
        let entry = store::by_element(values)
            .get(&self.element.id)
            .map(|values| crate::figures::quarter_value(self.element.over_time, values));
        match entry {
            Some(entry @ crate::figures::Entry::Number(_)) => {
                format!("{} {}", said(self.element, entry).0, self.element.unit).trim_end().to_owned()
            }
            Some(entry) => said(self.element, entry).0,
            None => "没有这一行".to_owned(),
        }
    }

    fn lede(&self, latest: Option<&Held>, counted: Option<&Held>) -> String {
        let Some(latest) = latest else { return format!("{}还没有入库的轮次。", self.quarter.label()) };
        let number = latest.round.number;
        let now = format!("第 {number} 轮：本季 {}", self.total(&latest.values));
        match counted {
            Some(counted) if counted.round.number == number => format!("{now}，已接收，计入进展。"),
            Some(counted) => {
                let then = self.total(&counted.values);
                format!("{now}，待审；计入进展的是第 {} 轮的 {then}。", counted.round.number)
            }
            None => format!("{now}，还没有接收，不计入进展。"),
        }
    }

    /// Three months and the quarter.
    fn cells(&self, values: &[Value]) -> Vec<ShownValue> {
        let at = |slot| values.iter().find(|value| value.slot == slot).map(|value| shown(self.element, value));
        let mine: Vec<&Value> = values.iter().collect();
        let total = at(Slot::Quarter).unwrap_or_else(|| sum_of(self.element, &mine));
        (0..3).map(|index| at(Slot::Month(index)).unwrap_or_else(blank)).chain([total]).collect()
    }

    fn place(&self, held: &Held, accepted: Option<i32>) -> Place {
        let (round, upload) = (&held.round, held.upload.as_ref());
        let counts = accepted == Some(round.number);
        Place {
            label: format!("第 {} 轮{}", round.number, if counts { "（计入进展）" } else { "（待审）" }),
            sheet: round.sheet.clone(),
            cells: self.cells(&held.values),
            note: held.values.iter().find_map(|value| value.note.clone()),
            file: upload.map(|upload| upload.name.clone()).unwrap_or_default(),
            original: held.original.clone(),
            receipt: round.receipt.clone(),
            receipt_href: format!("{}/rounds/{}", self.here(), round.number),
            by: upload.map(|upload| upload.by_name.clone()).unwrap_or_default(),
            received: china_second(round.received_at),
            accepted: accepted_words(round),
        }
    }

    fn step(&self, held: &Held, accepted: Option<i32>) -> Step {
        let round = &held.round;
        Step {
            number: round.number,
            href: format!("{}/compare?round={}&months=1", self.here(), round.number),
            when: china_minute(round.received_at),
            cells: self.cells(&held.values),
            counts: accepted == Some(round.number),
            accepted: accepted_words(round),
        }
    }

    fn asked<'h>(&'h self, held: &'h Held) -> impl Iterator<Item = Asked> + 'h {
        let mine = held.asks.iter().filter(|ask| ask.element.as_deref() == Some(self.element.id.as_str()));
        mine.map(|ask| Asked {
            round: held.round.number,
            cell: ask.cell.clone(),
            told: ask.told.clone(),
            tag: tag(ask),
            words: ask.explanations.iter().map(Words::of).collect(),
            href: format!("{}#ask-{}", self.here(), ask.number),
        })
    }

    /// The indicators of the edition whose formula it is part of.
    fn feeds(&self) -> Vec<Feed> {
        let using = self.catalogue.indicators_using(&self.element.id);
        let mut seen = Vec::new();
        for id in self.edition.indicators() {
            if let Some(indicator) = using.iter().find(|indicator| indicator.id == *id)
                && !seen.iter().any(|known: &&Indicator| known.id == *id)
            {
                seen.push(*indicator);
            }
        }
        seen.into_iter().map(|indicator| self.feed(indicator)).collect()
    }

    fn feed(&self, indicator: &Indicator) -> Feed {
        let holds = |terms: &[Term]| terms.iter().any(|term| term.element == self.element.id);
        let sides = [(holds(&indicator.numerator), "分子"), (holds(&indicator.denominator), "分母")];
        let sides: Vec<&str> = sides.into_iter().filter(|(held, _)| *held).map(|(_, word)| word).collect();
        let target = self.edition.all_targets().find(|target| target.indicators.contains(&indicator.id));
        let year = self.edition.year;
        Feed {
            side: sides.join("和"),
            indicator: indicator.name.clone(),
            definition: format!("/catalogue/indicators/{}", indicator.id),
            target: target.map(|target| format!("{}　{}", target.numeral, target.short_title)),
            value: format!("/values/{}/{}/{}", self.code, self.quarter, indicator.id),
            pooled: target.map(|target| {
                format!("/targets/{year}/{}?period={}&indicator={}", target.ordinal, self.quarter, indicator.id)
            }),
        }
    }
}

fn accepted_words(round: &RoundRow) -> Option<String> {
    round.accepted.as_ref().map(|accepted| format!("{} 于 {} 接收", accepted.by_name, china_minute(accepted.at)))
}
