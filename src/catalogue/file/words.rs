//! What the parser of the files says, in Chinese for whoever keeps them.

/// What the parser finds wrong with a text, by the beginning of its sentence.
const SYNTAX: [(&str, &str); 24] = [
    ("string values must be quoted", "文字要放在一对英文双引号里"),
    ("missing opening quote", "文字缺开头的引号"),
    ("invalid basic string", "文字缺结尾的引号，或有不能这样写的字符"),
    ("invalid multi-line basic string", "多行的文字缺结尾的三个引号"),
    ("invalid literal string", "文字缺结尾的引号"),
    ("missing escaped value", "反斜杠后面写错了"),
    ("key with no value", "键后面没有 = 和值"),
    ("missing assignment", "键和值之间缺 ="),
    ("missing value", "= 后面没有值"),
    ("missing key", "= 前面没有键"),
    ("extra `=`", "多了一个 ="),
    ("extra assignment", "多了一个 ="),
    ("extra comma", "多了一个逗号"),
    ("missing comma", "两个值之间缺逗号"),
    ("unclosed array table", "[[…]] 没有写完"),
    ("unclosed array", "一组值缺结尾的 ]"),
    ("unclosed inline table", "一组键值缺结尾的 }"),
    ("unclosed table", "[…] 没有写完"),
    ("invalid unquoted key", "键只能用字母、数字、_ 和 -"),
    ("unquoted keys cannot be empty", "= 前面没有键"),
    ("unexpected leading zero", "数不能以 0 开头"),
    ("unexpected key or value", "一行里多写了东西，或上一行没有写完"),
    ("unexpected content", "这里多写了东西"),
    ("unexpected `=` in array", "一组值里不能有 ="),
];

/// How chrono refuses a text that is no day.
const NO_DAY: [&str; 5] = [
    "input contains invalid characters",
    "input is out of range",
    "premature end of input",
    "trailing input",
    "input is not enough for unique date and time",
];

/// The parser's sentence for whoever keeps the files; what has no words of its own stands in brackets.
pub(super) fn in_chinese(message: &str) -> String {
    let quoted = |start: usize| message.split('`').nth(start).unwrap_or_default();
    let known = || message.split_once("expected").map(|(_, list)| list.trim_start_matches(" one of").trim());
    let known = || known().map_or_else(|| "无".to_owned(), |list| list.replace(" or ", "、").replace(", ", "、"));
    if message.starts_with("unknown field") {
        return format!("不认识的键 `{}`，可用的是 {}", quoted(1), known());
    }
    if message.starts_with("missing field") {
        return format!("缺少键 `{}`", quoted(1));
    }
    if message.starts_with("unknown variant") {
        return format!("不能写 `{}`，可用的是 {}", quoted(1), known());
    }
    if message.starts_with("duplicate key") {
        return "同一个键写了两次".to_owned();
    }
    if NO_DAY.contains(&message) {
        return "格式有误：不是一天，应写成 \"2024-09-01\" 的样子".to_owned();
    }
    if let Some((found, wanted)) = split(message, "invalid type: ") {
        return format!("格式有误：应是{}，写的是{}", wanted_in_chinese(wanted), found_in_chinese(found));
    }
    if let Some((found, wanted)) = split(message, "invalid length ") {
        return format!("格式有误：应是{}，写了 {found} 个", wanted_in_chinese(wanted));
    }
    if let Some((found, _)) = split(message, "invalid value: ") {
        return format!("格式有误：不能写{}，超出了允许的范围", found_in_chinese(found));
    }
    match SYNTAX.iter().find(|(start, _)| message.starts_with(start)) {
        Some((_, words)) => format!("格式有误：{words}（{message}）"),
        None => format!("格式有误：这里读不懂（{message}）"),
    }
}

fn split<'m>(message: &'m str, start: &str) -> Option<(&'m str, &'m str)> {
    message.strip_prefix(start)?.split_once(", expected ")
}

/// `string "许多"`, ``integer `5` ``, `sequence` …
fn found_in_chinese(found: &str) -> String {
    let (kind, value) = [("string ", "文字"), ("integer ", "整数"), ("floating point ", "小数"), ("boolean ", "")]
        .iter()
        .find_map(|(start, word)| Some((*word, found.strip_prefix(start)?)))
        .unwrap_or_default();
    match found {
        "sequence" => "一组值".to_owned(),
        "map" => "一组键值".to_owned(),
        _ if !value.is_empty() => format!("{kind} {}", value.trim_matches('`')),
        _ => format!("别的（{found}）"),
    }
}

/// `i64`, `a string`, `a tuple of size 2` …
fn wanted_in_chinese(wanted: &str) -> String {
    let count = wanted.rsplit(' ').next().filter(|count| count.bytes().all(|b| b.is_ascii_digit()));
    match (wanted, count) {
        ("i64" | "i32" | "u8" | "u16" | "u32" | "u64" | "usize", _) => "整数".to_owned(),
        ("a string" | "string or table", _) => "引号里的文字".to_owned(),
        ("a boolean", _) => " true 或 false".to_owned(),
        ("a sequence", _) => "方括号里的一组值".to_owned(),
        ("a formatted date string", _) => "引号里的一天，如 \"2024-09-01\"".to_owned(),
        (_, Some(count)) => format!("方括号里的 {count} 个值"),
        _ if wanted.starts_with("struct") || wanted == "a map" => "一组键值".to_owned(),
        _ => format!("别的（{wanted}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::in_chinese;

    /// Whether a text outside its brackets and quotes has an English word.
    fn english(text: &str) -> bool {
        let plain = text.split('（').next().unwrap_or_default();
        plain.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() > 3)
    }

    #[test]
    fn the_parsers_sentences_are_said_in_chinese() {
        let said = [
            ("invalid type: string \"许多\", expected i64", "格式有误：应是整数，写的是文字 \"许多\""),
            ("invalid length 1, expected a tuple of size 2", "格式有误：应是方括号里的 2 个值，写了 1 个"),
            ("invalid value: integer `300`, expected u8", "格式有误：不能写整数 300，超出了允许的范围"),
            ("input contains invalid characters", "格式有误：不是一天，应写成 \"2024-09-01\" 的样子"),
            ("missing field `source`", "缺少键 `source`"),
            ("unknown variant `stop`, expected `block` or `explain`", "不能写 `stop`，可用的是 `block`、`explain`"),
        ];
        for (message, words) in said {
            assert_eq!(in_chinese(message), words);
        }
        for message in ["string values must be quoted, expected literal string", "something new"] {
            let words = in_chinese(message);
            assert!(words.starts_with("格式有误：") && words.contains(message) && !english(&words), "{words}");
        }
    }
}
