//! The text of a document in the words of a Word file.

use super::super::model::{Align, Block, Body, Column, Document, Row, Signature, Size, Table};
use super::super::notice::escaped;
use super::parts::{HEAD, W, font};

/// Twentieths of a point in a millimetre, times ten.
const TWIPS: u32 = 567;
/// Width of the text: 210 − 28 − 26 mm.
const TEXT: u32 = 156;

/// A caption stays with its table, with some room above.
const CAPTION: &str = "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"60\" w:line=\"320\" w:lineRule=\"exact\"/>";
/// Twentieths of a point at the sides of a cell: of most tables, and of those with many columns.
const SIDE: u32 = 100;
const DENSE: u32 = 50;
/// Most rows of a dense table that stays on one page.
const SHORT: usize = 8;

fn twips(mm: u32) -> u32 {
    mm * TWIPS / 10
}

/// `word/document.xml`.
pub(super) fn document(document: &Document) -> String {
    let mut out = format!("{HEAD}<w:document {W}><w:body>");
    out.push_str(&paragraph("DocTitle", &document.title));
    if let Some(number) = &document.number {
        out.push_str(&paragraph("DocNumber", number));
    }
    if let Some(addressee) = &document.addressee {
        out.push_str(&paragraph("DocTo", addressee));
    }
    body(&document.body, &mut out);
    for line in &document.attachments {
        out.push_str(&paragraph("DocText", line));
    }
    if let Some(issued) = &document.issued {
        out.push_str(&with("DocIssue", "<w:spacing w:before=\"120\"/>", &issued.body));
        out.push_str(&paragraph("DocIssue", &issued.day));
    }
    signatures(&document.signatures, &mut out);
    for annex in &document.annexes {
        out.push_str(&with("DocAnnex", "<w:pageBreakBefore/>", &annex.label));
        out.push_str(&paragraph("DocTitle", &annex.title));
        body(&annex.body, &mut out);
    }
    out.push_str(&section(document.size));
    out.push_str("</w:body></w:document>");
    out
}

/// The mark in the head of every page.
pub(super) fn header(document: &Document) -> String {
    let mark = document.mark.map_or_else(
        || "<w:p><w:pPr><w:pStyle w:val=\"DocFoot\"/></w:pPr></w:p>".to_owned(),
        |mark| {
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"DocFoot\"/><w:spacing w:line=\"320\" w:lineRule=\"exact\"/><w:jc w:val=\"right\"/>\
                 </w:pPr><w:r><w:rPr>{}<w:sz w:val=\"21\"/><w:bdr w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/>\
                 </w:rPr><w:t xml:space=\"preserve\"> {} </w:t></w:r></w:p>",
                font("黑体"),
                escaped(mark)
            )
        },
    );
    format!("{HEAD}<w:hdr {W}>{mark}</w:hdr>")
}

/// Copies at the left, check code and page at the right.
pub(super) fn footer(document: &Document) -> String {
    let code = document.code.as_ref().map(|code| format!("{code}　")).unwrap_or_default();
    format!(
        "{HEAD}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val=\"DocFoot\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs></w:pPr>\
         {}<w:r><w:tab/></w:r>{}{}{}{}{}</w:p></w:ftr>",
        twips(TEXT),
        run(&document.foot),
        run(&format!("{code}第 ")),
        field("PAGE"),
        run(" 页　共 "),
        field("NUMPAGES"),
        run(" 页")
    )
}

fn field(name: &str) -> String {
    format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
}

fn section(size: Size) -> String {
    // mm: above, below, to the mark, to the foot.
    let (top, bottom, header, footer) = match size {
        Size::Letter => (37, 35, 20, 25),
        Size::Form => (21, 22, 11, 12),
    };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:footerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" \
         w:header=\"{}\" w:footer=\"{}\" w:gutter=\"0\"/></w:sectPr>",
        twips(top),
        twips(26),
        twips(bottom),
        twips(28),
        twips(header),
        twips(footer)
    )
}

fn body(body: &Body, out: &mut String) {
    for block in &body.blocks {
        match block {
            Block::Heading(text) => out.push_str(&paragraph("DocHeading", text)),
            Block::Paragraph(text) => out.push_str(&paragraph("DocText", text)),
            Block::Caption(text) => out.push_str(&with("DocCellHead", CAPTION, text)),
            Block::Note(text) => out.push_str(&paragraph("DocCell", text)),
            Block::Table(one) => table(one, out),
        }
    }
}

fn table(table: &Table, out: &mut String) {
    let widths = widths(&table.columns);
    out.push_str(&table_head(&widths, Some(if table.dense { DENSE } else { SIDE })));
    if table.headed {
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            let keep = if table.dense { "<w:keepNext/>" } else { "" };
            out.push_str(&cell(*width, "", &with("DocCellHead", keep, &column.head)));
        }
        out.push_str("</w:tr>");
    }
    let short = table.dense && table.rows.len() <= SHORT;
    for (at, row) in (1..).zip(&table.rows) {
        // What stands above a group stays with it, and a short table on one page.
        let kept = table.dense && row.across || short && at < table.rows.len();
        let keep = if kept { "<w:keepNext/>" } else { "" };
        out.push_str(&row_of(row, &table.columns, (&widths, keep)));
    }
    out.push_str("</w:tbl>");
    // A paragraph must follow a table, else two tables become one.
    out.push_str("<w:p><w:pPr><w:spacing w:line=\"80\" w:lineRule=\"exact\"/></w:pPr></w:p>");
}

fn row_of(row: &Row, columns: &[Column], (widths, keep): (&[u32], &str)) -> String {
    let mut out = String::from("<w:tr>");
    if row.whole {
        out.push_str("<w:trPr><w:cantSplit/></w:trPr>");
    }
    if let (true, Some(lines)) = (row.across, row.cells.first()) {
        let lines: String = lines.iter().map(|line| with("DocCell", keep, line)).collect();
        let span = format!("<w:gridSpan w:val=\"{}\"/>", columns.len());
        out.push_str(&cell(widths.iter().sum(), &span, &lines));
        out.push_str("</w:tr>");
        return out;
    }
    for ((lines, column), width) in row.cells.iter().zip(columns).zip(widths) {
        let align = if column.align == Align::Centre { "<w:jc w:val=\"center\"/>" } else { "" };
        let lines: String = lines.iter().map(|line| with("DocCell", &format!("{keep}{align}"), line)).collect();
        out.push_str(&cell(*width, "", &lines));
    }
    out.push_str("</w:tr>");
    out
}

/// Widths in twips that fill the text.
fn widths(columns: &[Column]) -> Vec<u32> {
    let fixed: u32 = columns.iter().filter_map(|column| column.width).map(u32::from).sum();
    let shared = u32::try_from(columns.iter().filter(|column| column.width.is_none()).count()).unwrap_or(1).max(1);
    let share = twips(TEXT.saturating_sub(fixed)) / shared;
    columns.iter().map(|column| column.width.map_or(share, |width| twips(width.into()))).collect()
}

/// With rules around its cells, and so much room at their sides; or with neither.
fn table_head(widths: &[u32], ruled: Option<u32>) -> String {
    let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/>");
    let rules: String = ["top", "left", "bottom", "right", "insideH", "insideV"].into_iter().map(line).collect();
    let rules = if ruled.is_some() { format!("<w:tblBorders>{rules}</w:tblBorders>") } else { String::new() };
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let (side, above) = ruled.map_or((0, 10), |side| (side, 60));
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblInd w:w=\"0\" w:type=\"dxa\"/>{rules}<w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
         <w:top w:w=\"{above}\" w:type=\"dxa\"/><w:left w:w=\"{side}\" w:type=\"dxa\"/><w:bottom w:w=\"{above}\" w:type=\"dxa\"/>\
         <w:right w:w=\"{side}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
        widths.iter().sum::<u32>()
    )
}

fn cell(width: u32, more: &str, inside: &str) -> String {
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{more}<w:vAlign w:val=\"center\"/></w:tcPr>{inside}</w:tc>"
    )
}

/// Lines to sign on: two a row with a gap between, or one over both.
fn signatures(signatures: &[Signature], out: &mut String) {
    if signatures.is_empty() {
        return;
    }
    let (half, gap) = (twips(74), twips(8));
    let rule = "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/></w:tcBorders>";
    // The lines keep together, but the last not with what comes after them.
    let text = |one: &Signature, last: bool| {
        let keep = if last { "" } else { "<w:keepNext/>" };
        with("DocSign", &format!("{keep}<w:spacing w:before=\"120\"/>"), &one.text)
    };
    let blank = "<w:p><w:pPr><w:pStyle w:val=\"DocSign\"/></w:pPr></w:p>";
    out.push_str("<w:p><w:pPr><w:keepNext/><w:spacing w:line=\"120\" w:lineRule=\"exact\"/></w:pPr></w:p>");
    out.push_str(&table_head(&[half, gap, half], None));
    let mut rest = signatures;
    while let Some((first, after)) = rest.split_first() {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        rest = after;
        let last = after.is_empty() || (after.len() == 1 && !first.wide && !after[0].wide);
        if first.wide {
            out.push_str(&cell(2 * half + gap, &format!("<w:gridSpan w:val=\"3\"/>{rule}"), &text(first, last)));
        } else {
            out.push_str(&cell(half, rule, &text(first, last)));
            out.push_str(&cell(gap, "", blank));
            match after.split_first() {
                Some((second, after)) if !second.wide => {
                    out.push_str(&cell(half, rule, &text(second, last)));
                    rest = after;
                }
                _ => out.push_str(&cell(half, "", blank)),
            }
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl><w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>");
}

fn paragraph(style: &str, text: &str) -> String {
    with(style, "", text)
}

/// A paragraph with properties besides those of its style.
fn with(style: &str, more: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{}</w:p>", run(text))
}

fn run(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!(
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(text)
    )
}
