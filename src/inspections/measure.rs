//! 得分: how the answers add up: a system is the mean of its answered points, the whole the mean of its systems; 不适用 and
//! what nobody looked at are left out. The product's own rule, which no document gives, so it is never printed unasked.

use std::collections::BTreeMap;

use crate::catalogue::model::{CheckPointId, Checklist, Scores, System};
use crate::inspections::model::{Answer, Verdict};

/// How many points were answered which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 符合
    pub met: usize,
    /// 部分符合
    pub partly: usize,
    /// 不符合
    pub not_met: usize,
    /// 不适用
    pub not_applicable: usize,
    /// 未查
    pub open: usize,
}

impl Tally {
    /// Counts the points of a system.
    #[must_use]
    pub fn of(system: &System, answers: &BTreeMap<CheckPointId, Answer>) -> Self {
        let mut tally = Self::default();
        for point in &system.check_points {
            *match answers.get(&point.id).map(|answer| answer.said.verdict) {
                Some(Verdict::Met) => &mut tally.met,
                Some(Verdict::Partly) => &mut tally.partly,
                Some(Verdict::NotMet) => &mut tally.not_met,
                Some(Verdict::NotApplicable) => &mut tally.not_applicable,
                None => &mut tally.open,
            } += 1;
        }
        tally
    }

    /// The tally of several.
    #[must_use]
    pub fn sum(tallies: impl IntoIterator<Item = Self>) -> Self {
        tallies.into_iter().fold(Self::default(), |a, b| Self {
            met: a.met + b.met,
            partly: a.partly + b.partly,
            not_met: a.not_met + b.not_met,
            not_applicable: a.not_applicable + b.not_applicable,
            open: a.open + b.open,
        })
    }

    /// All points.
    #[must_use]
    pub fn all(&self) -> usize {
        self.answered() + self.open
    }

    /// Those answered, 不适用 among them.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.scored() + self.not_applicable
    }

    /// Those that count for the score.
    #[must_use]
    pub fn scored(&self) -> usize {
        self.met + self.partly + self.not_met
    }

    /// Those to be mended.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.partly + self.not_met
    }

    /// The mean worth of the scored points, percent; none where nothing was scored.
    #[must_use]
    pub fn score(&self, scores: &Scores) -> Option<f64> {
        let worth = |count: usize, each: u8| count as f64 * f64::from(each);
        let sum = worth(self.met, scores.met) + worth(self.partly, scores.partly) + worth(self.not_met, scores.not_met);
        (self.scored() > 0).then(|| sum / self.scored() as f64)
    }
}

/// Every verdict of a visit as one letter ([`Verdict::letter`]) in the order of its checklist, `-` for what nobody looked at: what
/// a closed visit keeps, so that a roll-up reads one row a visit.
#[must_use]
pub fn letters(checklist: &Checklist, answers: &BTreeMap<CheckPointId, Answer>) -> String {
    let points = checklist.systems.iter().flat_map(|system| &system.check_points);
    points.map(|point| answers.get(&point.id).map_or('-', |answer| answer.said.verdict.letter())).collect()
}

impl Tally {
    /// Counts one letter more.
    fn count(&mut self, letter: u8) {
        *match letter {
            b'm' => &mut self.met,
            b'p' => &mut self.partly,
            b'n' => &mut self.not_met,
            b'x' => &mut self.not_applicable,
            _ => &mut self.open,
        } += 1;
    }
}

/// What of one point was found at the hospitals of one level and city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// 级别: key, on the day of the visit; none where the register knew none then.
    pub level: Option<String>,
    /// 统计地市: code, on the day of the visit.
    pub city: Option<String>,
    /// Place of the system in its checklist.
    pub system: u8,
    /// The point.
    pub point: CheckPointId,
    /// How it was answered.
    pub tally: Tally,
}

/// Adds visits up by level, city and point: `visits` are level, city and letters of visits of one checklist as it was frozen.
#[must_use]
pub fn rolled_up<'a>(
    checklist: &Checklist,
    visits: impl Iterator<Item = (Option<&'a str>, Option<&'a str>, &'a str)>,
) -> Vec<Found> {
    let points: Vec<(u8, &CheckPointId)> = checklist
        .systems
        .iter()
        .flat_map(|system| system.check_points.iter().map(move |point| (system.ordinal, &point.id)))
        .collect();
    let mut groups: BTreeMap<(Option<&str>, Option<&str>), Vec<Tally>> = BTreeMap::new();
    for (level, city, letters) in visits {
        let group = groups.entry((level, city)).or_insert_with(|| vec![Tally::default(); points.len()]);
        group.iter_mut().zip(letters.bytes()).for_each(|(tally, letter)| tally.count(letter));
    }
    let mut found = Vec::with_capacity(groups.len() * points.len());
    for ((level, city), tallies) in groups {
        found.extend(tallies.into_iter().zip(&points).map(|(tally, (system, point))| Found {
            level: level.map(str::to_owned),
            city: city.map(str::to_owned),
            system: *system,
            point: (*point).clone(),
            tally,
        }));
    }
    found
}

/// How a visit adds up.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// One tally a system, in the checklist's order.
    pub systems: Vec<Tally>,
    /// All points.
    pub all: Tally,
    /// The mean of the systems' scores, percent; none where nothing was scored.
    pub score: Option<f64>,
    /// How many systems have a score.
    pub scored: usize,
}

impl Totals {
    /// Adds up.
    #[must_use]
    pub fn of(checklist: &Checklist, answers: &BTreeMap<CheckPointId, Answer>) -> Self {
        let systems: Vec<Tally> = checklist.systems.iter().map(|system| Tally::of(system, answers)).collect();
        let scores: Vec<f64> = systems.iter().filter_map(|tally| tally.score(&checklist.scores)).collect();
        Self {
            all: Tally::sum(systems.iter().copied()),
            score: (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64),
            scored: scores.len(),
            systems,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores() -> Scores {
        Scores { met: 100, partly: 50, not_met: 0, source: String::new() }
    }

    #[test]
    fn what_does_not_apply_and_what_nobody_looked_at_are_left_out() {
        let tally = Tally { met: 2, partly: 1, not_met: 1, not_applicable: 5, open: 3 };
        assert_eq!(tally.score(&scores()), Some(62.5));
        assert_eq!((tally.all(), tally.answered(), tally.scored(), tally.failed()), (12, 9, 4, 2));
        assert_eq!(Tally { not_applicable: 3, open: 1, ..Tally::default() }.score(&scores()), None);
    }

    fn answer(point: &CheckPointId, verdict: Verdict) -> (CheckPointId, Answer) {
        let said =
            crate::inspections::model::Said { verdict, note: String::new(), measured: BTreeMap::new(), sample: None };
        let at = chrono::DateTime::UNIX_EPOCH;
        (point.clone(), Answer { point: point.clone(), number: 1, said, at, by_name: "演示".to_owned() })
    }

    #[test]
    fn the_whole_is_the_mean_of_systems_not_of_points() {
        let catalogue = crate::catalogue::Catalogue::load(None).unwrap();
        let checklist = catalogue.checklist("core-systems").unwrap();
        let (first, second) = (&checklist.systems[0], &checklist.systems[1]);
        let mut answers: BTreeMap<_, _> =
            first.check_points.iter().map(|point| answer(&point.id, Verdict::Met)).collect();
        answers.extend([answer(&second.check_points[0].id, Verdict::NotMet)]);
        let totals = Totals::of(checklist, &answers);
        assert_eq!((totals.score, totals.scored), (Some(50.0), 2));
        assert_eq!(totals.all.answered(), first.check_points.len() + 1);
    }

    #[test]
    fn letters_say_of_every_point_what_its_answer_says() {
        let catalogue = crate::catalogue::Catalogue::load(None).unwrap();
        let checklist = catalogue.checklist("core-systems").unwrap();
        let points: Vec<&CheckPointId> =
            checklist.systems.iter().flat_map(|system| &system.check_points).map(|point| &point.id).collect();
        let every = crate::inspections::model::VERDICTS;
        let answers: BTreeMap<_, _> =
            points.iter().skip(1).zip(every).map(|(point, verdict)| answer(point, verdict)).collect();
        let letters = letters(checklist, &answers);
        assert_eq!((&letters[..6], letters.len()), ("-mpnx-", points.len()));
        // Two visits of one group and one of another, the last of a checklist that could not be read.
        let visits = [(Some("x"), Some("z"), &*letters), (Some("x"), Some("z"), "mm"), (Some("y"), None, "")];
        let found = rolled_up(checklist, visits.into_iter());
        assert_eq!(found.len(), 2 * points.len());
        let of = |level: &str, at: usize| {
            found.iter().find(|one| one.level.as_deref() == Some(level) && one.point == *points[at]).unwrap().tally
        };
        assert_eq!(of("x", 0), Tally { met: 1, open: 1, ..Tally::default() });
        assert_eq!(of("x", 1), Tally { met: 2, ..Tally::default() });
        assert_eq!(of("x", 3), Tally { not_met: 1, ..Tally::default() });
        assert_eq!(of("y", 1), Tally::default(), "nothing is known of it, so nothing was asked");
        let summed = Tally::sum(found.iter().filter(|one| one.level.as_deref() == Some("x")).map(|one| one.tally));
        assert_eq!((summed.met, summed.partly, summed.not_met, summed.not_applicable), (3, 1, 1, 1));
    }
}
