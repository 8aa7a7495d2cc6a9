//! The view 医院 as files: the hospitals with their intervals and groups, and the charts.

use crate::access::Scope;
use crate::progress::comparison::Comparison;
use crate::progress::desk::Desk;
use crate::progress::drawing::Taken;
use crate::progress::hospital_sheet;
use crate::progress::hospitals_ask::HospitalsAsk;
use crate::progress::look::Look;
use crate::progress::pages::crowd_figures::Material;
use crate::progress::pages::crowd_own::Own;
use crate::progress::pages::crowd_words;
use crate::progress::pages::export::notes;
use crate::progress::pages::hospital_filters::said;
use crate::progress::pages::hospitals::reference;
use crate::progress::sheets::Table;
use crate::progress::territory::Territory;
use crate::web::PageError;

/// The hospitals of what is asked, all pages of the list, with how they were judged in the notes; none for a reader who
/// sees no single hospital.
///
/// # Errors
/// Of the database.
pub async fn table(
    desk: &Desk,
    territory: &Territory,
    look: &Look<'_>,
    ask: &HospitalsAsk,
) -> Result<Option<Table>, PageError> {
    if territory.singles == Scope::Nothing {
        return Ok(None);
    }
    let comparison =
        Comparison::load(desk, &territory.singles, (look.indicator, look.period), ask.terms.clone()).await?;
    let noun = crowd_words::noun(territory.is_whole(), &comparison);
    let ranks = if ask.ranks { comparison.ranks(desk).await } else { None };
    let found = comparison.list(look.indicator, (&ask.words, ask.sort), ranks.as_deref());
    let mut notes = notes(desk, look);
    notes.push(said(&desk.catalogue, &ask.terms.filter, (&ask.words, ask.sort), found.len()));
    let crowd = &comparison.crowd;
    match crowd.verdict {
        Ok(verdict) => {
            notes.push(crowd_words::found(crowd, &verdict, noun).text());
            notes.push(crowd_words::method(&verdict));
        }
        Err(unable) => {
            let (title, text) = crowd_words::why_not(look.indicator, crowd, &ask.terms, unable);
            notes.push(format!("没有分组：{title}{text}"));
        }
    }
    notes.push(crowd_words::others(crowd, ask.terms.least));
    notes.extend(crowd_words::ranks_said(ask.ranks, &comparison, ranks.as_deref()));
    Ok(Some(hospital_sheet::table((&desk.catalogue, look.indicator), notes, &found, noun)))
}

/// A chart of what is asked: the funnel, or with `part` the distribution; a hospital gets the funnel with itself alone.
///
/// # Errors
/// [`PageError::NotFound`] for a reader who sees no single hospital; in words where there is nothing to draw.
pub async fn chart(
    desk: &Desk,
    territory: &Territory,
    look: &Look<'_>,
    (ask, part): (&HospitalsAsk, Option<&str>),
) -> Result<Taken, PageError> {
    let figure = match territory.singles {
        Scope::Nothing => return Err(PageError::NotFound),
        Scope::Hospital(own) => Own::load(desk, territory, look, own).await?.into_figure(),
        Scope::Everything | Scope::Authority(_) => {
            let terms = ask.terms.clone();
            let comparison = Comparison::load(desk, &territory.singles, (look.indicator, look.period), terms).await?;
            let noun = crowd_words::noun(territory.is_whole(), &comparison);
            let (catalogue, members) = (&desk.catalogue, comparison.members());
            let material = Material { catalogue, look, ask, comparison: &comparison, members: &members, noun };
            match part {
                Some("distribution") => material.distribution(reference(look, &comparison)),
                _ => material.funnel(),
            }
        }
    };
    let none = || PageError::refused("这里没有图可以取走。", "回到“医院”一页，上面写着为什么没有画。");
    Ok(figure.ok_or_else(none)?.taken(desk, look))
}
