//! From typed lines to departments that may be opened, or every line that may not be.

use chrono::NaiveDate;

use crate::hospitals::departments::model::{Department, MOST, Opening, is_unseen, most_at_once};

/// Faults of lines told one by one; beyond them they are counted.
const TOLD: usize = 10;

/// Characters of a line that are quoted.
const QUOTED: usize = 16;

/// The departments typed one a line, `名称` or `名称，编码`, to be opened on `from` beside those `held`. A tab parts
/// name and code too, as it does in rows copied out of a spreadsheet. Blank lines say nothing.
///
/// # Errors
/// What is wrong, in the reader's words, in the order of the lines; the first ten, and how many more there are.
pub fn openings(text: &str, from: NaiveDate, held: &[Department]) -> Result<Vec<Opening>, Vec<String>> {
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        return Err(vec!["还没有填科室。请每行写一个。".to_owned()]);
    }
    let at_once = most_at_once(held, lines.len(), from);
    if at_once > MOST {
        let more = lines.len();
        let fault = format!(
            "同时在用的科室最多 {MOST} 个；加上这 {more} 个是 {at_once} 个。请先停用不再用的科室，或少加几个。"
        );
        return Err(vec![fault]);
    }
    let mut read: Vec<(usize, Opening)> = Vec::new();
    let mut faults = Vec::new();
    for (number, line) in lines {
        match opening(number, line, from, held, &read) {
            Ok(opening) => read.push((number, opening)),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(read.into_iter().map(|(_, opening)| opening).collect()) } else { Err(cut(faults)) }
}

/// One line; what stands in the way is a department held, or a line above.
fn opening(
    number: usize,
    line: &str,
    from: NaiveDate,
    held: &[Department],
    above: &[(usize, Opening)],
) -> Result<Opening, String> {
    let told = |what: &str| format!("第 {number} 行“{}”{what}。", quoted(line));
    let mut parts = line.trim().split(['，', ',', '\t']);
    let (name, code) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if parts.any(|part| !part.trim().is_empty()) {
        return Err(told("有不止一个逗号。一行只写一个科室：名称，或“名称，编码”"));
    }
    let opening = Opening::new(name, code, from).map_err(|bad| told(&bad.to_string()))?;
    if let Some((first, _)) = above.iter().find(|(_, other)| other.is_same(&opening)) {
        return Err(told(&format!("与第 {first} 行重复。请去掉一行")));
    }
    opening.beside(held).map_err(|standing| told(&in_the_way(&standing)))
}

fn in_the_way(standing: &Department) -> String {
    match standing.to {
        None => "已在名单里，还在用。请去掉这一行".to_owned(),
        Some(to) => format!("在名单里用到 {to}。起始日期要晚于这一天，才能再加"),
    }
}

/// The beginning of a line, without what cannot be seen.
fn quoted(line: &str) -> String {
    let seen: String =
        line.trim().chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !is_unseen(*c)).collect();
    match seen.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &seen[..end]),
        None => seen,
    }
}

fn cut(mut faults: Vec<String>) -> Vec<String> {
    let more = faults.len().saturating_sub(TOLD);
    faults.truncate(TOLD);
    if more > 0 {
        faults.push(format!("另有 {more} 行也要改。"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::DepartmentId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(text: &str, held: &[Department]) -> Result<Vec<(String, Option<String>)>, Vec<String>> {
        let read = openings(text, day("2024-07-01"), held)?;
        Ok(read.into_iter().map(|opening| (opening.name, opening.code)).collect())
    }

    #[test]
    fn lines_are_read_as_people_write_and_paste_them() {
        let text = "内科，03\r\n\n 外科 , 04 \n儿科\t07\t\n急诊科，\n门诊部（东）";
        let expected = [
            ("内科", Some("03")),
            ("外科", Some("04")),
            ("儿科", Some("07")),
            ("急诊科", None),
            ("门诊部（东）", None),
        ];
        let expected = expected.map(|(name, code)| (name.to_owned(), code.map(str::to_owned)));
        assert_eq!(read(text, &[]), Ok(expected.to_vec()));
    }

    #[test]
    fn every_faulty_line_is_told_with_its_number() {
        let held = |name: &str, to: Option<&str>| Department {
            id: DepartmentId(1),
            name: name.to_owned(),
            code: None,
            from: day("2020-01-01"),
            to: to.map(day),
            version: 1,
        };
        let list = [held("外科", None), held("儿科", Some("2024-08-31")), held("产科", Some("2024-06-30"))];
        let faults = read("内科\n，03\n外科\n\n儿科\n内 科\n中医，科，1\n产科\n=1\u{202E}+1", &list).unwrap_err();
        let begin = [
            "第 2 行",
            "第 3 行“外科”已在名单里",
            "第 5 行“儿科”在名单里用到 2024-08-31",
            "第 6 行“内 科”与第 1 行重复",
            "第 7 行",
            "第 9 行“=1+1”",
        ];
        assert_eq!(faults.len(), begin.len(), "{faults:#?}");
        for (fault, begin) in faults.iter().zip(begin) {
            assert!(fault.starts_with(begin), "{fault}");
        }
    }

    #[test]
    fn what_is_too_much_is_told_shortly() {
        let many = |count: usize| (0..count).map(|at| format!("科室{at}")).collect::<Vec<_>>().join("\n");
        assert_eq!(read(&many(300), &[]).unwrap().len(), 300);
        assert_eq!(read(&many(301), &[]).unwrap_err().len(), 1);
        assert_eq!(read(" \n\t\n", &[]).unwrap_err().len(), 1);
        let faults = read(&"=\n".repeat(200), &[]).unwrap_err();
        assert_eq!((faults.len(), faults[10].as_str()), (11, "另有 190 行也要改。"));
        let long = read(&"长".repeat(5_000), &[]).unwrap_err();
        assert!(long[0].contains("有 5000 个字") && long[0].chars().count() < 80, "{long:?}");
    }
}
