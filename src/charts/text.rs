//! Text in a picture: escaping, an honest guess of its width, and lines of a given width.

/// Text as XML content or attribute; characters XML cannot hold at all are left out.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => safe.push(c),
        }
    }
    safe
}

/// The width of `text` at `size` px, in px; no font is at hand, so it rounds up.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The width of one character in em: a Chinese character is square, a figure a little over half of that.
fn em(c: char) -> f64 {
    match c {
        ' ' | '\u{A0}' | '.' | ',' | ':' | '\'' | 'i' | 'l' => 0.3,
        '\u{202F}' | '\u{2009}' => 0.2,
        'm' | 'w' | 'A'..='Z' => 0.72,
        '%' | '‰' => 0.95,
        c if c.is_ascii() => 0.58,
        '−' | '–' | '·' | '±' => 0.6,
        _ => 1.0,
    }
}

/// `text` in lines no wider than `room` px, as even as they can be: at its own line ends, then between characters,
/// but not between a figure and what it counts.
pub(super) fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines().map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let pieces = pieces(paragraph, size, room);
        let fewest = fill(&pieces, size, room).len();
        let even = width(paragraph, size) / fewest as f64;
        let narrower = (0..8).map(|wider| even + f64::from(wider) * 0.5 * size).take_while(|narrow| *narrow < room);
        let tried = narrower.map(|narrow| fill(&pieces, size, narrow)).find(|lines| lines.len() == fewest);
        lines.extend(tried.unwrap_or_else(|| fill(&pieces, size, room)));
    }
    lines
}

/// What stays together: one Chinese character, or a figure with the spaces around it and the character after it.
fn pieces(paragraph: &str, size: f64, room: f64) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in paragraph.chars() {
        let narrow = em(c) < 1.0;
        let closes = matches!(c, '，' | '。' | '：' | '；' | '、' | '）' | '！' | '？' | '”');
        match pieces.last_mut() {
            // A figure wider than a line must be cut all the same.
            Some(last) if (open || closes) && width(last, size) + em(c) * size <= room => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = narrow;
    }
    pieces
}

fn fill(pieces: &[String], size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(piece.trim_end(), size) <= room => line.push_str(piece),
            _ => lines.push(piece.trim_start().to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape("<b>\"&'\u{0}\u{FFFF}</b>"), "&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;");
    }

    #[test]
    fn a_chinese_character_is_one_em_and_not_three_bytes() {
        assert_eq!(width("三级", 12.0), 24.0);
        assert!(width("74.3", 12.0) < 26.0);
    }

    #[test]
    fn lines_keep_their_width_and_lose_nothing() {
        let lines = wrap("加入出院后与基础预防\n2024 年起", 12.0, 72.0);
        assert_eq!(lines, ["加入出院后", "与基础预防", "2024 年起"]);
        assert!(wrap("", 12.0, 60.0).is_empty());
        assert_eq!(wrap("字字", 12.0, 0.0), ["字", "字"]);
    }

    #[test]
    fn a_figure_stays_with_what_it_counts() {
        assert_eq!(wrap("接收不足 5 家不画", 12.0, 72.0), ["接收不足", "5 家不画"]);
        assert_eq!(wrap("改口径：出院", 12.0, 40.0), ["改口", "径：", "出院"]);
    }
}
