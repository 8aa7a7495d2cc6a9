//! The frozen figures as templates show them: read from the kept content alone, nothing computed anew.

use serde::Serialize;

use crate::publications::model::{Content, Publication, Target};
use crate::publications::picture;
use crate::publications::seal::shown;

/// A target's headline on one line.
#[derive(Serialize)]
pub struct Summary {
    numeral: String,
    short_title: String,
    /// Name of the headline; how many figures there are where no single one stands for the target.
    name: String,
    unit: String,
    value: Option<String>,
    interval: Option<String>,
    base: String,
    counts: String,
    /// Why there is no value.
    none: String,
}

/// The ten on a page.
#[must_use]
pub fn summary(targets: &[Target]) -> Vec<Summary> {
    targets.iter().map(line).collect()
}

fn line(target: &Target) -> Summary {
    let headline = target.indicators.first().filter(|_| target.has_headline);
    let total = headline.and_then(|headline| headline.total.as_ref());
    let name = match headline {
        Some(headline) => headline.name.clone(),
        None if target.indicators.is_empty() => "口径未发布".to_owned(),
        None => format!("{} 项分列，无单一数字", target.indicators.len()),
    };
    let unit = headline.map_or_else(String::new, |headline| headline.unit.clone());
    let never = headline.and_then(|headline| headline.never.clone());
    let several = if target.indicators.is_empty() { "口径未发布" } else { "逐项列在通报里" };
    Summary {
        numeral: target.numeral.clone(),
        short_title: target.short_title.clone(),
        name,
        value: total.and_then(|total| total.value.clone()),
        interval: total.and_then(|total| total.interval.clone()),
        base: total.map_or_else(String::new, |total| total.base.clone()),
        counts: total.map_or_else(String::new, |total| total.counts()),
        none: never.or_else(|| total.and_then(|total| total.why_none.clone())).unwrap_or_else(|| several.to_owned()),
        unit,
    }
}

/// What the templates of pages and of the file share.
#[derive(Serialize)]
pub struct Sheet {
    content: Content,
    summary: Vec<Summary>,
    /// The bars of each target, where there are any.
    bars: Vec<Option<String>>,
    /// The whole fingerprint, and as it is printed.
    hash: String,
    fingerprint: String,
    /// Whether the content still has it.
    sound: bool,
    /// Whether what is folded on a screen is open, as in a file for print.
    open: bool,
}

impl Sheet {
    /// Of an edition.
    #[must_use]
    pub fn of(publication: Publication, open: bool) -> Self {
        Self {
            summary: summary(&publication.content.targets),
            bars: picture::bars(&publication.content),
            fingerprint: shown(&publication.hash),
            hash: publication.hash,
            sound: publication.sound,
            content: publication.content,
            open,
        }
    }
}
