//! What would change if control limits started anew from a period: shown before anybody confirms it.

use serde::Serialize;

use crate::annotations::AddForm;
use crate::calendar::{Period, china_minute};
use crate::progress::control::Control;
use crate::progress::desk::Desk;
use crate::progress::pages::control::told;
use crate::progress::pages::control_words::{Told, tag};
use crate::progress::pages::sentence::Sentence;
use crate::progress::sight::Sight;
use crate::progress::words;
use crate::web::{Crumb, Head, View};

/// What `templates/progress/rebase.html` shows.
#[derive(Serialize)]
pub struct RebasePage {
    title: String,
    group: String,
    indicator: String,
    start: String,
    before: Side,
    after: Side,
    reason: String,
    action: String,
    hidden: Vec<(&'static str, String)>,
    back: String,
    #[serde(skip)]
    head: Head,
}

/// The last stretch as it is, or as it would be.
#[derive(Serialize)]
struct Side {
    points: usize,
    limits: String,
    tag: Option<String>,
    said: Sentence,
}

impl View for RebasePage {
    const TEMPLATE: &'static str = "progress/rebase.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

impl RebasePage {
    /// What the form would change; `start` is the period of the chart.
    #[must_use]
    pub fn new(desk: &Desk, sight: &Sight<'_>, form: &AddForm, start: Period) -> Self {
        let after = sight.rebased(start);
        let title = format!("从 {}起重算控制限", start.label());
        let back = sight.address("/control").text();
        let mut hidden = sight.address("").fields();
        hidden.extend([
            ("kind", form.kind.clone()),
            ("start", form.start.trim().to_owned()),
            ("text", form.text.trim().to_owned()),
        ]);
        Self {
            group: sight.pick.name.clone(),
            indicator: sight.look.indicator.name.clone(),
            start: start.label(),
            before: Side::of(sight, &sight.control),
            after: Side::of(sight, &after),
            reason: form.text.trim().to_owned(),
            action: format!("{}/annotations", sight.look.path()),
            hidden,
            head: Head::titled(&title)
                .crumb(Crumb::to(sight.look.target.short_title.clone(), sight.look.address().text()))
                .crumb(Crumb::to("控制图", back.clone()))
                .crumb(Crumb::here(title.clone()))
                .as_of(china_minute(desk.clock.now())),
            back,
            title,
        }
    }
}

impl Side {
    fn of(sight: &Sight<'_>, control: &Control) -> Self {
        let indicator = sight.look.indicator;
        let limits = control.last().and_then(|stretch| {
            let (centre, spot) = (stretch.centre?, stretch.spots.iter().rev().flatten().next()?);
            Some(format!(
                "均值 {}，末点限 {}",
                words::with_unit(indicator, centre),
                words::interval(indicator, spot.limits?)
            ))
        });
        Self {
            points: control.last().map_or(0, crate::progress::pages::control_words::points),
            limits: limits.unwrap_or_else(|| "没有控制限".to_owned()),
            tag: control.last().and_then(tag),
            said: Told { control, ..told(sight) }.judged(Sentence::default()),
        }
    }
}
