//! The charts of the view 医院: what they show, what may be said of them, and where they can be had as files.

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::charts::{self, DistributionChart, FunnelChart, Sheet, Size, Stand};
use crate::progress::benchmark::Found;
use crate::progress::comparison::Comparison;
use crate::progress::crowd_picture::{self, Titles};
use crate::progress::desk::Desk;
use crate::progress::drawing::{self, Taken};
use crate::progress::hospitals_ask::HospitalsAsk;
use crate::progress::look::{Address, Look};
use crate::progress::pages::crowd_words;
use crate::progress::pages::export::{file_name, source};
use crate::progress::pages::sentence::Sentence;

/// A chart with its key, what it says, and its files.
#[derive(Serialize)]
pub struct Figure {
    #[serde(skip)]
    title: String,
    key: Vec<(String, &'static str)>,
    wide: String,
    narrow: String,
    said: Sentence,
    small: String,
    svg: String,
    png: String,
}

/// Of what the charts are made.
pub struct Material<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// What is looked at.
    pub look: &'a Look<'a>,
    /// What is asked.
    pub ask: &'a HospitalsAsk,
    /// The hospitals.
    pub comparison: &'a Comparison,
    /// Those of the group, by code.
    pub members: &'a [Found<'a>],
    /// What they are held against.
    pub noun: &'a str,
}

impl Material<'_> {
    fn titles<'a>(&'a self, when: &'a str) -> Titles<'a> {
        Titles { noun: self.noun, when }
    }

    /// The funnel as it is drawn; none where nothing was compared.
    #[must_use]
    pub fn funnel_chart(&self) -> Option<FunnelChart> {
        let (verdict, when) = (self.comparison.crowd.verdict.ok()?, self.look.period.label());
        Some(crowd_picture::funnel(self.look.indicator, &verdict, self.members, &self.titles(&when)))
    }

    /// The distribution as it is drawn; none where nobody takes part.
    #[must_use]
    pub fn distribution_chart(&self, reference: Option<f64>) -> Option<DistributionChart> {
        let when = self.look.period.label();
        let titles = self.titles(&when);
        crowd_picture::distribution(self.catalogue, self.look.indicator, self.members, (reference, &titles))
    }

    /// The funnel on the page.
    #[must_use]
    pub fn funnel(&self) -> Option<Figure> {
        let (verdict, chart) = (self.comparison.crowd.verdict.ok()?, self.funnel_chart()?);
        let mixed = if self.comparison.terms.filter.level.is_empty() {
            "各级医院收治的病人不同，这里没有分级别；要比同类医院，先按级别筛。"
        } else {
            ""
        };
        let small = format!(
            "{mixed}{}{}{}。名字只写偏离最远的几家，点到记号看其余。",
            crowd_words::method(&verdict),
            crowd_words::others(&self.comparison.crowd, self.ask.terms.least),
            chart.across.label()
        );
        let said = crowd_words::found(&self.comparison.crowd, &verdict, self.noun);
        Some(of_funnel(&chart, (said, small), &self.ask.address(self.look)))
    }

    /// The distribution on the page.
    #[must_use]
    pub fn distribution(&self, reference: Option<f64>) -> Option<Figure> {
        let chart = self.distribution_chart(reference)?;
        let told = chart.rows.iter().filter(|row| !matches!(row.spread, charts::Spread::None(_)));
        let told: Vec<&str> = told.map(|row| row.title.as_str()).collect();
        let said = Sentence::default()
            .say(format!("{}。", told.join("；")))
            .find("级别之间中位数的差别里有收治病人的差别，不能全算作诊疗的差别")
            .say("。");
        let small = format!(
            "每家医院算一个点，不按大小加权：粗条是中间一半医院，细线是中间八成，竖线是中位数，点是两头各一成。\
             不足 5 家的级别逐家画点。分母不到 {} 的医院不在图中。虚线是合计（Σ分子 / Σ分母）。",
            self.ask.terms.least
        );
        let (svg, png) = files(&self.ask.address(self.look).with("part", "distribution"));
        Some(Figure {
            title: chart.caption.title.clone(),
            key: Vec::new(),
            wide: charts::distribution(&chart, Size::Wide),
            narrow: charts::distribution(&chart, Size::Narrow),
            said,
            small,
            svg,
            png,
        })
    }
}

impl Figure {
    /// The same to take away.
    #[must_use]
    pub fn taken(self, desk: &Desk, look: &Look<'_>) -> Taken {
        let sheet = Sheet {
            title: format!("{}　{}", look.target.code, self.title),
            said: vec![self.said.text()],
            key: drawing::key(&self.key),
            chart: self.wide,
            foot: vec![self.small, source(desk, look, &look.address().under("/hospitals").text())],
        };
        Taken::new(format!("{}_医院", file_name(look)), sheet)
    }
}

/// A funnel with its key; `address` is that of the page.
#[must_use]
pub fn of_funnel(chart: &FunnelChart, (said, small): (Sentence, String), address: &Address) -> Figure {
    let (svg, png) = files(address);
    Figure {
        title: chart.caption.title.clone(),
        key: key(chart),
        wide: charts::funnel(chart, Size::Wide),
        narrow: charts::funnel(chart, Size::Narrow),
        said,
        small,
        svg,
        png,
    }
}

fn files(address: &Address) -> (String, String) {
    (address.clone().under("/export.svg").text(), address.clone().under("/export.png").text())
}

/// What is in the chart, and nothing else.
fn key(chart: &FunnelChart) -> Vec<(String, &'static str)> {
    let mut key = Vec::new();
    if !chart.dots.is_empty() {
        key.push((charts::key_dot(), "限内，无法区分"));
    }
    for (stand, label) in [
        (Stand::Better, "出限，在好的一侧"),
        (Stand::Worse, "出限，在差的一侧"),
        (Stand::Beyond, "出限"),
        (Stand::Own, "本院"),
    ] {
        if chart.marks.iter().any(|mark| mark.stand == stand) {
            key.push((charts::key_stand(stand), label));
        }
    }
    key.push((charts::key_limit(true), "99.8 % 限"));
    key.push((charts::key_limit(false), "95 % 限"));
    key
}
