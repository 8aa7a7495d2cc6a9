//! Control charts against qicharts2 and `NHSRplotthedots`.

use zhikong::statistics::Observed;
use zhikong::statistics::control::{
    Assurance, Better, Chart, Gap, Method, Point, PointType, Rule, Settings, Side, chart, chart_of_values,
};

use super::table::{Compared, Row, read, series};

const CLOSE: f64 = 1e-9;

fn counts(rows: &[Row]) -> Vec<Observed> {
    rows.iter().map(|row| Observed::of_counts(row.count("num"), row.count("den"))).collect()
}

fn limits(point: Option<Point>) -> (Option<f64>, Option<f64>) {
    let limits = point.and_then(|point| point.limits);
    (limits.map(|limits| limits.lower), limits.map(|limits| limits.upper))
}

fn outside(point: Option<Point>) -> bool {
    point.is_some_and(|point| point.signals.outside.is_some())
}

fn screened(method: Method, screened: bool) -> Settings {
    Settings { screened, ..Settings::of(method) }
}

#[test]
fn p_and_p_prime_are_those_of_qicharts2() {
    let (rows, mut compared) = (read("p.csv"), Compared::default());
    for rows in series(&rows, |row| row.text("series").to_owned()) {
        let points = counts(rows);
        for (method, screen, prefix) in
            [(Method::P, false, "p"), (Method::PPrime, true, "pp"), (Method::PPrime, false, "ppu")]
        {
            let drawn = chart(&points, method, screened(method, screen));
            for (row, point) in rows.iter().zip(&drawn.points) {
                let what = format!("series {} {prefix}", row.text("series"));
                let (lower, upper) = limits(*point);
                compared.number(&what, drawn.centre, row.number("cl"), CLOSE);
                compared.number(&what, lower, row.number(&format!("{prefix}_lcl")), CLOSE);
                compared.number(&what, upper, row.number(&format!("{prefix}_ucl")), CLOSE);
                compared.same(&what, outside(*point), row.truth(&format!("{prefix}_signal")));
                match prefix {
                    "pp" => compared.number(&what, drawn.sigma_z, row.number("sigma_z_screened"), CLOSE),
                    "ppu" => compared.number(&what, drawn.sigma_z, row.number("sigma_z_unscreened"), CLOSE),
                    _ => compared.same(&what, drawn.sigma_z, None),
                }
            }
        }
    }
    compared.report("p.csv", 23_400);
}

#[test]
fn corner_series_of_p_are_those_of_qicharts2() {
    let (rows, mut compared) = (read("edges_p.csv"), Compared::default());
    let key = |row: &Row| [row.text("series"), row.text("chart"), row.text("screened")].join(" ");
    for rows in series(&rows, key) {
        let method = if rows[0].text("chart") == "p" { Method::P } else { Method::PPrime };
        let drawn = chart(&counts(rows), method, screened(method, rows[0].truth("screened")));
        for (row, point) in rows.iter().zip(&drawn.points) {
            let (lower, upper) = limits(*point);
            compared.number(&key(row), point.map(|point| point.value), row.number("y"), CLOSE);
            compared.number(&key(row), drawn.centre, row.number("cl"), CLOSE);
            compared.number(&key(row), lower, row.number("lcl"), CLOSE);
            compared.number(&key(row), upper, row.number("ucl"), CLOSE);
            compared.same(&key(row), outside(*point), row.truth("sigma_signal"));
        }
    }
    compared.report("edges_p.csv", 960);
}

/// The reference's name of a point's leading rule.
fn named(point: &Point) -> &'static str {
    match point.signals.leading() {
        None => "Common Cause",
        Some((Rule::Outside, Side::High)) => "Above UCL",
        Some((Rule::Outside, Side::Low)) => "Below LCL",
        Some((Rule::Trend, Side::High)) => "7 Point Trend (Increasing)",
        Some((Rule::Trend, Side::Low)) => "7 Point Trend (Decreasing)",
        Some((Rule::TwoOfThree, Side::High)) => "2 in 3 Above CL",
        Some((Rule::TwoOfThree, Side::Low)) => "2 in 3 Below CL",
        Some((Rule::Shift, Side::High)) => "7 Points Above CL",
        Some((Rule::Shift, Side::Low)) => "7 Points Below CL",
    }
}

fn named_type(point: &Point, better: Better) -> &'static str {
    match (point.signals.point_type(better), point.signals.leading()) {
        (PointType::CommonCause, _) => "common_cause",
        (PointType::Improvement, _) => "special_cause_improvement",
        (PointType::Concern, _) => "special_cause_concern",
        (PointType::SpecialCause, Some((_, Side::High))) => "special_cause_neutral_high",
        (PointType::SpecialCause, _) => "special_cause_neutral_low",
    }
}

/// Compares a point's mean, limits and rules with what both XmR files print.
fn compare_point(compared: &mut Compared, what: &str, row: &Row, drawn: &Chart, point: &Point) {
    let (lower, upper) = limits(Some(*point));
    compared.number(what, drawn.centre, row.number("mean"), CLOSE);
    compared.number(what, lower, row.number("lpl"), CLOSE);
    compared.number(what, upper, row.number("upl"), CLOSE);
    compared.same(what, outside(Some(*point)), row.truth("outside"));
    compared.same(what, named_type(point, Better::Higher), row.text("point_type_increase"));
    compared.same(what, named(point), row.text("special_cause_type"));
}

#[test]
fn xmr_and_its_rules_are_those_of_nhsr() {
    let (rows, mut compared) = (read("xmr.csv"), Compared::default());
    for rows in series(&rows, |row| row.text("series").to_owned()) {
        let values: Vec<_> = rows.iter().map(|row| row.number("y")).collect();
        let drawn = chart_of_values(&values, Settings::of(Method::Xmr));
        for (row, point) in rows.iter().zip(drawn.points.iter().flatten()) {
            let what = format!("series {}", row.text("series"));
            compare_point(&mut compared, &what, row, &drawn, point);
            compared.same(&what, named_type(point, Better::Lower), row.text("point_type_decrease"));
            compared.same(&what, named_type(point, Better::Neither), row.text("point_type_neutral"));
        }
    }
    compared.report("xmr.csv", 12_480);
}

#[test]
fn corner_series_of_xmr_are_those_of_nhsr() {
    let (rows, mut compared) = (read("edges_xmr.csv"), Compared::default());
    let key = |row: &Row| [row.text("series"), row.text("screened")].join(" ");
    for rows in series(&rows, key) {
        let values: Vec<_> = rows.iter().map(|row| row.number("y")).collect();
        // The reference leaves a missing point where it is.
        let settings = Settings { gap: Gap::Skip, ..screened(Method::Xmr, rows[0].truth("screened")) };
        let drawn = chart_of_values(&values, settings);
        for (row, point) in rows.iter().zip(&drawn.points) {
            let what = format!("{} {}", key(row), row.text("i"));
            let Some(point) = point else {
                compared.same(&what, "", row.text("y"));
                continue;
            };
            // The end of the rising trend before a tied peak: the reference gives it to the falling one.
            if row.text("series") == "peak_with_tie_in_wide_noise" && row.text("i") == "13" {
                compared.same(&what, named(point), "7 Point Trend (Increasing)");
                compared.same(&what, row.text("special_cause_type"), "7 Point Trend (Decreasing)");
                continue;
            }
            compare_point(&mut compared, &what, row, &drawn, point);
        }
        let found = match drawn.assurance(rows[0].number("target").unwrap(), Better::Higher) {
            Assurance::ConsistentPass => "consistent_pass",
            Assurance::ConsistentFail => "consistent_fail",
            Assurance::Inconsistent => "inconsistent",
            // The reference has no word for this.
            Assurance::NotAssessable => "inconsistent",
        };
        compared.same(&key(&rows[0]), found, rows[0].text("assurance_increase"));
    }
    compared.report("edges_xmr.csv", 3_200);
}
