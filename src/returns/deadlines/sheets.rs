//! 上报情况 as a workbook: the authorities, the hospitals, and how it is counted. Text from people stays text.

use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::returns::deadlines::board::{Row, sums};
use crate::returns::deadlines::measure::{Sums, TIMINGS};
use crate::returns::deadlines::pages::Look;
use crate::spreadsheets::{properties, text};

/// How it is counted, a line each; the foot of the page says the same.
pub const DEFINITION: [&str; 5] = [
    "应报：名录在季度最后一天有的医院。每家只在按时、逾期、待定、未报、未到期、未设期限中的一类，六类相加等于应报。",
    "按时与否看内容是什么时候收到的，不看什么时候接收：在后来接收了的各轮里，取最早收到的一轮，与期限（含延期）当天 24 时（北京时间）相比。",
    "还没有一轮接收的：最新一轮在期限内收到，算待定，既不算按时也不算逾期；最新一轮在期限后收到，算逾期，因为只有最新一轮还能接收。",
    "什么也没有收到的，以及最新一轮已退回或撤回、还没有重新上传的：期限已过算未报，没过算未到期。延期、已收、已接收从另外的角度数同样的医院，不与六类相加。",
    "按时率 = 期限已过的按时家数 ÷（期限已过的按时家数 + 逾期家数 + 未报家数）；待定不在分子也不在分母，期限没过不算率。",
];

/// Heads of the counts.
const COUNTS: [&str; 12] =
    ["应报", "按时", "逾期", "待定", "未报", "未到期", "未设期限", "已收", "已接收", "其中延期", "率分子", "率分母"];

/// The workbook; the same look gives the same bytes.
///
/// # Errors
/// Of the writer.
pub fn workbook(look: &Look, catalogue: &Catalogue) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = format!("{}上报情况", look.board.quarter.label());
    book.set_properties(&properties(&title)?);
    let notes = notes(look, &title);
    authorities(book.add_worksheet(), look, &notes)?;
    hospitals(book.add_worksheet(), look, catalogue, &notes)?;
    book.save_to_buffer()
}

fn notes(look: &Look, title: &str) -> Vec<String> {
    let mut notes = vec![
        format!("{title}　{}", look.board.tree.name(look.asked.unwrap_or(look.base))),
        format!("截至 {}（北京时间）所知", china_minute(look.board.at)),
    ];
    notes.extend(DEFINITION.map(str::to_owned));
    notes
}

/// Notes and heads; gives the row below.
fn begin(sheet: &mut Worksheet, notes: &[String], heads: &[&str]) -> Result<u32, XlsxError> {
    let (plain, bold) = (Format::new(), Format::new().set_bold().set_border_bottom(FormatBorder::Thin));
    let mut row = 0;
    for note in notes {
        text(sheet, row, 0, note, &plain)?;
        row += 1;
    }
    for (at, head) in (0_u16..).zip(heads) {
        sheet.write_string_with_format(row, at, *head, &bold)?;
        sheet.set_column_width(at, if at == 0 { 28.0 } else { 14.0 })?;
    }
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_freeze_panes(row + 1, 0)?;
    Ok(row + 1)
}

fn counts(of: &Sums) -> Vec<i64> {
    let (kept, decided) = of.rate().unwrap_or((0, 0));
    let groups = TIMINGS.map(|timing| of.of(timing));
    [of.expected].into_iter().chain(groups).chain([of.received, of.accepted, of.extended, kept, decided]).collect()
}

fn authorities(sheet: &mut Worksheet, look: &Look, notes: &[String]) -> Result<(), XlsxError> {
    sheet.set_name("主管机构")?;
    let heads: Vec<&str> = ["主管机构"].into_iter().chain(COUNTS).collect();
    let first = begin(sheet, notes, &heads)?;
    let (plain, number) = (Format::new(), Format::new().set_num_format("#,##0"));
    let mut lines: Vec<(String, Sums)> = match look.asked {
        Some(id) => vec![(look.board.tree.name(id).to_owned(), sums(look.listed()))],
        None => {
            let of = look.branches().into_iter();
            of.map(|(id, rows)| (look.board.tree.name(id).to_owned(), sums(rows))).collect()
        }
    };
    lines.push(("合计".to_owned(), sums(look.listed())));
    for (row, (name, of)) in (first..).zip(&lines) {
        text(sheet, row, 0, name, &plain)?;
        for (at, count) in (1_u16..).zip(counts(of)) {
            sheet.write_number_with_format(row, at, count as f64, &number)?;
        }
    }
    Ok(())
}

fn hospitals(sheet: &mut Worksheet, look: &Look, catalogue: &Catalogue, notes: &[String]) -> Result<(), XlsxError> {
    sheet.set_name("医院")?;
    let heads =
        ["医院", "编码", "级别", "审核机构", "上报情况", "期限", "延期", "首次收到", "按这一轮收到计", "首次接收"];
    let first = begin(sheet, notes, &heads)?;
    let plain = Format::new();
    for (row, hospital) in (first..).zip(look.listed()) {
        for (at, field) in (0_u16..).zip(fields(look, catalogue, hospital)) {
            text(sheet, row, at, &field, &plain)?;
        }
    }
    Ok(())
}

fn fields(look: &Look, catalogue: &Catalogue, row: &Row) -> [String; 10] {
    let (hospital, course) = (&row.hospital, &row.course);
    let moment = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(china_minute).unwrap_or_default();
    [
        hospital.name.clone(),
        hospital.code.clone(),
        catalogue.register().level_name(&hospital.level).to_owned(),
        look.board.tree.name(hospital.reports_to).to_owned(),
        course.timing.label().to_owned(),
        course.due.map(|due| due.on.to_string()).unwrap_or_default(),
        if course.due.is_some_and(|due| due.extended) { "是" } else { "" }.to_owned(),
        moment(course.received),
        moment(course.counted),
        moment(course.accepted),
    ]
}
