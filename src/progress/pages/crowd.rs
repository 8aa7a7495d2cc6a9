//! The view 医院 of a target: all hospitals of a group in a funnel, by level, and in three groups.

use serde::Serialize;

use crate::access::Scope;
use crate::db::StoreError;
use crate::progress::comparison::Comparison;
use crate::progress::desk::Desk;
use crate::progress::hospitals_ask::{HospitalsAsk, at};
use crate::progress::look::{Look, ViewTab, views};
use crate::progress::pages::crowd_figures::{self, Figure};
use crate::progress::pages::crowd_own::Own;
use crate::progress::pages::crowd_words;
use crate::progress::pages::hospital_filters::{Choices, said};
use crate::progress::pages::hospital_rows::{self, Ground, Group};
use crate::progress::pages::hospitals::reference;
use crate::progress::pages::sentence::Sentence;
use crate::progress::pages::view_frame::{Definition, Tab, definition, head, tabs};
use crate::progress::territory::Territory;
use crate::progress::words;
use crate::web::{Head, Paging, View};

/// Rows of a page.
const SIZE: u64 = 50;

/// What `templates/progress/hospitals_view.html` shows.
#[derive(Serialize)]
pub struct HospitalsPage {
    title: String,
    lede: Sentence,
    tabs: Vec<Tab>,
    views: Vec<ViewTab>,
    indicator: Definition,
    list: Option<List>,
    own: Option<Own>,
    #[serde(skip)]
    head: Head,
}

impl View for HospitalsPage {
    const TEMPLATE: &'static str = "progress/hospitals_view.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// All hospitals of a group.
#[derive(Serialize)]
struct List {
    action: String,
    fields: Vec<(&'static str, String)>,
    choices: Choices,
    chosen: Chosen,
    faults: Vec<Fault>,
    said: String,
    why: Option<(String, String)>,
    funnel: Option<Figure>,
    distribution: Option<Figure>,
    reference: Option<(&'static str, String)>,
    scale: (String, String),
    groups: Vec<Group>,
    ranks: bool,
    /// What a link to the list with or without ranks says, and where it leads.
    ranks_link: Option<(&'static str, String)>,
    /// What ranks may be taken for.
    ranks_said: Option<String>,
    method: String,
    others: String,
    paging: Paging,
    xlsx: String,
    csv: String,
}

#[derive(Serialize)]
struct Chosen {
    level: String,
    city: String,
    category: String,
    ownership: String,
    beds_from: String,
    beds_to: String,
    least: String,
    q: String,
    sort: &'static str,
    against: &'static str,
}

#[derive(Serialize)]
struct Fault {
    href: String,
    text: String,
}

impl HospitalsPage {
    /// The page for a reader: of all hospitals it may see one by one, of its own among its peers, or of none.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        territory: &Territory,
        look: &Look<'_>,
        ask: &HospitalsAsk,
    ) -> Result<Self, StoreError> {
        let (mut list, mut own) = (None, None);
        let lede = match territory.singles {
            Scope::Nothing => Sentence::default()
                .find("这一页逐家列出医院，只给能看单家医院数字的账号看")
                .say("。各组的合计在“走势”和“差距”两页。"),
            Scope::Hospital(id) => {
                let found = Own::load(desk, territory, look, id).await?;
                let lede = found.lede();
                own = Some(found);
                lede
            }
            Scope::Everything | Scope::Authority(_) => {
                let (found, lede) = list_of(desk, territory, look, ask).await?;
                list = Some(found);
                lede
            }
        };
        let title = format!("{}　{}：医院", look.target.numeral, look.target.title);
        Ok(Self {
            lede,
            tabs: tabs(&desk.catalogue, look, "/hospitals"),
            views: views(look, "/hospitals"),
            indicator: definition(&desk.catalogue, look),
            list,
            own,
            head: head(desk, look, &title, ("医院", "/hospitals")),
            title,
        })
    }
}

async fn list_of(
    desk: &Desk,
    territory: &Territory,
    look: &Look<'_>,
    ask: &HospitalsAsk,
) -> Result<(List, Sentence), StoreError> {
    let indicator = look.indicator;
    let comparison = Comparison::load(desk, &territory.singles, (indicator, look.period), ask.terms.clone()).await?;
    let noun = crowd_words::noun(territory.is_whole(), &comparison);
    let ranks = if ask.ranks { comparison.ranks(desk).await } else { None };
    let found = comparison.list(indicator, (&ask.words, ask.sort), ranks.as_deref());
    let link = |page: u64| format!("{}#hospitals", ask.address(look).with("page", &page.to_string()).text());
    let paging = Paging::new(ask.page, SIZE, u64::try_from(found.len()).unwrap_or(0), link);
    let first = usize::try_from(paging.offset()).unwrap_or(0);
    let shown = &found[first.min(found.len())..(first + SIZE as usize).min(found.len())];
    let (scale, reference) = (hospital_rows::scale(indicator, &found), reference(look, &comparison));
    let ground = Ground { look, scale, reference, noun, counts: hospital_rows::counts(found.iter()) };
    let export = |kind: &str| ask.address(look).under(kind).text();
    let crowd = &comparison.crowd;
    let (catalogue, members) = (&desk.catalogue, comparison.members());
    let figures = crowd_figures::Material { catalogue, look, ask, comparison: &comparison, members: &members, noun };
    let list = List {
        action: at(look).path().to_owned(),
        fields: at(look).fields(),
        choices: Choices::of(&desk.catalogue, &comparison.benchmark, look),
        chosen: chosen(ask),
        faults: faults(ask),
        said: said(&desk.catalogue, &ask.terms.filter, (&ask.words, ask.sort), found.len()),
        why: crowd.verdict.err().map(|unable| crowd_words::why_not(indicator, crowd, &ask.terms, unable)),
        funnel: figures.funnel(),
        distribution: figures.distribution(reference),
        reference: reference.map(|value| (noun, words::with_unit(indicator, value))),
        scale: (words::plain(indicator, scale.0), words::plain(indicator, scale.1)),
        groups: hospital_rows::groups(desk, territory, &ground, shown).await?,
        ranks: ranks.is_some(),
        ranks_link: ranks_link(look, ask, &comparison),
        ranks_said: crowd_words::ranks_said(ask.ranks, &comparison, ranks.as_deref()),
        method: crowd.verdict.map_or_else(|_| String::new(), |verdict| crowd_words::method(&verdict)),
        others: crowd_words::others(crowd, ask.terms.least),
        paging,
        xlsx: export("/export.xlsx"),
        csv: export("/export.csv"),
    };
    let lede = crowd_words::lede(indicator, &comparison, noun);
    Ok((list, lede))
}

fn chosen(ask: &HospitalsAsk) -> Chosen {
    let filter = &ask.terms.filter;
    let [beds_from, beds_to, least] = ask.typed.clone();
    Chosen {
        level: filter.level.clone(),
        city: filter.city.clone(),
        category: filter.category.clone(),
        ownership: filter.ownership.clone(),
        beds_from,
        beds_to,
        least: if least.is_empty() { ask.terms.least.to_string() } else { least },
        q: ask.words.clone(),
        sort: ask.sort.key(),
        against: match ask.terms.against {
            crate::progress::comparison::Against::Group => "",
            crate::progress::comparison::Against::All => "all",
        },
    }
}

fn faults(ask: &HospitalsAsk) -> Vec<Fault> {
    let fault = |(field, text): &(&str, String)| Fault { href: format!("#f-{field}"), text: text.clone() };
    ask.faults.iter().map(fault).collect()
}

fn ranks_link(look: &Look<'_>, ask: &HospitalsAsk, comparison: &Comparison) -> Option<(&'static str, String)> {
    comparison.crowd.verdict.ok()?;
    let address = ask.address(look).with("ranks", if ask.ranks { "" } else { "1" });
    Some((if ask.ranks { "不看名次" } else { "看名次区间" }, format!("{}#hospitals", address.text())))
}
