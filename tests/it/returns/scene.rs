//! What tests of returns stand on: two hospitals, the desk, and a form filled with sums done by hand.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use zhikong::access::{HospitalId, RoundId, Scope, Viewer};
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::figures::Entry;
use zhikong::hospitals::roster::{self, Line};
use zhikong::hospitals::{self, HospitalAt};
use zhikong::returns::model::{FileReport, Problem, Slot};
use zhikong::returns::take::{Incoming, Options, Taken, Together, take_in};
use zhikong::returns::template::{self, CellFill, Fills};
use zhikong::returns::{Desk, Part, Rows, annotated, outgoing, store};

use crate::returns::paper::Paper;
use crate::support::bench::Bench;
use crate::support::register::{self, day, line, line_in};

/// Services of the tests' hospitals: all but 化疗 and 放疗.
pub const SERVICES: &str = "产科；ICU；手术；四级手术；脑梗救治；肿瘤；用血";

/// A clean third quarter as stored: three months, or the quarter alone. The order is the form's; its rows are 6–9,
/// 11–12, 14–15, 17–22, 24–26, 28–31, 33, 35–36, 38–60, 62–65 and 67–68.
pub const CLEAN: &[(&str, &[i64])] = &[
    ("discharges", &[1000, 1100, 1200]),
    ("bed_days_occupied", &[8000, 8100, 8200]),
    ("bed_days_discharged", &[7900, 8000, 8150]),
    ("beds_open", &[300]),
    ("stroke_6h", &[20, 22, 24]),
    ("stroke_6h_reperfused", &[10, 11, 13]),
    ("tumor_patients", &[90]),
    ("tumor_tnm_done", &[70]),
    ("vte_assessed", &[900, 1000, 1100]),
    ("vte_mid_high", &[300, 310, 320]),
    ("vte_prevented", &[200, 210, 220]),
    ("vte_bleeding_assessed", &[250, 260, 270]),
    ("vte_new", &[3, 4, 5]),
    ("pe_new", &[1, 0, 2]),
    ("septic_shock_icu", &[12, 10, 11]),
    ("septic_3h_done", &[6, 5, 7]),
    ("septic_6h_done", &[8, 7, 9]),
    ("iv_patients", &[600, 620, 640]),
    ("iv_bags", &[9000, 9100, 9200]),
    ("iv_volume_l_x10", &[60_005, 61_000, 62_003]),
    ("iv_drug_kinds", &[2000, 2100, 2200]),
    ("ae_reports", &[15, 16, 18]),
    ("level4_ops", &[40, 42, 44]),
    ("level4_mdt", &[30, 31, 33]),
    ("rec_ct_mri_checked", &[100]),
    ("rec_ct_mri_ok", &[90]),
    ("rec_pathology_checked", &[101]),
    ("rec_pathology_ok", &[91]),
    ("rec_culture_checked", &[102]),
    ("rec_culture_ok", &[92]),
    ("rec_abx_checked", &[103]),
    ("rec_abx_ok", &[93]),
    ("rec_surgery_checked", &[104]),
    ("rec_surgery_ok", &[94]),
    ("rec_implant_checked", &[105]),
    ("rec_implant_ok", &[95]),
    ("rec_transfusion_checked", &[106]),
    ("rec_transfusion_ok", &[96]),
    ("rec_round_checked", &[107]),
    ("rec_round_ok", &[97]),
    ("rec_rescue_checked", &[108]),
    ("rec_rescue_ok", &[98]),
    ("rec_mode", &[2]),
    ("ops", &[500, 510, 520]),
    ("reop_48h", &[1, 2, 0]),
    ("reop_31d", &[2, 3, 1]),
    ("reop_all", &[3, 3, 2]),
    ("vaginal_births", &[80, 85, 90]),
    ("vaginal_complications", &[4, 5, 3]),
];

/// Input cells of the clean form: 27 monthly elements of three, 22 quarterly ones given, 4 that do not apply.
pub const CELLS: i64 = 27 * 3 + 22 + 4;

/// A fresh product with two hospitals in different counties.
pub struct Scene {
    /// The product.
    pub bench: Bench,
    /// What taking in needs.
    pub desk: Desk,
}

/// The roster line of a hospital of the tests.
pub fn hospital_line(code: &str) -> Line {
    Line { services: SERVICES.to_owned(), ..line(code) }
}

impl Scene {
    /// Hospitals `A1` and `A2` of 金水区 and `B1` of 南召县; noon of 2024-10-21.
    pub async fn new() -> Self {
        let far = Line { services: SERVICES.to_owned(), ..line_in("B1", "411321") };
        Self::with(&[hospital_line("A1"), hospital_line("A2"), far]).await
    }

    /// These hospitals; noon of 2024-10-21.
    pub async fn with(lines: &[Line]) -> Self {
        let bench = Bench::new().await;
        let roster = roster::write(lines).expect("a roster");
        let report = register::take(&bench.test, roster, "2024-10-21", None).await;
        assert!(report.is_taken(), "{:#?}", report.problems);
        Self::around(bench)
    }

    /// The desk of a bench that has its hospitals already.
    pub fn around(bench: Bench) -> Self {
        let desk = Desk {
            db: bench.test.db.clone(),
            files: bench.parts.state.files.clone(),
            data_dir: bench.test.folder.path().into(),
            clock: bench.clock.clone(),
            catalogue: bench.parts.catalogue.clone(),
            reader: bench.parts.reader.clone(),
            together: Together::default(),
        };
        Self { bench, desk }
    }

    /// A hospital on the last day of the third quarter.
    pub async fn hospital(&self, code: &str) -> HospitalAt {
        let found = hospitals::store::by_code(&self.desk.db, &Scope::Everything, code, day("2024-09-30")).await;
        found.expect("the database answers").expect("a hospital")
    }

    /// The workbook of a hospital and quarter with these fills, by our own writer.
    pub async fn workbook(&self, code: &str, quarter: Period, fills: &Fills) -> Vec<u8> {
        let hospital = self.hospital(code).await;
        let plan = outgoing::plan(&self.desk.db, &Scope::Everything, &self.desk.catalogue, &hospital, quarter).await;
        let plan = plan.expect("the database answers").expect("an edition");
        template::write(&self.desk.catalogue, &plan, fills).expect("a workbook")
    }

    /// The clean workbook of a hospital for the third quarter.
    pub async fn clean(&self, code: &str) -> Vec<u8> {
        self.workbook(code, q3(), &clean_fills(&self.desk.catalogue)).await
    }

    /// The same taken apart.
    pub async fn paper(&self, code: &str) -> Paper {
        Paper::of(&self.desk.reader.read(self.clean(code).await).await.expect("our own workbook"))
    }

    /// Takes in files as the operator does.
    pub async fn take(&self, files: &[(&str, Vec<u8>)]) -> Vec<FileReport> {
        self.take_as(&Viewer::operator(), files, Options::default()).await.reports
    }

    /// Takes in one workbook as the operator does.
    pub async fn take_one(&self, bytes: Vec<u8>) -> FileReport {
        self.take(&[("演示.xlsx", bytes)]).await.remove(0)
    }

    /// Takes in files as somebody does.
    pub async fn take_as(&self, viewer: &Viewer, files: &[(&str, Vec<u8>)], options: Options) -> Taken {
        let incoming: Vec<Incoming> = files
            .iter()
            .map(|(name, bytes)| Incoming { name: (*name).to_owned(), bytes: bytes.clone().into() })
            .collect();
        take_in(&self.desk, viewer, &incoming, options).await.expect("the database answers")
    }

    /// The annotated workbook of a file, after what was reported of it.
    pub async fn marked(&self, sent: &[u8], reports: &[FileReport]) -> Vec<u8> {
        let parts: Vec<Part> = reports.iter().map(Part::from).collect();
        let asked = reports.iter().find_map(|report| report.period);
        let made = annotated(&self.desk, &Scope::Everything, sent.to_vec().into(), asked, &parts, &Rows::All).await;
        made.expect("the database answers").expect("a workbook of ours").bytes
    }

    /// What the latest round of the third quarter says.
    pub async fn latest(&self, code: &str) -> BTreeMap<(String, i16), zhikong::returns::model::Value> {
        let id = self.hospital(code).await.id;
        let round = self.latest_round(id).await.expect("a round");
        let values = store::of_round(&self.desk.db, round).await.expect("the database answers");
        values.into_iter().map(|value| ((value.element.to_string(), value.slot.number()), value)).collect()
    }

    /// The latest round of the third quarter.
    pub async fn round(&self, code: &str) -> RoundId {
        let id = self.hospital(code).await.id;
        self.latest_round(id).await.expect("a round")
    }

    async fn latest_round(&self, hospital: HospitalId) -> Option<RoundId> {
        let found = store::find(&self.desk.db, &Scope::Everything, hospital, q3()).await.expect("the database answers");
        found.and_then(|of| of.latest_round)
    }

    /// Rows of the tables of returns: (returns, rounds, values, uploads).
    pub async fn rows(&self) -> [i64; 4] {
        let mut counts = [0; 4];
        for (count, table) in
            counts.iter_mut().zip(["quarterly_return", "return_round", "return_value", "return_upload"])
        {
            *count = rows_of(&self.desk.db, table).await;
        }
        counts
    }
}

/// How many rows a table holds.
pub async fn rows_of(db: &impl ConnectionTrait, table: &'static str) -> i64 {
    use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Query};
    let count = Query::select().expr(Expr::col(Asterisk).count()).from(table).to_owned();
    let row = db.query_one(&count).await.expect("the database answers").expect("one row");
    row.try_get_by_index(0).expect("a count")
}

/// 2024Q3
pub fn q3() -> Period {
    "2024Q3".parse().expect("a quarter")
}

/// The fills of [`CLEAN`].
pub fn clean_fills(catalogue: &Catalogue) -> Fills {
    let mut fills = Fills::default();
    for (code, stored) in CLEAN {
        let element = catalogue.element_coded(code).expect("an element of the catalogue");
        for (slot, number) in slots(stored).zip(*stored) {
            #[expect(clippy::cast_precision_loss, reason = "small numbers of a test")]
            let fill = match *code {
                "rec_mode" => CellFill::Text("抽样".to_owned()),
                "iv_volume_l_x10" => CellFill::Number(*number as f64 / 10.0),
                _ => CellFill::Number(*number as f64),
            };
            fills.cells.insert((element.id.clone(), slot), fill);
        }
    }
    fills
}

/// The slots of three months or of a quarter.
pub fn slots(stored: &[i64]) -> impl Iterator<Item = Slot> {
    let months = stored.len() == 3;
    let months = months.then_some([Slot::Month(0), Slot::Month(1), Slot::Month(2)]);
    let quarter = months.is_none().then_some(Slot::Quarter);
    months.into_iter().flatten().chain(quarter)
}

/// What [`CLEAN`] is once stored: every number by element and month (0 for the quarter).
pub fn clean_entries() -> BTreeMap<(String, i16), Entry> {
    let of = |(code, stored): &(&str, &'static [i64])| {
        let code = (*code).to_owned();
        slots(stored)
            .zip(*stored)
            .map(move |(slot, number)| ((code.clone(), slot.number()), Entry::Number(*number)))
            .collect::<Vec<_>>()
    };
    let mut all: BTreeMap<_, _> = CLEAN.iter().flat_map(of).collect();
    for code in ["rec_chemo_checked", "rec_chemo_ok", "rec_radio_checked", "rec_radio_ok"] {
        all.insert((code.to_owned(), 0), Entry::NotApplicable(zhikong::figures::Reason::Service));
    }
    all
}

/// (rule, cell, found) of each problem; `-` where there is none.
pub fn told(problems: &[Problem]) -> Vec<[&str; 3]> {
    problems
        .iter()
        .map(|p| [p.rule.as_str(), p.cell.as_deref().unwrap_or("-"), p.found.as_deref().unwrap_or("-")])
        .collect()
}
