//! Quarter after quarter: workbooks written, filled, taken in and accepted, fifty to a transaction.

mod deeds;
mod published;
mod wish;

pub use wish::{Made, NotMade, Wish};

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveTime, Utc};

use crate::access::{Scope, Viewer};
use crate::authorities;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, ElementId, Rhythm};
use crate::clock::Clock;
use crate::config::Transport;
use crate::demo::accounts;
use crate::demo::deadline;
use crate::demo::duties;
use crate::demo::filled::{as_values, fills};
use crate::demo::goals;
use crate::demo::inspectors::Pools;
use crate::demo::numbers::{Numbers, Quarter};
use crate::demo::planted::{Deed, Planted, Stands, deed, fault, place, stands};
use crate::demo::profile::{ElementProfile, Profile};
use crate::demo::province::{self, DemoHospital};
use crate::demo::visits::Visits;
use crate::hospitals::import::{self, Import};
use crate::hospitals::{self, HospitalAt};
use crate::returns::take::{BATCH, Incoming, NotTaken, Options, take_in};
use crate::returns::template::{self, Fills, Plan};
use crate::returns::{Desk, accept_many, model};
use crate::state::AppState;

/// Makes the province on an empty desk. `desk.clock` must be a fixed one: it is moved through the quarters.
///
/// # Errors
/// [`NotMade`] with the reason; then the data folder is best thrown away.
pub async fn make(desk: &Desk, wish: Wish, say: impl Fn(&str)) -> Result<Made, NotMade> {
    let profile = Arc::new(Profile::load().map_err(NotMade::because)?);
    let invented = province::hospitals(&desk.catalogue, &profile, wish.hospitals, wish.seed);
    desk.clock.set(noon(wish.from.first_day()));
    register(desk, &invented, wish).await?;
    deadline::fifteen_days(desk, wish).await.map_err(NotMade::because)?;
    say(&format!("名录：{} 家演示医院", invented.len()));
    let held = hospitals::store::on_day(&desk.db, &Scope::Everything, wish.to.last_day()).await;
    let held = held.map_err(NotMade::because)?;
    let app = state_of(desk);
    let tree = authorities::store::tree(&desk.db).await.map_err(NotMade::because)?;
    let accounts = accounts::make(&app, &held, wish.seed).await.map_err(NotMade::because)?;
    let pools = Pools { desk, app: &app, tree: &tree, hospitals: &held };
    pools.make(wish.to.last_day()).await?;
    // With the centres that were just set up.
    let tree = authorities::store::tree(&desk.db).await.map_err(NotMade::because)?;
    let visits = Visits { app: &app, catalogue: &desk.catalogue, tree: &tree, hospitals: &held, seed: wish.seed };
    let mut left = Vec::new();
    let mut season = Season { desk, wish, profile, planted: Vec::new(), workbooks: 0, last: HashMap::new() };
    for (since, period) in (0..).zip(wish.from.through(wish.to)) {
        if goals::are_due(period, wish.from) {
            desk.clock.set(desk.clock.now().max(noon(period.first_day()) + Duration::days(goals::SET_AFTER)));
            goals::of_year(desk, period.year()).await.map_err(NotMade::because)?;
        }
        visits.begin(desk, wish, period).await?;
        if period == wish.from {
            left = visits.plant(desk, wish.to.last_day()).await.map_err(NotMade::because)?;
            season.planted.extend(left.iter().map(|one| one.planted.clone()));
        }
        visits.go_on(desk, wish, period, &left).await?;
        season.quarter(&invented, period, since).await?;
        say(&format!("{}：{} 本工作簿已收", period.label(), season.workbooks));
    }
    // What visits and returns of the last quarters prove.
    duties::refreshed(desk).await.map_err(NotMade::because)?;
    visits.sum_up(desk).await?;
    Ok(Made { accounts, planted: season.planted, workbooks: season.workbooks })
}

/// The register of an invented province and the filled workbooks of one quarter, not handed in: for the benches.
///
/// # Errors
/// [`NotMade`].
pub async fn workbooks(desk: &Desk, count: usize, period: Period, seed: u64) -> Result<Vec<Incoming>, NotMade> {
    let profile = Profile::load().map_err(NotMade::because)?;
    let invented = province::hospitals(&desk.catalogue, &profile, count, seed);
    register(desk, &invented, Wish { hospitals: count, from: period, to: period, seed }).await?;
    let held = hospitals::store::on_day(&desk.db, &Scope::Everything, period.last_day()).await;
    let held: HashMap<String, HospitalAt> =
        held.map_err(NotMade::because)?.into_iter().map(|held| (held.code.clone(), held)).collect();
    let catalogue = desk.catalogue.clone();
    let edition = catalogue.edition_for(period).ok_or_else(|| NotMade("no edition".to_owned()))?;
    let quarter = Quarter { catalogue: &catalogue, edition, profile: &profile, seed, period, since: 0 };
    let orders = invented.iter().filter_map(|hospital| {
        let held = held.get(&hospital.code)?.clone();
        let numbers = quarter.numbers(hospital, &Stands::Anyhow);
        Some(Order { invented: hospital.clone(), held, numbers, last: None, fault: None })
    });
    let written = write_batch(catalogue.clone(), edition.clone(), period, orders.collect()).await;
    written.map_err(NotMade::because)?.map_err(NotMade::because)
}

fn noon(day: chrono::NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + Duration::hours(4)
}

fn state_of(desk: &Desk) -> AppState {
    AppState {
        db: desk.db.clone(),
        files: desk.files.clone(),
        data_dir: desk.data_dir.clone(),
        clock: desk.clock.clone(),
        transport: Transport { secure_cookies: true, insecure_banner: false, proxy: None },
    }
}

/// Authorities from the catalogue's list, hospitals by a roster workbook through the register's door.
async fn register(desk: &Desk, invented: &[DemoHospital], wish: Wish) -> Result<(), NotMade> {
    let (db, now) = (&desk.db, desk.clock.now());
    let seeded = authorities::seed(db, &desk.catalogue, &Viewer::operator(), now, &desk.data_dir).await;
    seeded.map_err(NotMade::because)?;
    let opened = wish.from.first_day().format("%Y-%m-%d").to_string();
    let bytes = province::roster(invented, &opened).map_err(NotMade::because)?;
    let roster = import::read(&desk.reader, bytes.into(), "演示医院名录.xlsx")
        .await
        .map_err(|problems| NotMade(told(&problems)))?;
    let at = desk.clock.now();
    let effect = import::effect(Some(wish.from.first_day()), at).map_err(NotMade::because)?;
    let import = Import {
        db: &desk.db,
        files: &desk.files,
        data_dir: Path::new(&*desk.data_dir),
        catalogue: &desk.catalogue,
        viewer: &Viewer::operator(),
        at,
    };
    let report = import.take(&roster, effect, None).await.map_err(NotMade::because)?;
    if report.is_taken() { Ok(()) } else { Err(NotMade(told(&report.problems))) }
}

fn told(problems: &[hospitals::Problem]) -> String {
    let first = problems.iter().take(3).map(|problem| format!("{problem:?}"));
    format!("名录没有收下：{}", first.collect::<Vec<_>>().join("；"))
}

struct Season<'a> {
    desk: &'a Desk,
    wish: Wish,
    profile: Arc<Profile>,
    planted: Vec<Planted>,
    workbooks: usize,
    last: HashMap<String, Numbers>,
}

/// A workbook to be handed in.
struct Order {
    invented: DemoHospital,
    held: HospitalAt,
    numbers: Numbers,
    last: Option<Numbers>,
    fault: Option<(ElementId, model::Slot, template::CellFill)>,
}

impl Season<'_> {
    async fn quarter(&mut self, invented: &[DemoHospital], period: Period, since: i32) -> Result<(), NotMade> {
        let catalogue = self.desk.catalogue.clone();
        let Some(edition) = catalogue.edition_for(period) else { return Ok(()) };
        let held = hospitals::store::on_day(&self.desk.db, &Scope::Everything, period.last_day()).await;
        let held: HashMap<String, HospitalAt> =
            held.map_err(NotMade::because)?.into_iter().map(|held| (held.code.clone(), held)).collect();
        let mut sheets = Sheets::default();
        for hospital in invented {
            if let Some(at) = held.get(&hospital.code) {
                self.plan(&mut sheets, hospital, at, edition, period, since);
            }
        }
        // The one that is corrected after the quarter was published.
        let corrects = sheets.good.first().map(Order::copy).filter(|_| period.next() == self.wish.to);
        // Faults come in first, the others in the fortnight after the quarter, the late ones after it.
        let days =
            [(sheets.faulty, 5, false), (sheets.good, 8, true), (sheets.late, 24, true), (sheets.waiting, 26, false)];
        for (orders, day, accepted) in days {
            let noon = noon(period.last_day()) + Duration::days(day);
            self.desk.clock.set(noon);
            self.hand_in(orders, edition, period).await?;
            if accepted {
                self.desk.clock.set(noon + Duration::days(1));
                // Who hands in does not accept.
                let reviewer = named("演示审核");
                accept_many(self.desk, &reviewer, period, None).await.map_err(NotMade::because)?;
            }
        }
        match corrects {
            Some(order) => self.publish_and_correct(order, edition, period).await,
            None => Ok(()),
        }
    }

    fn plan(
        &mut self,
        sheets: &mut Sheets,
        hospital: &DemoHospital,
        held: &HospitalAt,
        edition: &Edition,
        period: Period,
        since: i32,
    ) {
        let seed = self.wish.seed;
        let catalogue = &self.desk.catalogue;
        let offered = |element: &&ElementProfile| {
            let service = catalogue.element_coded(&element.id).and_then(|element| element.service.as_ref());
            service.is_none_or(|service| hospital.services.contains(service))
        };
        let wide = self.profile.elements.iter().filter(|element| element.part && element.spread > 0.05);
        let parts: Vec<&str> = wide.filter(offered).map(|element| element.id.as_str()).collect();
        let stands = stands(seed, hospital, &parts);
        let quarter = Quarter { catalogue, edition, profile: &self.profile, seed, period, since };
        let numbers = quarter.numbers(hospital, &stands);
        if period == self.wish.from {
            let planted = |kind| Planted::of(kind, &hospital.code, period);
            self.planted.extend(match stands {
                Stands::Anyhow => None,
                Stands::Out(out) => Some(Planted { element: Some(out.element), ..planted("outlier") }),
                Stands::Ordinary => Some(planted("ordinary")),
            });
        }
        let order = Order {
            invented: hospital.clone(),
            held: held.clone(),
            last: self.last.get(&hospital.code).cloned(),
            numbers: numbers.clone(),
            fault: None,
        };
        let deed = deed(seed, hospital, period, period == self.wish.to);
        if deed != Deed::Missing && deed != Deed::Fault {
            self.last.insert(hospital.code.clone(), numbers);
        }
        self.sort(sheets, order, deed, period);
    }

    fn sort(&mut self, sheets: &mut Sheets, order: Order, deed: Deed, period: Period) {
        let code = order.invented.code.clone();
        match deed {
            Deed::Reports => sheets.good.push(order),
            Deed::Missing => self.planted.push(Planted::of("missing", &code, period)),
            Deed::Late => {
                self.planted.push(Planted::of("late", &code, period));
                sheets.late.push(order);
            }
            Deed::Waits => {
                self.planted.push(Planted::of("waiting", &code, period));
                sheets.waiting.push(order);
            }
            Deed::Corrects => {
                self.planted.push(Planted::of("correction", &code, period));
                let again = Order { numbers: corrected(&self.desk.catalogue, &order.numbers), ..order.copy() };
                sheets.good.push(order);
                sheets.waiting.push(again);
            }
            Deed::Fault | Deed::Mended => {
                let faulty = self.faulty(order.copy(), period);
                sheets.faulty.extend(faulty);
                if deed == Deed::Mended {
                    sheets.late.push(order);
                }
            }
        }
    }

    /// The order with a fault in one cell, noted among the planted.
    fn faulty(&mut self, mut order: Order, period: Period) -> Option<Order> {
        let catalogue = &self.desk.catalogue;
        let monthly = order.numbers.keys().filter(|id| {
            let element = catalogue.element(id);
            element.is_some_and(|element| element.rhythm == Rhythm::Monthly && element.decimals == 0)
        });
        let mut sorted: Vec<&ElementId> = monthly.collect();
        sorted.sort();
        let (element, slot) = place(sorted.into_iter(), self.wish.seed, &order.invented.code)?;
        let count = order.numbers.get(&element).and_then(|values| values.get(1)).copied().unwrap_or(1);
        let (fill, rule) = fault(self.wish.seed, &order.invented, period, count as f64);
        let plan = plan_of(catalogue, catalogue.edition_for(period)?, &order, period);
        let cell = plan.cell_of(&element, slot)?;
        self.planted.push(Planted {
            element: Some(element.to_string()),
            sheet: Some(template::DATA_SHEET.to_owned()),
            cell: Some(cell),
            rule: Some(rule.to_owned()),
            ..Planted::of("fault", &order.invented.code, period)
        });
        order.fault = Some((element, slot, fill));
        Some(order)
    }

    /// Writes the workbooks of the next batch while the last one is taken in.
    async fn hand_in(&mut self, orders: Vec<Order>, edition: &Edition, period: Period) -> Result<(), NotMade> {
        let mut orders = orders.into_iter().peekable();
        let mut next =
            write_batch(self.desk.catalogue.clone(), edition.clone(), period, orders.by_ref().take(BATCH).collect());
        loop {
            let files = next.await.map_err(NotMade::because)?.map_err(NotMade::because)?;
            if files.is_empty() {
                return Ok(());
            }
            next = write_batch(
                self.desk.catalogue.clone(),
                edition.clone(),
                period,
                orders.by_ref().take(BATCH).collect(),
            );
            let taken = take_in(self.desk, &named("演示填报"), &files, Options::default())
                .await
                .map_err(|error: NotTaken| NotMade::because(error))?;
            self.workbooks += taken.reports.len();
        }
    }
}

/// Somebody of the invented province who may do everything.
fn named(name: &str) -> Viewer {
    Viewer { name: name.to_owned(), ..Viewer::operator() }
}

/// The workbooks of a quarter by what becomes of them.
#[derive(Default)]
struct Sheets {
    faulty: Vec<Order>,
    good: Vec<Order>,
    late: Vec<Order>,
    waiting: Vec<Order>,
}

impl Order {
    fn copy(&self) -> Self {
        Self {
            invented: self.invented.clone(),
            held: self.held.clone(),
            numbers: self.numbers.clone(),
            last: self.last.clone(),
            fault: self.fault.clone(),
        }
    }
}

/// The same numbers with a little more in the first month of one element: a figure found later.
fn corrected(catalogue: &Catalogue, numbers: &Numbers) -> Numbers {
    let mut numbers = numbers.clone();
    let grows = |id: &&ElementId| {
        catalogue.element(id).is_some_and(|element| element.target.is_none() && element.rhythm == Rhythm::Monthly)
    };
    let mut ids: Vec<ElementId> = numbers.keys().filter(grows).cloned().collect();
    ids.sort();
    for id in ids {
        if let Some(first) = numbers.get_mut(&id).and_then(|values| values.first_mut()) {
            *first += 3;
        }
    }
    numbers
}

fn plan_of(catalogue: &Catalogue, edition: &Edition, order: &Order, period: Period) -> Plan {
    let last = order.last.as_ref().map(|numbers| as_values(catalogue, numbers)).unwrap_or_default();
    Plan::new(catalogue, edition, &order.held, period, &last)
}

/// Writes workbooks on a thread of their own.
fn write_batch(
    catalogue: Catalogue,
    edition: Edition,
    period: Period,
    orders: Vec<Order>,
) -> tokio::task::JoinHandle<Result<Vec<Incoming>, rust_xlsxwriter::XlsxError>> {
    tokio::task::spawn_blocking(move || {
        orders
            .iter()
            .map(|order| {
                let plan = plan_of(&catalogue, &edition, order, period);
                let mut filled: Fills = fills(&catalogue, &order.numbers);
                if let Some((element, slot, fill)) = &order.fault {
                    filled.cells.insert((element.clone(), *slot), fill.clone());
                }
                let bytes = template::write(&catalogue, &plan, &filled)?;
                Ok(Incoming { name: plan.file_name(), bytes: bytes.into() })
            })
            .collect()
    })
}

/// The clock of a demo: it stands still until it is moved.
#[must_use]
pub fn clock() -> Clock {
    Clock::fixed(DateTime::<Utc>::default())
}
