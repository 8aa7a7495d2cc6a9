//! The words of a row: level, grade, category, ownership, affiliation, services.

use std::collections::BTreeSet;

use super::Row;
use crate::catalogue::model::{Affiliation, RegisterTerms, Word};
use crate::hospitals::roster::Column;

impl<'a> Row<'a> {
    /// Level, grade and category: the cell of the level may say all three.
    pub(super) fn read_level(&mut self, terms: &'a RegisterTerms) -> (Option<String>, Option<String>, Option<String>) {
        let text = self.must_say(Column::Level);
        let words = text.as_deref().and_then(|text| terms.read_level(text));
        if let (Some(_), None) = (&text, words) {
            let known = terms.levels.iter().map(|level| level.word.name.as_str()).collect::<Vec<_>>().join("、");
            let remedy = format!("请写：{known}；可以连等次一起写，如“三级甲等”“三甲”。");
            self.fault(Column::Level, "roster_level", "看不懂的级别。", remedy);
        }
        let in_level = words.and_then(|words| words.grade);
        let grade = self.own_or_in_level(Column::Grade, &terms.grades, in_level, |text| terms.read_grade(text));
        let in_level = words.and_then(|words| words.category);
        let category =
            self.own_or_in_level(Column::Category, &terms.categories, in_level, |text| terms.read_category(text));
        (words.map(|words| words.level.word.key.clone()), grade, category)
    }

    /// A word from its own column, or else from the text of the level; both must agree.
    fn own_or_in_level(
        &mut self,
        column: Column,
        known: &[Word],
        in_level: Option<&'a Word>,
        read: impl Fn(&str) -> Option<&'a Word>,
    ) -> Option<String> {
        let is_blank = !self.raw.cells.contains_key(&column);
        let word = match in_level {
            Some(word) if is_blank => word,
            _ if is_blank && column == Column::Grade => read("")?,
            _ => self.word(column, known, read)?,
        };
        if let Some(said) = in_level
            && said.key != word.key
        {
            let message = format!("“{}”写的是{}，级别一栏却写着{}。", column.header(), word.name, said.name);
            self.fault(column, "roster_level", message, "请把两处改成一致。");
        }
        Some(word.key.clone())
    }

    /// A word of a list.
    pub(super) fn word(
        &mut self,
        column: Column,
        known: &[Word],
        read: impl Fn(&str) -> Option<&'a Word>,
    ) -> Option<&'a Word> {
        let text = self.must_say(column)?;
        let word = read(&text);
        if word.is_none() {
            let names = known.iter().map(|word| word.name.as_str()).collect::<Vec<_>>().join("、");
            self.fault(column, "roster_word", format!("看不懂的{}。", column.header()), format!("请写：{names}。"));
        }
        word
    }

    pub(super) fn read_affiliation(&mut self, terms: &'a RegisterTerms) -> Option<&'a Affiliation> {
        let text = self.must_say(Column::Affiliation)?;
        let affiliation = terms.read_affiliation(&text);
        if affiliation.is_none() {
            let names = terms.affiliations.iter().map(|known| known.word.name.as_str()).collect::<Vec<_>>().join("、");
            self.fault(Column::Affiliation, "roster_word", "看不懂的隶属。", format!("请写：{names}。"));
        }
        affiliation
    }

    pub(super) fn ownership_fits(
        &mut self,
        held: Option<&Word>,
        affiliation: Option<&Affiliation>,
        terms: &RegisterTerms,
    ) {
        let (Some(held), Some(affiliation)) = (held, affiliation) else { return };
        if let Some(needed) = affiliation.ownership.as_deref()
            && needed != held.key
        {
            let message = format!("隶属写的是{}，举办性质却是{}。", affiliation.word.name, held.name);
            let remedy = format!("隶属为{}的，举办性质应是{}。", affiliation.word.name, terms.ownership_name(needed));
            self.fault(Column::Affiliation, "roster_word", message, remedy);
        }
    }

    pub(super) fn read_services(&mut self) -> BTreeSet<String> {
        let text = self.text(Column::Services).unwrap_or_default();
        let (mut services, mut unknown) = (BTreeSet::new(), Vec::new());
        let words = text.split([';', '；', '、', ',', '\n']).map(str::trim).filter(|word| !word.is_empty());
        for word in words.filter(|word| !["无", "/"].contains(word)) {
            match self.catalogue.service(word) {
                Some(service) => {
                    services.insert(service.name.clone());
                }
                None => unknown.push(word),
            }
        }
        if !unknown.is_empty() {
            let names = self.catalogue.services().iter().map(|known| known.name.as_str()).collect::<Vec<_>>();
            let message = format!("不认识的服务：{}。", unknown.join("、"));
            let remedy = format!("用“；”隔开，可用的是：{}。", names.join("、"));
            self.fault(Column::Services, "roster_service", message, remedy);
        }
        services
    }
}
