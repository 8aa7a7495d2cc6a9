//! The invented improvement goals of the QC centres: each year's table by its workbook, through the door centres have. All of it is
//! marked 演示: the real goals are nobody's to invent.

use bytes::Bytes;

use crate::authorities::Authority;
use crate::calendar::Period;
use crate::demo::chance::Chance;
use crate::demo::season::NotMade;
use crate::demo::visits::Visits;
use crate::files::NewFile;
use crate::returns::Desk;
use crate::specialty_goals::model::{Direction, Goal, Number, Origin, SCALE};
use crate::specialty_goals::workbook::{self, For};
use crate::specialty_goals::{Wanted, import, take};

/// Goals of a table, at least.
const FEWEST: usize = 3;
/// What is wanted, as what, from where to where, in what, which way.
const WISHES: [(&str, &str, i64, i64, &str, Direction); 5] = [
    ("提高规范执行率", "规范执行率", 72, 85, "%", Direction::Higher),
    ("缩短等待时间", "中位等待时间", 45, 30, "分钟", Direction::Lower),
    ("提高信息上报率", "信息上报率", 60, 90, "%", Direction::Higher),
    ("降低不良事件发生率", "不良事件发生率", 4, 3, "‰", Direction::Lower),
    ("提高随访完成率", "随访完成率", 55, 75, "%", Direction::Higher),
];

impl Visits<'_> {
    /// The tables of a year: every centre imports its own, the last of them only every other year; the first corrects what it said
    /// the year before.
    ///
    /// # Errors
    /// [`NotMade`].
    pub async fn aim(&self, desk: &Desk, period: Period) -> Result<(), NotMade> {
        let year = period.year();
        let all = self.tree.walk().into_iter().map(|(_, one)| one);
        let centres: Vec<&Authority> = all.filter(|one| !one.is_commission()).collect();
        for (at, centre) in centres.iter().enumerate() {
            let leaves_out = at > 0 && at + 1 == centres.len() && year % 2 == 0;
            if !leaves_out {
                self.import(desk, (centre, year), &self.goals(centre, year, false), (0, "")).await?;
            }
        }
        match centres.first() {
            Some(first) => self.correct(desk, first, year - 1).await,
            None => Ok(()),
        }
    }

    /// One goal more than the table that stands; nothing where none does.
    async fn correct(&self, desk: &Desk, centre: &Authority, year: i32) -> Result<(), NotMade> {
        let editions = crate::specialty_goals::store::editions_of(&desk.db, centre.id, year).await;
        let Some(last) = editions.map_err(NotMade::because)?.pop() else { return Ok(()) };
        let reason = "演示：漏报一项，补上";
        self.import(desk, (centre, year), &self.goals(centre, year, true), (last.number, reason)).await
    }

    fn goals(&self, centre: &Authority, year: i32, more: bool) -> Vec<Goal> {
        let mut chance = Chance::of(self.seed, &["specialty", &centre.code, &year.to_string()]);
        let many = FEWEST + chance.index(WISHES.len() - FEWEST) + usize::from(more);
        let national = chance.index(FEWEST);
        let speciality = centre.speciality.clone().unwrap_or_default();
        let goal = |(at, wish): (usize, (&str, &str, i64, i64, &str, Direction))| {
            let (title, indicator, from, to, unit, direction) = wish;
            let origin = if at <= national { Origin::National } else { Origin::Own };
            Goal {
                title: format!("演示：{speciality}{title}"),
                origin,
                document: if origin == Origin::National {
                    "演示〔某年〕某号".to_owned()
                } else {
                    String::new()
                },
                indicator: format!("演示：{indicator}"),
                // Of one of them nobody knows where it starts.
                baseline: (at != 2).then_some(Number(from * SCALE)),
                goal: Some(Number(to * SCALE)),
                unit: unit.to_owned(),
                direction: Some(direction),
                measures: "演示：每季度通报一次\n演示：对落后的医院现场指导".to_owned(),
            }
        };
        WISHES.into_iter().take(many).enumerate().map(goal).collect()
    }

    async fn import(
        &self,
        desk: &Desk,
        (centre, year): (&Authority, i32),
        goals: &[Goal],
        (seen, reason): (i32, &str),
    ) -> Result<(), NotMade> {
        let of = For { code: &centre.code, name: &centre.name, year };
        let bytes: Bytes = workbook::write(of, goals).map_err(NotMade::because)?.into();
        let table = import::read(&desk.reader, &bytes).await;
        let table = table.map_err(|problems| NotMade::because(format!("{problems:?}")))?;
        let kept = desk.files.put(bytes).await.map_err(NotMade::because)?;
        let name = format!("演示{}{year}年改进目标.xlsx", centre.code);
        let (received_at, received_by) = (desk.clock.now(), None);
        let file = NewFile { kept, name, kind: "specialty_goals", received_at, received_by };
        let wanted = Wanted { centre: &centre.code, year, table: &table, seen, reason };
        take(self.app, &self.staff_of(centre.id), wanted, &file).await.map(|_| ()).map_err(NotMade::because)
    }
}
