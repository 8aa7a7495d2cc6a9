//! A notice as a picture: a heading and lines, broken where they are too long.

/// Lines at most, after breaking; what is beyond is left out and said.
pub const LINES: usize = 60;

/// Size of the picture and its letters, px.
const WIDTH: usize = 720;
const MARGIN: usize = 32;
const HEAD: usize = 24;
const BODY: usize = 18;
const STEP: usize = 30;
/// What a line of the heading is higher than one of the text.
const MORE: usize = 8;

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The heading.
    pub title: String,
    /// Paragraphs, each on a line of its own.
    pub lines: Vec<String>,
}

impl Notice {
    /// A notice of a text whose first line is the heading.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut lines = text.lines().map(str::to_owned);
        Self { title: lines.next().unwrap_or_default(), lines: lines.collect() }
    }

    /// The picture; `font` is the family its letters are drawn with, besides those a browser has.
    #[must_use]
    pub fn svg(&self, font: &str) -> String {
        let room = WIDTH - 2 * MARGIN;
        let mut drawn: Vec<(usize, String)> =
            broken(&self.title, room, HEAD).into_iter().map(|line| (HEAD, line)).collect();
        for line in &self.lines {
            drawn.extend(broken(line, room, BODY).into_iter().map(|line| (BODY, line)));
        }
        if drawn.len() > LINES {
            drawn.truncate(LINES - 1);
            drawn.push((BODY, "……太长，后面的没有画出来，请看文字。".to_owned()));
        }
        let heads = drawn.iter().filter(|(size, _)| *size == HEAD).count();
        let height = 2 * MARGIN + drawn.len() * STEP + heads * MORE;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             font-family=\"'{}','Noto Sans CJK SC','Microsoft YaHei',sans-serif\">\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#FFFFFF\"/>\
             <rect width=\"{WIDTH}\" height=\"8\" fill=\"#134B7F\"/>",
            escaped(&font.replace(['\'', '"'], ""))
        );
        let mut top = MARGIN;
        for (size, line) in &drawn {
            let heading = *size == HEAD;
            let (y, weight, line) = (top + size, if heading { "bold" } else { "normal" }, escaped(line));
            svg.push_str(&format!(
                "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"#17222D\">{line}</text>"
            ));
            top += STEP + if heading { MORE } else { 0 };
        }
        svg.push_str("</svg>");
        svg
    }
}

/// A text in lines no wider than `room` px at this size. A letter of Latin script is taken as a little over half as wide as
/// a Chinese one, which is as wide as its size.
fn broken(text: &str, room: usize, size: usize) -> Vec<String> {
    let wide = |c: char| if c.is_ascii() { size * 6 / 10 } else { size };
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for c in text.chars() {
        // A mark that closes never begins a line.
        if used + wide(c) > room && !"，。、；：）”！？".contains(c) {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        line.push(c);
        used += wide(c);
    }
    lines.push(line);
    lines
}

/// Text as XML holds it; what XML cannot hold is left out.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_and_long_texts_cut() {
        let notice = Notice::of(&format!("标题\n{}\n短", "字".repeat(80)));
        let svg = notice.svg("Noto Sans CJK SC");
        assert_eq!(svg.matches("<text ").count(), 5, "one, three of at most 36, one: {svg}");
        let long = Notice::of(&"行\n".repeat(300)).svg("x");
        assert_eq!(long.matches("<text ").count(), LINES);
        assert!(long.contains("没有画出来"), "{long}");
    }

    #[test]
    fn what_people_wrote_stays_text() {
        let svg = Notice::of("<script>\n\"&\u{0}").svg("a'\"<");
        assert!(svg.contains("&lt;script&gt;") && svg.contains("&quot;&amp;<"), "{svg}");
        assert!(!svg.contains("<script") && svg.contains("'a&lt;'"), "{svg}");
    }
}
