//! A publication on one picture: number, as-of time, and a line for each target's headline. Pure.

use crate::charts::Colour;
use crate::documents::escaped;
use crate::publications::model::{Content, Target};
use crate::publications::seal::shown;

/// Size of the picture and its rows, px.
const WIDTH: usize = 900;
const MARGIN: usize = 36;
const HEAD: usize = 132;
const ROW: usize = 62;
const FOOT: usize = 74;
/// Letters of Chinese a title or name has room for.
const TITLE: usize = 34;
const NAME: usize = 24;

/// The columns' left edges; the value's is its right end.
const NUMERAL: usize = MARGIN;
const ABOUT: usize = MARGIN + 52;
const VALUE: usize = 590;
const BASE: usize = 606;

const INK: Colour = Colour::Ink;
const SECOND: Colour = Colour::SecondInk;
const HINT: Colour = Colour::HintInk;
/// The bar on top, as on other pictures of ours.
const BRAND: &str = "#134B7F";

/// The picture; `font` is the family its letters are drawn with, besides those a browser has. `demo` says that everything
/// on it is invented.
#[must_use]
pub fn svg(content: &Content, hash: &str, demo: bool, font: &str) -> String {
    let height = HEAD + content.targets.len() * ROW + FOOT;
    let font = escaped(&font.replace(['\'', '"'], ""));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"'{font}','Noto Sans CJK SC','Microsoft YaHei',sans-serif\">\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#FFFFFF\"/><rect width=\"{WIDTH}\" height=\"8\" fill=\"{BRAND}\"/>"
    );
    head(&mut svg, content, demo);
    for (at, target) in content.targets.iter().enumerate() {
        row(&mut svg, HEAD + at * ROW, target);
    }
    let foot = HEAD + content.targets.len() * ROW;
    let said = format!(
        "合并值 Σ分子 ÷ Σ分母，方括号内为 95 % 区间；计入不足 {} 家的不公布。数值高低不等于改善。",
        content.least
    );
    text(&mut svg, (MARGIN, foot + 30), (14, HINT, "start"), &said);
    let sealed = format!("通报号 {}　指纹 {}", content.number, shown(hash));
    text(&mut svg, (MARGIN, foot + 54), (14, HINT, "start"), &sealed);
    svg.push_str("</svg>");
    svg
}

fn head(svg: &mut String, content: &Content, demo: bool) {
    text(svg, (MARGIN, 52), (26, INK, "start"), &short(&content.title, TITLE));
    let standing = content.standing;
    let correction = if content.correction.is_some() { "更正版　" } else { "" };
    let when = format!("{correction}{}　{}　数据截至 {}", content.publisher, content.period_label, content.as_of);
    text(svg, (MARGIN, 82), (15, SECOND, "start"), &when);
    let counts =
        format!("应报 {} 家，已接收 {} 家，未接收 {} 家", standing.expected, standing.accepted, standing.missing);
    text(svg, (MARGIN, 106), (15, SECOND, "start"), &counts);
    if demo {
        text(svg, (WIDTH - MARGIN, 106), (15, SECOND, "end"), "演示　数字均为虚构");
    }
}

fn row(svg: &mut String, top: usize, target: &Target) {
    svg.push_str(&format!(
        "<line x1=\"{MARGIN}\" x2=\"{}\" y1=\"{top}\" y2=\"{top}\" stroke=\"{}\"/>",
        WIDTH - MARGIN,
        Colour::Hairline
    ));
    text(svg, (NUMERAL, top + 38), (20, HINT, "start"), &target.numeral);
    text(svg, (ABOUT, top + 26), (17, INK, "start"), &short(&target.short_title, NAME));
    let headline = target.indicators.first().filter(|_| target.has_headline);
    let Some(headline) = headline else {
        let told = if target.indicators.is_empty() {
            "口径未发布".to_owned()
        } else {
            format!("{} 项分列，无单一数字，见正文", target.indicators.len())
        };
        text(svg, (ABOUT, top + 48), (14, HINT, "start"), &told);
        return;
    };
    text(svg, (ABOUT, top + 48), (14, HINT, "start"), &short(&headline.name, NAME + 6));
    let Some(total) = &headline.total else { return };
    if total.value.is_none() {
        text(svg, (BASE, top + 38), (15, SECOND, "start"), &total.told(&headline.unit));
        return;
    }
    text(svg, (VALUE, top + 40), (24, INK, "end"), total.value.as_deref().unwrap_or_default());
    let interval = total.interval.as_ref().map_or_else(String::new, |interval| format!(" [{interval}]"));
    text(svg, (BASE, top + 26), (14, SECOND, "start"), &format!("{}{interval}", headline.unit));
    text(svg, (BASE, top + 48), (14, HINT, "start"), &format!("{}　计入 {} 家", total.base, total.reported));
}

fn text(svg: &mut String, (x, y): (usize, usize), (size, fill, anchor): (usize, Colour, &str), said: &str) {
    svg.push_str(&format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\" text-anchor=\"{anchor}\">{}</text>",
        escaped(said)
    ));
}

/// The beginning of a text that is too long; two letters of Latin script take the room of one of Chinese.
fn short(text: &str, most: usize) -> String {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += if c.is_ascii() { 1 } else { 2 };
        if used > most * 2 {
            return format!("{}…", &text[..at]);
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut() {
        assert_eq!(short("短", 2), "短");
        assert_eq!(short("一二三", 2), "一二…");
        assert_eq!(short("abcd五", 2), "abcd…");
    }
}
