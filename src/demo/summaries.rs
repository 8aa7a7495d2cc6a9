//! Summaries of the invented campaigns: written and frozen by the top as soon as their stretch is over.

use crate::calendar::china_date;
use crate::demo::visits::Visits;
use crate::kept::NotKept;
use crate::progress::Desk;
use crate::reports::check::Typed;
use crate::reports::gather::Ground;
use crate::reports::keep::{freeze, live, write};
use crate::reports::store;

/// What the top writes to the sections that only people write, by turns.
const WORDS: [&str; 3] = [
    "演示：逐院反馈问题清单，每季度在全省通报，质控中心按专业跟进。",
    "演示：部分县区督导进度偏慢，一级医院数据质量不齐，整改销号不够及时。",
    "演示：补齐没有督导过的医院，推广选用的典型，按目标逐项复核数据。",
];

impl Visits<'_> {
    /// Writes and freezes what is over and not frozen yet.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn summaries(&self, desk: &Desk) -> Result<(), NotKept> {
        let today = china_date(self.app.clock.now());
        let Some(top) = self.tree.roots().next() else { return Ok(()) };
        let viewer = self.staff_of(top.id);
        for campaign in self.catalogue.campaigns() {
            for plan in campaign.summaries.iter().filter(|plan| plan.to <= today) {
                if !store::lines(&desk.db, Some((&campaign.id, &plan.id))).await?.is_empty() {
                    continue;
                }
                let ground = Ground::new((self.catalogue, true), campaign, plan, today);
                let (content, texts) = live(desk, &viewer, &ground).await?;
                let written = content.sections.iter().filter(|section| section.source.is_empty());
                let words = written.zip(WORDS).map(|(section, words)| (section.key.clone(), words.to_owned()));
                let seen = |version: i32| [("version".to_owned(), version.to_string())];
                let typed: Typed = words.chain(seen(texts.version)).collect();
                write(self.app, &viewer, (&ground, &content), &typed).await?;
                let first = [("edition".to_owned(), "1".to_owned())];
                let typed = seen(texts.version + 1).into_iter().chain(first).collect();
                freeze(self.app, desk, &viewer, &ground, &typed).await?;
            }
        }
        Ok(())
    }
}
