//! A summary as an official document: the same words and figures as on its page. Short tables stand between the words, long ones in
//! the appendix, where the words refer to them.

mod columns;

use crate::documents::{self, Body, Document, Size};
use crate::reports::model::{Cell, Content, Line, Section, Table};

/// Most columns and rows of a table that stands between the words.
const SHORT: (usize, usize) = (4, 8);

/// The document; of a frozen edition with its number and seal, of a draft with the word that it is one.
#[must_use]
pub fn document(content: &Content, frozen: Option<(&Line, &str)>, demo: bool) -> Document {
    let intro = format!(
        "依据{}，对 {} 至 {} 的活动开展情况总结如下。数字截至 {}，取自 {} 时系统里的记录。",
        content.basis, content.from, content.to, content.on, content.as_of
    );
    let mut parts = Parts { body: Body::default().paragraph(&intro), ..Parts::default() };
    for one in &content.sections {
        parts = parts.section(one);
    }
    let state = match frozen {
        Some((line, _)) if line.edition > 1 => format!("第 {} 版（更正版）", line.edition),
        Some(_) => "第 1 版".to_owned(),
        None => "未定稿，数字还会变".to_owned(),
    };
    let mut document = Document::new(Size::Form, &content.title, parts.body).demo(demo).number(Some(&state));
    if parts.annexed > 0 {
        document = document.appendix("附表", "数据附表", parts.appendix);
    }
    match frozen {
        Some((line, seal)) => {
            let day = crate::calendar::china_date(line.at);
            document.issued(&content.authority, day).foot("数字定稿后不变", Some(seal))
        }
        None => document.foot("未定稿", None),
    }
}

/// What is written so far; tables are numbered through the document, those of the appendix for themselves.
#[derive(Default)]
struct Parts {
    body: Body,
    appendix: Body,
    tables: usize,
    annexed: usize,
}

impl Parts {
    /// Adds a section.
    fn section(mut self, of: &Section) -> Self {
        self.body = self.body.heading(&of.title);
        let mut sentences = of.sentences.join("");
        let (short, long): (Vec<&Table>, Vec<&Table>) = of.tables.iter().partition(|table| is_short(table));
        let said: Vec<String> = (self.annexed + 1..).zip(&long).map(|(at, one)| referred(one, at)).collect();
        if !said.is_empty() {
            sentences = format!("{sentences}{}。", said.join("；"));
        }
        for text in [&sentences, &of.words] {
            if !text.is_empty() {
                self.body = self.body.paragraph(text);
            }
        }
        if sentences.is_empty() && of.words.is_empty() {
            self.body = self.body.paragraph("（没有写。）");
        }
        for one in short {
            self.tables += 1;
            self.body = shown(self.body, &format!("表 {}", self.tables), one);
        }
        if !of.source.is_empty() {
            self.body = self.body.paragraph(&format!("来源：{}。", of.source));
        }
        for one in long {
            self.annexed += 1;
            self.appendix = shown(self.appendix, &format!("附表 {}", self.annexed), one);
            self.appendix = self.appendix.note(&format!("来源：{}。", of.source));
        }
        self
    }
}

/// Where a table of the appendix is referred to.
fn referred(table: &Table, number: usize) -> String {
    format!("{}见附表 {number}", table.title)
}

fn is_short(table: &Table) -> bool {
    table.heads.len() <= SHORT.0 && table.rows.len() <= SHORT.1
}

/// Adds a table with its number, its title, and what must be known to read it.
fn shown(body: Body, number: &str, of: &Table) -> Body {
    let (heads, unit) = heads(of);
    let unit = unit.map(|unit| format!("（单位：{unit}）")).unwrap_or_default();
    let body = body.caption(&format!("{number}　{}{unit}", of.title)).table(table(of, &heads));
    if of.note.is_empty() { body } else { body.note(&format!("注：{}", of.note)) }
}

/// The heads; a unit that all counts have in common is said once, beside the title.
fn heads(of: &Table) -> (Vec<String>, Option<&str>) {
    let unit = |head: &str| of.heads.iter().find(|one| *one == head).and_then(|one| unit_of(one));
    let units: Vec<&str> = of.heads.iter().filter_map(|head| unit_of(head)).filter(|unit| *unit != "%").collect();
    let common = units.first().copied().filter(|first| units.len() > 1 && units.iter().all(|one| one == first));
    let plain = |head: &String| match unit(head) {
        Some(own) if Some(own) == common => head.trim_end_matches(&format!("（{own}）")).to_owned(),
        _ => head.clone(),
    };
    (of.heads.iter().map(plain).collect(), common)
}

/// The unit at the end of a head: `占比（%）`.
fn unit_of(head: &str) -> Option<&str> {
    head.strip_suffix('）')?.rsplit_once('（').map(|(_, unit)| unit)
}

fn table(of: &Table, heads: &[String]) -> documents::Table {
    let mut table = documents::Table::new(columns::columns(of, heads)).dense();
    let mut above: Option<&Cell> = None;
    for row in &of.rows {
        let first = row.first();
        if of.grouped && first != above {
            table.across(first.map_or("", |cell| cell.shown.as_str()));
            above = first;
        }
        table.row(row.iter().skip(usize::from(of.grouped)).map(|cell| cell.shown.as_str()));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: Table, many: usize) -> Table {
        let row = table.heads.iter().map(|_| Cell::count(7)).collect::<Vec<_>>();
        Table { rows: vec![row; many], ..table }
    }

    fn printed(sections: Vec<Section>) -> String {
        serde_json::to_value(document(&Content::of(sections), None, false)).unwrap().to_string()
    }

    #[test]
    fn long_tables_stand_in_the_appendix_and_the_words_say_where() {
        let mut first = Section::new("a", "甲", "演示来源");
        first.say("共 7 家。");
        first.show(rows(Table::new("短表", &["级别", "家数（家）"]), 8));
        first.show(rows(Table::new("长表", &["级别", "家数（家）"]), 9));
        first.show(rows(Table::new("宽表", &["级别", "甲（家）", "乙（家）", "丙（家）", "占比（%）"]), 1));
        let mut second = Section::new("b", "乙", "");
        second.show(rows(Table::new("另一张长表", &["级别", "家数（家）"]), 9));
        let all = printed(vec![first, second]);
        let (body, appendix) = all.split_once("\"数据附表\"").map_or((all.as_str(), ""), |(_, _)| {
            let at = all.find("\"annexes\"").unwrap();
            let end = all[at..].find("\"attachments\"").map_or(all.len(), |end| at + end);
            (&all[end..], &all[at..end])
        });
        assert!(body.contains("共 7 家。长表见附表 1；宽表见附表 2。"), "{body}");
        assert!(body.contains("另一张长表见附表 3。") && body.contains("表 1　短表"), "{body}");
        for said in ["附表 1　长表", "附表 2　宽表（单位：家）", "占比（%）", "附表 3　另一张长表", "来源：演示来源。"]
        {
            assert!(appendix.contains(said), "{said}: {appendix}");
        }
        assert!(!appendix.contains("短表") && !appendix.contains("甲（家）"), "{appendix}");
    }

    #[test]
    fn without_long_tables_there_is_no_appendix() {
        let mut only = Section::new("a", "甲", "");
        only.show(rows(Table::new("短表", &["级别"]), 1));
        assert!(!printed(vec![only]).contains("附表"));
    }

    #[test]
    fn a_group_is_named_once_above_its_rows() {
        let mut table = Table { grouped: true, ..Table::new("各级别", &["目标", "级别", "止"]) };
        for (target, level) in [("Ⅰ", "合计"), ("Ⅰ", "三级"), ("Ⅱ", "合计")] {
            table.rows.push(vec![Cell::text(target), Cell::text(level), Cell::count(1)]);
        }
        let mut section = Section::new("a", "甲", "");
        section.show(table);
        let all = printed(vec![section]);
        assert_eq!((all.matches("\"across\":true").count(), all.matches("[\"Ⅰ\"]").count()), (2, 1), "{all}");
    }
}
