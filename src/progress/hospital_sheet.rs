//! Hospitals as a table to take away.
//!
//! There is one way to such a table, and it takes whole figures: a row is made of the hospital's counts, from which its
//! interval is worked out here, and of where the hospital stands. A table without intervals cannot be asked for.

use crate::catalogue::Catalogue;
use crate::catalogue::model::Indicator;
use crate::progress::benchmark::{Found, difference};
use crate::progress::crowd::Place;
use crate::progress::sheets::{Field, Table};

/// Heads of the columns that every such table has, in this order.
pub const ALWAYS: [&str; 10] = ["编码", "医院", "级别", "地市", "分子", "分母", "值", "95%下限", "95%上限", "分组"];

/// What ranks add: the middle and the ends of the interval, never the one without the others.
const RANKS: [&str; 3] = ["名次中位", "名次95%下限", "名次95%上限"];

/// What else is told of a hospital.
const MORE: [&str; 5] = ["类别", "举办性质", "床位", "较上季", "说明"];

/// A table of hospitals in the order given; with ranks where any has one.
#[must_use]
pub fn table(
    (catalogue, indicator): (&Catalogue, &Indicator),
    notes: Vec<String>,
    found: &[Found<'_>],
    noun: &str,
) -> Table {
    let ranks = found.iter().any(|found| found.rank.is_some());
    let mut heads = ALWAYS.to_vec();
    if ranks {
        heads.extend(RANKS);
    }
    heads.extend(MORE);
    let row = |found: &Found<'_>| {
        let mut fields = always(catalogue, indicator, found, noun);
        if ranks {
            fields.extend(rank_fields(found));
        }
        fields.extend(more(catalogue, indicator, found));
        fields
    };
    Table { name: "医院".to_owned(), notes, heads, rows: found.iter().map(row).collect() }
}

fn always(catalogue: &Catalogue, indicator: &Indicator, found: &Found<'_>, noun: &str) -> Vec<Field> {
    let (candidate, facts) = (found.candidate, found.candidate.facts);
    let (row, city) = (candidate.row(indicator), facts.statistical_city.as_str());
    let count = |number| if row.pooled.reported > 0 { Field::Count(number) } else { Field::Empty };
    vec![
        Field::Text(candidate.code.to_owned()),
        Field::Text(facts.name.clone()),
        Field::Text(catalogue.register().level_name(&facts.level).to_owned()),
        Field::Text(catalogue.region(city).map_or(city, |region| &region.name).to_owned()),
        count(row.pooled.numerator),
        count(row.pooled.denominator),
        Field::of(row.figure.value, indicator.decimals),
        Field::of(row.figure.interval.map(|interval| interval.lower), indicator.decimals),
        Field::of(row.figure.interval.map(|interval| interval.upper), indicator.decimals),
        Field::Text(label(found.place, noun)),
    ]
}

fn rank_fields(found: &Found<'_>) -> [Field; 3] {
    let place = |place: usize| Field::Count(i64::try_from(place).unwrap_or(i64::MAX));
    found.rank.map_or([Field::Empty, Field::Empty, Field::Empty], |rank| {
        [place(rank.middle), place(rank.from), place(rank.to)]
    })
}

fn more(catalogue: &Catalogue, indicator: &Indicator, found: &Found<'_>) -> [Field; 5] {
    let (terms, facts) = (catalogue.register(), found.candidate.facts);
    let why = match found.place {
        Place::NotApplicable => "不适用",
        Place::Missing => "未报、未接收或缺报",
        Place::NoCases => "没有病例",
        Place::Odd => "分子大于分母",
        _ => "",
    };
    [
        Field::Text(terms.category_name(&facts.category).to_owned()),
        Field::Text(terms.ownership_name(&facts.ownership).to_owned()),
        facts.beds.map_or(Field::Empty, Field::Count),
        Field::of(difference(found.candidate.change(indicator)), indicator.decimals),
        Field::Text(why.to_owned()),
    ]
}

/// What the group a hospital stands in is called.
#[must_use]
pub fn label(place: Place, noun: &str) -> String {
    match place {
        Place::Above => format!("高于{noun}"),
        Place::Alike => format!("与{noun}无法区分"),
        Place::Below => format!("低于{noun}"),
        Place::Plain => "没有分组".to_owned(),
        Place::Small => "分母太小，不比较".to_owned(),
        Place::NoCases | Place::Odd | Place::NotApplicable | Place::Missing => "没有数字".to_owned(),
    }
}
