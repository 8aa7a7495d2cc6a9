//! Over a whole invented province: every sentence of every chart agrees with the figures beside it, who was planted to
//! stand out is found, and who is ordinary by construction is not accused.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use zhikong::access::{Place, Role};
use zhikong::authorities;
use zhikong::catalogue::model::{Better, Indicator, Kind, Target};
use zhikong::demo::{self, Planted, Wish};

use crate::support::bench::Bench;
use crate::support::client::Client;

const LAST: &str = "2024Q4";
/// Below it a share that is off by 0.3 need not lie beyond the limits.
const ENOUGH: f64 = 30.0;

struct Province {
    bench: Bench,
    client: Client,
    planted: Vec<Planted>,
}

async fn province(hospitals: usize, from: &str) -> Province {
    let bench = Bench::bare("2024-04-01T04:00:00Z").await;
    let desk = zhikong::returns::Desk {
        db: bench.test.db.clone(),
        files: bench.parts.state.files.clone(),
        data_dir: bench.test.folder.path().into(),
        clock: bench.clock.clone(),
        catalogue: bench.parts.catalogue.clone(),
        reader: bench.parts.reader.clone(),
        together: zhikong::returns::take::Together::default(),
    };
    let wish = Wish { hospitals, from: from.parse().unwrap(), to: LAST.parse().unwrap(), seed: 3 };
    let made = demo::make(&desk, wish, |_| ()).await.unwrap();
    let top = authorities::store::top(bench.db()).await.unwrap().unwrap();
    bench.account("looks").role(Role::AuthorityStaff).at(Place::Authority(top)).store().await;
    let client = bench.sign_in("looks").await;
    Province { bench, client, planted: made.planted }
}

impl Province {
    /// The targets of the last year with their indicators.
    fn shown(&self) -> Vec<(Target, Indicator)> {
        let catalogue = &self.bench.parts.catalogue;
        let edition = catalogue.edition_for(LAST.parse().unwrap()).unwrap();
        let of = |target: &Target| -> Vec<(Target, Indicator)> {
            let known = target.indicators.iter().filter_map(|id| catalogue.indicator(id));
            known.filter(|indicator| indicator.defined).map(|found| (target.clone(), found.clone())).collect()
        };
        edition.all_targets().flat_map(of).collect()
    }

    /// The sheet of a workbook as text and numbers; none where there is nothing to take.
    async fn sheet(&self, path: &str) -> Option<Sheet> {
        let answer = self.client.get(path).await;
        if answer.status == 422 {
            return None;
        }
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes)).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
        let head = rows.iter().position(|row| matches!(row[0].to_string().as_str(), "期" | "编码")).unwrap();
        let said = rows[..head].iter().map(|row| plain(&row[0].to_string())).collect::<Vec<_>>().join("\n");
        let heads: Vec<String> = rows[head].iter().map(ToString::to_string).collect();
        Some(Sheet { said, heads, rows: rows[head + 1..].to_vec() })
    }
}

/// Without the narrow spaces that group digits.
fn plain(text: &str) -> String {
    text.replace(['\u{202F}', '\u{A0}', ' '], "")
}

struct Sheet {
    said: String,
    heads: Vec<String>,
    rows: Vec<Vec<Data>>,
}

impl Sheet {
    fn column(&self, head: &str) -> usize {
        self.heads.iter().position(|own| own == head).unwrap_or_else(|| panic!("no {head} in {:?}", self.heads))
    }

    fn number(&self, row: usize, head: &str) -> Option<f64> {
        match self.rows[row][self.column(head)] {
            Data::Float(number) => Some(number),
            Data::Int(number) => Some(number as f64),
            _ => None,
        }
    }

    fn text(&self, row: usize, head: &str) -> String {
        self.rows[row][self.column(head)].to_string()
    }
}

/// Wilson's interval at 95 %, written down anew.
fn wilson(above: f64, below: f64) -> (f64, f64) {
    let z = 1.959_963_984_540_054_f64;
    let (share, z2) = (above / below, z * z);
    let middle = (share + z2 / (2.0 * below)) / (1.0 + z2 / below);
    let half = z / (1.0 + z2 / below) * (share * (1.0 - share) / below + z2 / (4.0 * below * below)).sqrt();
    (middle - half, middle + half)
}

/// What the sentence of a control chart says, held against the last row of its table; whether there was a signal.
fn judged(sheet: &Sheet, indicator: &Indicator, path: &str) -> bool {
    let (last, said) = (sheet.rows.len() - 1, &sheet.said);
    let signal = sheet.text(last, "信号");
    let Some(value) = sheet.number(last, "值") else {
        assert!(said.contains("没有数字") && signal.is_empty(), "{path}: {said}");
        return false;
    };
    let (above, below) = (sheet.number(last, "分子").unwrap(), sheet.number(last, "分母").unwrap());
    let scale = indicator.multiplier as f64;
    assert!((value - above / below * scale).abs() < 1e-6, "{path}: {value} is not {above} / {below}");
    let fraction = format!("（{above}/{below}");
    assert!(said.contains(&fraction), "{path}: no {fraction} in {said}");
    let shown = format!("{:.*}", usize::from(indicator.decimals), value);
    let trimmed = if shown.contains('.') { shown.trim_end_matches('0').trim_end_matches('.') } else { &shown };
    assert!(said.contains(trimmed), "{path}: no {shown} in {said}");
    if indicator.kind == Kind::Proportion {
        let (lower, upper) = wilson(above, below);
        for (head, mine) in [("95%下限", lower), ("95%上限", upper)] {
            assert!((sheet.number(last, head).unwrap() - mine * scale).abs() < 1e-6, "{path}: {head}");
        }
        assert!(said.contains("95%区间"), "{path}: {said}");
    }
    let missing = sheet.number(last, "未报或缺报家数").unwrap();
    assert_eq!(said.contains(&format!("还有{missing}家未上报")), missing > 0.0, "{path}: {missing} in {said}");
    let outside = sheet.number(last, "控制上限").zip(sheet.number(last, "控制下限"));
    if let Some((upper, lower)) = outside {
        let beyond = value > upper + 1e-9 || value < lower - 1e-9;
        assert!(!beyond || said.contains("超出控制限"), "{path}: {value} beyond {lower}–{upper}, {said}");
        assert!(said.contains("信号（") || said.contains("在平常波动之内"), "{path}: {said}");
        if said.contains("超出控制限，") && said.contains("仅末点") {
            let way = if value > upper { "偏高或上升" } else { "偏低或下降" };
            assert!(beyond && said.contains(way), "{path}: {value}, {lower}–{upper}, {said}");
        }
    } else {
        assert!(signal.is_empty() && !said.contains("信号（"), "{path}: a signal without limits: {said}");
        assert!(
            said.contains("暂不判断") || said.contains("不画控制限") || said.contains("不作判断"),
            "{path}: {said}"
        );
    }
    assert_eq!(!signal.is_empty(), said.contains("信号（"), "{path}: {signal} beside {said}");
    let good = match indicator.better {
        Better::Higher => Some("偏高或上升"),
        Better::Lower => Some("偏低或下降"),
        Better::None => None,
    };
    assert!(!said.contains("有改善的信号") || good.is_some_and(|way| said.contains(way)), "{path}: {said}");
    assert!(!said.contains("有变差的信号") || good.is_some_and(|way| !said.contains(way)), "{path}: {said}");
    !signal.is_empty()
}

/// The sentence of a list of hospitals held against the groups of its rows.
fn counted(sheet: &Sheet, path: &str) -> bool {
    let said = &sheet.said;
    let Some(at) = said.find("可比的") else {
        assert!(said.contains("没有分组"), "{path}: {said}");
        return false;
    };
    let mut of: BTreeMap<String, usize> = BTreeMap::new();
    for row in 0..sheet.rows.len() {
        *of.entry(sheet.text(row, "分组")).or_default() += 1;
    }
    let count =
        |start: &str| of.iter().filter(|(name, _)| name.starts_with(start)).map(|(_, many)| many).sum::<usize>();
    let (above, alike, under) = (count("高于"), count("与"), count("低于"));
    let numbers = format!("可比的{}家里，{above}家高于", above + alike + under);
    assert!(said[at..].starts_with(&numbers), "{path}: {numbers} in {said}");
    assert!(said.contains(&format!("{alike}家与")) && said.contains(&format!("、{under}家低于")), "{path}: {said}");
    assert!(said.contains("不能说诊疗好坏"), "{path}: {said}");
    for row in 0..sheet.rows.len() {
        let (Some(above), Some(below)) = (sheet.number(row, "分子"), sheet.number(row, "分母")) else { continue };
        let has = sheet.number(row, "值").is_some();
        assert_eq!(has, below > 0.0, "{path}: {above} / {below}");
        let bounds = sheet.number(row, "95%下限").zip(sheet.number(row, "95%上限"));
        assert_eq!(bounds.is_some(), has, "{path}: a figure without its interval");
    }
    true
}

#[tokio::test]
async fn every_sentence_agrees_with_the_figures_beside_it() {
    let province = province(40, "2024Q1").await;
    let levels = province.bench.parts.catalogue.register().levels.clone();
    let (mut charts, mut signals, mut lists) = (0, 0, 0);
    for (target, indicator) in province.shown() {
        let place = format!("/targets/{}/{}", 2024, target.ordinal);
        let base = format!("period={LAST}&indicator={}", indicator.id);
        let groups = levels.iter().map(|level| format!("&by=level&group={}", level.word.key));
        for group in groups.chain([String::new()]) {
            for grain in ["month", "quarter"] {
                let path = format!("{place}/control.xlsx?{base}{group}&grain={grain}");
                let Some(sheet) = province.sheet(&path).await else { continue };
                charts += 1;
                signals += usize::from(judged(&sheet, &indicator, &path));
            }
        }
        let path = format!("{place}/hospitals/export.xlsx?{base}");
        lists += usize::from(counted(&province.sheet(&path).await.unwrap(), &path));
    }
    // What was compared at all, so that a page which says nothing anywhere does not pass.
    assert!(charts > 150 && signals > 5 && lists > 10, "{charts} charts, {signals} signals, {lists} lists");
}

#[tokio::test]
async fn who_was_planted_is_found_and_who_is_ordinary_is_not_accused() {
    let province = province(400, LAST).await;
    let of = |kind: &str| province.planted.iter().filter(|one| one.kind == kind).collect::<Vec<_>>();
    let (outliers, ordinary) = (of("outlier"), of("ordinary"));
    assert!(outliers.len() > 3 && ordinary.len() > 4, "{} and {}", outliers.len(), ordinary.len());
    let (mut found, mut missed, mut judged, mut accused) = (Vec::new(), Vec::new(), 0, Vec::new());
    for (target, indicator) in province.shown() {
        for level in &province.bench.parts.catalogue.register().levels {
            let path = format!(
                "/targets/2024/{}/hospitals/export.xlsx?period={LAST}&indicator={}&level={}",
                target.ordinal, indicator.id, level.word.key
            );
            let sheet = province.sheet(&path).await.unwrap();
            for row in 0..sheet.rows.len() {
                let (code, group) = (sheet.text(row, "编码"), sheet.text(row, "分组"));
                let beyond = group.starts_with("高于") || group.starts_with("低于");
                if !beyond && !group.starts_with('与') {
                    continue;
                }
                let shifted = |one: &&&Planted| {
                    let element = one.element.as_deref().unwrap_or_default();
                    one.hospital == code && indicator.numerator.iter().any(|term| term.element.as_str() == element)
                };
                let enough = sheet.number(row, "分母").is_some_and(|below| below >= ENOUGH);
                if outliers.iter().find(shifted).is_some() && enough {
                    if beyond { &mut found } else { &mut missed }.push(format!("{code} {}", indicator.id));
                }
                if ordinary.iter().any(|one| one.hospital == code) {
                    judged += 1;
                    accused.extend(beyond.then(|| format!("{code} {}", indicator.id)));
                }
            }
        }
    }
    println!("found {found:?}, missed {missed:?}; of {judged} figures of ordinary hospitals accused {accused:?}");
    assert!(found.len() > 2 * missed.len() && !found.is_empty(), "found {found:?}, missed {missed:?}");
    // By chance alone two in a thousand lie beyond 99.8 % limits.
    assert!(judged > 100 && accused.len() * 100 <= judged, "of {judged} figures accused {accused:?}");
}
