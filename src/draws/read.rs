//! Reading the bytes of a list line by line; whether they are its only spelling is asked by writing it again.

use std::collections::BTreeSet;

use crate::draws::canonical::{FORMAT, NotAList};
use crate::draws::model::{
    ALGORITHM, Candidate, Exclusion, FrozenList, Kind, Number, Relation, Share, Stratum, TeamRules, Tie, Unit,
};

type Read<T> = Result<T, NotAList>;

/// The lines not yet read.
pub(super) struct Lines<'a> {
    lines: std::iter::Peekable<std::iter::Enumerate<std::str::Split<'a, char>>>,
}

/// A line taken apart.
struct Line<'a> {
    number: usize,
    fields: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn text(&self, at: usize) -> String {
        self.fields.get(at).copied().unwrap_or_default().to_owned()
    }

    fn number(&self, at: usize) -> Read<i64> {
        let field = self.fields.get(at).copied().unwrap_or_default();
        field.parse().map_err(|_| NotAList::Line(self.number, "一个整数"))
    }

    fn bit(&self, at: usize) -> Read<bool> {
        match self.fields.get(at) {
            Some(&"0") => Ok(false),
            Some(&"1") => Ok(true),
            _ => Err(NotAList::Line(self.number, "0 或 1")),
        }
    }
}

impl<'a> Lines<'a> {
    /// Of a text.
    pub(super) fn of(text: &'a str) -> Self {
        Self { lines: text.split('\n').enumerate().peekable() }
    }

    /// The next line where it begins with `word`; with the wrong number of fields it is an error.
    fn next(&mut self, word: &'static str, fields: usize) -> Read<Option<Line<'a>>> {
        let Some((index, line)) = self.lines.peek().copied() else { return Ok(None) };
        let found: Vec<&str> = line.split('\t').collect();
        if found.first() != Some(&word) {
            return Ok(None);
        }
        if found.len() != fields + 1 {
            return Err(NotAList::Line(index + 1, word));
        }
        self.lines.next();
        Ok(Some(Line { number: index + 1, fields: found }))
    }

    fn must(&mut self, word: &'static str, fields: usize) -> Read<Line<'a>> {
        let at = self.lines.peek().map_or(0, |(index, _)| index + 1);
        self.next(word, fields)?.ok_or(NotAList::Line(at, word))
    }

    /// The whole list.
    pub(super) fn list(mut self) -> Read<FrozenList> {
        if self.must(FORMAT, 1)?.number(1)? != ALGORITHM {
            return Err(NotAList::Line(1, "版本 1"));
        }
        let authority = self.must("authority", 2)?;
        let year = self.must("year", 1)?;
        let year = i32::try_from(year.number(1)?).map_err(|_| NotAList::Line(year.number, "年份"))?;
        let round = self.must("round", 1)?.number(1)?;
        let reason = self.must("reason", 1)?.text(1);
        let kind = self.must("kind", 1)?;
        let kind = Kind::of(&kind.text(1)).ok_or(NotAList::Line(kind.number, "public 或 witnessed"))?;
        let committed = self.must("committed", 1)?.text(1);
        let due = self.must("due", 1)?;
        let due = due.text(1).parse().map_err(|_| NotAList::Line(due.number, "日期"))?;
        let list = FrozenList {
            number: Number { authority: authority.text(1), year, round },
            authority_name: authority.text(2),
            reason,
            kind,
            committed,
            due,
            sources: self.sources()?,
            strata: self.strata()?,
            units: self.units()?,
            exclusions: self.exclusions()?,
            team: self.team()?,
            candidates: self.candidates()?,
        };
        match self.lines.next() {
            Some((_, "")) if self.lines.peek().is_none() => Ok(list),
            Some((index, _)) => Err(NotAList::Line(index + 1, "清单的下一行")),
            None => Err(NotAList::NotCanonical),
        }
    }

    fn sources(&mut self) -> Read<Vec<String>> {
        let mut found = Vec::new();
        while let Some(line) = self.next("source", 2)? {
            found.push(line.text(2));
        }
        Ok(found)
    }

    fn strata(&mut self) -> Read<Vec<Stratum>> {
        let mut found = Vec::new();
        while let Some(line) = self.next("stratum", 4)? {
            let share = Share { numerator: line.number(2)?, denominator: line.number(3)? };
            found.push(Stratum { name: line.text(1), share, quota: line.number(4)? });
        }
        Ok(found)
    }

    fn units(&mut self) -> Read<Vec<Unit>> {
        let mut found = Vec::new();
        while let Some(line) = self.next("unit", 5)? {
            let visited = line.bit(5)?;
            let (region, stratum) = (line.text(2), line.text(4));
            found.push(Unit { code: line.text(1), region, name: line.text(3), stratum, visited });
        }
        Ok(found)
    }

    fn exclusions(&mut self) -> Read<Vec<Exclusion>> {
        let mut found = Vec::new();
        while let Some(line) = self.next("exclusion", 3)? {
            found.push(Exclusion { code: line.text(1), name: line.text(2), reason: line.text(3) });
        }
        Ok(found)
    }

    fn team(&mut self) -> Read<Option<TeamRules>> {
        let Some(line) = self.next("team", 5)? else { return Ok(None) };
        let mut needs = BTreeSet::new();
        while let Some(need) = self.next("need", 1)? {
            needs.insert(need.text(1));
        }
        Ok(Some(TeamRules {
            size: line.number(1)?,
            load_cap: line.number(2)?,
            certificate: line.bit(3)?,
            other_region: line.bit(4)?,
            years: line.number(5)?,
            needs,
        }))
    }

    fn candidates(&mut self) -> Read<Vec<Candidate>> {
        let mut found = Vec::new();
        while let Some(line) = self.next("inspector", 5)? {
            let mut specialities = BTreeSet::new();
            while let Some(skill) = self.next("skill", 1)? {
                specialities.insert(skill.text(1));
            }
            let mut relations = Vec::new();
            while let Some(relation) = self.next("relation", 3)? {
                let tie = Tie::of(relation.number(2)?).ok_or(NotAList::Line(relation.number, "规则 1 至 4"))?;
                relations.push(Relation { hospital: relation.text(1), tie, year: relation.number(3)? });
            }
            found.push(Candidate {
                code: line.text(1),
                employer: line.text(2),
                region: line.text(3),
                certificate: line.bit(4)?,
                load: line.number(5)?,
                specialities,
                relations,
            });
        }
        Ok(found)
    }
}
