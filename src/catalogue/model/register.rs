use serde::Serialize;

use super::AuthorityKind;

/// 名录用词: the words the register of hospitals is written in, and how people else write them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RegisterTerms {
    /// 级别, the highest first.
    pub levels: Vec<Level>,
    /// 等次, the highest first.
    pub grades: Vec<Word>,
    /// 类别.
    pub categories: Vec<Word>,
    /// 举办性质.
    pub ownerships: Vec<Word>,
    /// 隶属.
    pub affiliations: Vec<Affiliation>,
    /// Key of the grade of a hospital whose roster names none.
    pub no_grade: String,
}

/// One word of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// What rows, addresses and programs hold.
    pub key: String,
    /// What pages and exports write.
    pub name: String,
    /// Other words people write for it.
    pub aliases: Vec<String>,
}

/// 级别: the word, and its place in charts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Level {
    /// The word.
    #[serde(flatten)]
    pub word: Word,
    /// Which of a chart's styles its line has, from 1; none where it has no line.
    pub chart_order: Option<u8>,
}

/// 隶属: the word, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Affiliation {
    /// The word.
    #[serde(flatten)]
    pub word: Word,
    /// The lowest kind of commission that reviews such a hospital's returns, found from its region upwards.
    pub reviewed_at: AuthorityKind,
    /// The lowest kind of commission that counts it as its own when visits are planned.
    pub supervised_at: AuthorityKind,
    /// Key of the ownership it goes with; none where it goes with any.
    pub ownership: Option<String>,
}

/// What one text of the column 级别 says: `三级甲等综合医院` names a level, a grade and a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelWords<'a> {
    /// The level.
    pub level: &'a Level,
    /// The grade, where the text names one.
    pub grade: Option<&'a Word>,
    /// The category, where the text names one.
    pub category: Option<&'a Word>,
}

impl Word {
    /// The name first, then the aliases.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    fn is_written(&self, plain: &str) -> bool {
        self.spellings().any(|spelling| plain_text(spelling) == plain)
    }
}

impl RegisterTerms {
    /// The level with this key.
    pub fn level(&self, key: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.word.key == key)
    }

    /// The affiliation with this key.
    pub fn affiliation(&self, key: &str) -> Option<&Affiliation> {
        self.affiliations.iter().find(|affiliation| affiliation.word.key == key)
    }

    /// What a page writes for a level's key; the key itself for one that is unknown.
    pub fn level_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.level(key).map_or(key, |level| &level.word.name)
    }

    /// The place of a level in the order of the files; after all of them for one they do not know.
    #[must_use]
    pub fn level_place(&self, key: &str) -> usize {
        self.levels.iter().position(|level| level.word.key == key).unwrap_or(usize::MAX)
    }

    /// What a page writes for a grade's key.
    pub fn grade_name<'a>(&'a self, key: &'a str) -> &'a str {
        name_of(&self.grades, key)
    }

    /// What a page writes for a category's key.
    pub fn category_name<'a>(&'a self, key: &'a str) -> &'a str {
        name_of(&self.categories, key)
    }

    /// What a page writes for an ownership's key.
    pub fn ownership_name<'a>(&'a self, key: &'a str) -> &'a str {
        name_of(&self.ownerships, key)
    }

    /// What a page writes for an affiliation's key.
    pub fn affiliation_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.affiliation(key).map_or(key, |affiliation| &affiliation.word.name)
    }

    /// Reads a text such as 三级, 三甲, 三级（未定等） or 三级甲等综合医院; none when a part is not understood.
    pub fn read_level(&self, text: &str) -> Option<LevelWords<'_>> {
        let plain = plain_text(text);
        self.levels.iter().find_map(|level| {
            level.word.spellings().find_map(|spelling| {
                let rest = plain.strip_prefix(plain_text(spelling).as_str())?;
                self.read_rest(rest).map(|(grade, category)| LevelWords { level, grade, category })
            })
        })
    }

    /// Reads a grade; an empty text is the grade of a hospital that has none.
    pub fn read_grade(&self, text: &str) -> Option<&Word> {
        let plain = plain_text(text);
        if plain.is_empty() {
            return self.grades.iter().find(|grade| grade.key == self.no_grade);
        }
        self.grades.iter().find(|grade| grade.is_written(&plain))
    }

    /// Reads a category.
    pub fn read_category(&self, text: &str) -> Option<&Word> {
        let plain = plain_text(text);
        self.categories.iter().find(|category| category.is_written(&plain))
    }

    /// Reads an ownership.
    pub fn read_ownership(&self, text: &str) -> Option<&Word> {
        let plain = plain_text(text);
        self.ownerships.iter().find(|ownership| ownership.is_written(&plain))
    }

    /// Reads an affiliation.
    pub fn read_affiliation(&self, text: &str) -> Option<&Affiliation> {
        let plain = plain_text(text);
        self.affiliations.iter().find(|affiliation| affiliation.word.is_written(&plain))
    }

    /// What stands behind a level: nothing, a grade, a category, or a grade and a category.
    fn read_rest(&self, rest: &str) -> Option<(Option<&Word>, Option<&Word>)> {
        // A bare 医院 says nothing.
        let category = |text: &str| match text {
            "" | "医院" => Some(None),
            named => self.read_category(named).map(Some),
        };
        if let Some(category) = category(rest) {
            return Some((None, category));
        }
        self.grades.iter().find_map(|grade| {
            grade.spellings().find_map(|spelling| {
                let rest = rest.strip_prefix(plain_text(spelling).as_str())?;
                Some((Some(grade), category(rest)?))
            })
        })
    }
}

fn name_of<'a>(words: &'a [Word], key: &'a str) -> &'a str {
    words.iter().find(|word| word.key == key).map_or(key, |word| &word.name)
}

/// A text as it is compared: half-width, without spaces and brackets.
fn plain_text(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace() && !"()[]【】〔〕".contains(*c)).collect()
}

/// Full-width digits, letters and signs as their half-width twins; the ideographic space as a space.
pub fn half_width(text: &str) -> String {
    let fold = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> RegisterTerms {
        let word = |key: &str, name: &str, aliases: &[&str]| Word {
            key: key.to_owned(),
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        RegisterTerms {
            levels: vec![
                Level { word: word("l3", "三级", &["三级医院", "三"]), chart_order: Some(1) },
                Level { word: word("l0", "未定级", &[]), chart_order: None },
            ],
            grades: vec![word("a", "甲等", &["甲"]), word("none", "未定等", &["未定"])],
            categories: vec![word("general", "综合医院", &["综合"])],
            no_grade: "none".to_owned(),
            ..RegisterTerms::default()
        }
    }

    #[test]
    fn one_text_may_name_level_grade_and_category() {
        let terms = terms();
        let read = |text: &str| {
            terms.read_level(text).map(|words| {
                let key = |word: Option<&Word>| word.map(|word| word.key.clone()).unwrap_or_default();
                format!("{}/{}/{}", words.level.word.key, key(words.grade), key(words.category))
            })
        };
        for (text, expected) in [
            ("三级", "l3//"),
            (" 三 级 ", "l3//"),
            ("三甲", "l3/a/"),
            ("三级甲等", "l3/a/"),
            ("三级（未定等）", "l3/none/"),
            ("三级甲等综合医院", "l3/a/general"),
            ("三级综合", "l3//general"),
            ("三级医院", "l3//"),
            ("三级甲等医院", "l3/a/"),
            ("未定级", "l0//"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "甲等", "三级丁等", "四级", "三级甲等医院等"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(terms.read_grade("").map(|word| word.key.as_str()), Some("none"));
    }

    #[test]
    fn full_width_is_folded() {
        assert_eq!(half_width("４１０１０５　Ａ－（甲）"), "410105 A-(甲)");
    }
}
