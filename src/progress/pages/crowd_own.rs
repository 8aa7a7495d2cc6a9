//! A hospital among those of its level: its own place, and of the others only how many stand where.

use serde::Serialize;

use crate::access::{HospitalId, Scope};
use crate::charts::FunnelChart;
use crate::db::StoreError;
use crate::progress::benchmark::{Filter, Found};
use crate::progress::comparison::{Comparison, Terms};
use crate::progress::crowd::{Crowd, Verdict};
use crate::progress::crowd_picture::{self, Titles};
use crate::progress::desk::Desk;
use crate::progress::hospitals_ask::at;
use crate::progress::levels::Levels;
use crate::progress::look::Look;
use crate::progress::measure::withhold;
use crate::progress::pages::crowd_figures::{Figure, of_funnel};
use crate::progress::pages::crowd_words;
use crate::progress::pages::hospital_rows::{self, Ground, Group};
use crate::progress::pages::sentence::Sentence;
use crate::progress::territory::{self, Territory};
use crate::progress::words;

/// What others of its level are called.
const NOUN: &str = "同级";

/// A hospital's own place.
#[derive(Serialize)]
pub struct Own {
    level: String,
    figure: Option<Figure>,
    /// The row of the hospital.
    groups: Vec<Group>,
    reference: Option<(&'static str, String)>,
    scale: (String, String),
    ranks: bool,
    why: Option<(String, String)>,
    #[serde(skip)]
    lede: Sentence,
}

/// The hospitals of a level, for one of them that may be told where it stands.
pub struct Peers {
    comparison: Comparison,
    level: String,
    /// Why it may not be told, or cannot.
    why: Option<(String, String)>,
}

impl Peers {
    /// Loads them.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        territory: &Territory,
        look: &Look<'_>,
        own: HospitalId,
    ) -> Result<Option<Self>, StoreError> {
        let register = desk.registers.within(&desk.db, &territory.singles).await?;
        let Some(level) = register.on(look.period.last_day()).map(|(_, facts)| facts.level.clone()).next() else {
            return Ok(None);
        };
        let terms = Terms { filter: Filter { level: level.clone(), ..Filter::default() }, ..Terms::default() };
        let comparison = Comparison::load(desk, &Scope::Everything, (look.indicator, look.period), terms).await?;
        let secret = is_secret(desk, territory, look, &level).await?;
        let others = comparison.members().iter().filter(|found| is_peer(found, own)).count();
        let few = i64::try_from(others).unwrap_or(i64::MAX) < territory::LEAST;
        let why = match comparison.crowd.verdict {
            _ if secret || few => Some((
                format!("同级可比的其他医院不足 {} 家，不显示。", territory::LEAST),
                "家数再少，就能从合计里推出别家的数。".to_owned(),
            )),
            Err(unable) => Some(crowd_words::why_not(look.indicator, &comparison.crowd, &comparison.terms, unable)),
            Ok(_) => None,
        };
        Ok(Some(Self { comparison, level, why }))
    }

    /// What was found, where the hospital may be told.
    fn verdict(&self) -> Option<Verdict> {
        self.comparison.crowd.verdict.ok().filter(|_| self.why.is_none())
    }

    /// The funnel with the hospital alone in it.
    #[must_use]
    pub fn funnel(&self, look: &Look<'_>, own: HospitalId) -> Option<FunnelChart> {
        let (verdict, when) = (self.verdict()?, look.period.label());
        let alone: Vec<Found<'_>> =
            self.comparison.members().into_iter().filter(|found| found.candidate.id == own).collect();
        let part = alone.iter().any(|found| Crowd::takes_part(found.place));
        part.then(|| {
            crowd_picture::own_funnel(look.indicator, &verdict, (own, &alone), &Titles { noun: NOUN, when: &when })
        })?
    }
}

fn is_peer(found: &Found<'_>, own: HospitalId) -> bool {
    found.candidate.id != own && Crowd::takes_part(found.place)
}

/// Whether the pool of a level is kept from the reader on the other pages, too: what is hidden there must not be had
/// from the centre of a funnel.
async fn is_secret(desk: &Desk, territory: &Territory, look: &Look<'_>, level: &str) -> Result<bool, StoreError> {
    let levels = Levels::load(desk, territory, vec![look.period]).await?;
    let series = withhold(levels.series(&desk.catalogue, look.indicator), territory.least);
    Ok(series.of_period(0).any(|(name, row)| name.key == level && row.withheld))
}

impl Own {
    /// The hospital's place in the quarter.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        territory: &Territory,
        look: &Look<'_>,
        own: HospitalId,
    ) -> Result<Self, StoreError> {
        let Some(peers) = Peers::load(desk, territory, look, own).await? else { return Ok(Self::absent(look)) };
        let (indicator, verdict) = (look.indicator, peers.verdict());
        let mut found = peers.comparison.members();
        let counts = if verdict.is_some() { hospital_rows::counts(found.iter()) } else { [0; 6] };
        found.retain(|found| found.candidate.id == own);
        let reference = verdict.map(|verdict| verdict.centre * indicator.multiplier as f64);
        let scale = hospital_rows::scale(indicator, &found);
        let ground = Ground { look, scale, reference, noun: NOUN, counts };
        let lede = found.first().map_or_else(Sentence::default, |found| lede(look, found, verdict.is_some()));
        let chart = peers.funnel(look, own);
        let figure = chart.zip(verdict).map(|(chart, verdict)| {
            let said = crowd_words::found(&peers.comparison.crowd, &verdict, NOUN);
            let small = format!("{}图中只画本院；其他医院只计数。", crowd_words::method(&verdict));
            of_funnel(&chart, (said, small), &at(look))
        });
        Ok(Self {
            level: desk.catalogue.register().level_name(&peers.level).to_owned(),
            figure,
            groups: hospital_rows::groups(desk, territory, &ground, &found).await?,
            reference: reference.map(|value| (NOUN, words::with_unit(indicator, value))),
            scale: (words::plain(indicator, scale.0), words::plain(indicator, scale.1)),
            ranks: false,
            why: peers.why.clone(),
            lede,
        })
    }

    fn absent(look: &Look<'_>) -> Self {
        Self {
            level: String::new(),
            figure: None,
            groups: Vec::new(),
            reference: None,
            scale: (String::new(), String::new()),
            ranks: false,
            why: Some((format!("{}末本院不在名录里，没有可比的数。", look.period.label()), String::new())),
            lede: Sentence::default().find("本院本季没有数字").say("。"),
        }
    }

    /// The funnel alone, where there is one.
    #[must_use]
    pub fn into_figure(self) -> Option<Figure> {
        self.figure
    }

    /// The reading on top of the page.
    #[must_use]
    pub fn lede(&self) -> Sentence {
        self.lede.clone()
    }
}

fn lede(look: &Look<'_>, found: &Found<'_>, judged: bool) -> Sentence {
    let row = found.candidate.row(look.indicator);
    let Some(value) = row.figure.value else {
        return Sentence::default().find("本院本季没有可比的数字").say("。");
    };
    let interval = row.figure.interval.map_or_else(String::new, |interval| {
        format!("，95\u{202F}% 区间 {}", words::interval(look.indicator, interval))
    });
    let sentence = Sentence::default()
        .say("本院本季 ")
        .find(words::with_unit(look.indicator, value))
        .say(format!("（{}{interval}）", words::fraction(row.pooled)));
    if judged {
        sentence.say("，").find(crate::progress::hospital_sheet::label(found.place, NOUN)).say("。")
    } else {
        sentence.say("。")
    }
}
