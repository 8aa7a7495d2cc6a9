//! 主管机构: the viewer's branch of the tree.

use axum::extract::State;
use serde::Serialize;

use crate::access::Viewer;
use crate::authorities::model::{Authority, Tree, kind_label};
use crate::authorities::store;
use crate::catalogue::Catalogue;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, View};

/// The tree from the viewer's own authority down; the whole tree for a hospital.
pub async fn tree(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
) -> Result<Page<TreePage>, PageError> {
    let tree = store::tree(&app.db).await?;
    let own = viewer.authority().and_then(|id| tree.get(id));
    Ok(Page(TreePage::new(&tree, own, &catalogue)))
}

/// What `templates/authorities/tree.html` shows.
#[derive(Serialize)]
pub struct TreePage {
    /// Name of the viewer's own authority; none where the whole tree is shown.
    own: Option<String>,
    /// Who reviews what it accepted.
    above: Option<String>,
    /// How many there are of each kind, as 市级 18.
    kinds: Vec<Kind>,
    total: usize,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Kind {
    label: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    kind: &'static str,
    territory: String,
    reviewer: String,
    /// Reviewed by somebody else than the commission of the region around its territory.
    unusual: bool,
    below: usize,
    /// Steps below the first row, 0 to 2 as far as the page shows.
    depth: usize,
}

impl TreePage {
    fn new(tree: &Tree, own: Option<&Authority>, catalogue: &Catalogue) -> Self {
        let inside = |authority: &Authority| own.is_none_or(|own| tree.is_under(own.id, authority.id));
        let shown: Vec<_> = tree.walk().into_iter().filter(|(_, authority)| inside(authority)).collect();
        let first = shown.first().map_or(0, |(depth, _)| *depth);
        let mut kinds: Vec<Kind> = Vec::new();
        for (_, authority) in &shown {
            let label = kind_label(authority.kind);
            match kinds.iter_mut().find(|kind| kind.label == label) {
                Some(kind) => kind.count += 1,
                None => kinds.push(Kind { label, count: 1 }),
            }
        }
        Self {
            own: own.map(|own| own.name.clone()),
            above: own.and_then(|own| Some(tree.get(own.reviewed_by?)?.name.clone())),
            kinds,
            total: shown.len(),
            rows: shown
                .iter()
                .map(|(depth, authority)| row(tree, authority, (depth - first).min(2), catalogue))
                .collect(),
        }
    }
}

fn row(tree: &Tree, authority: &Authority, depth: usize, catalogue: &Catalogue) -> Row {
    let region = catalogue.region(&authority.territory);
    let around = region.and_then(|region| tree.commission_of(region.administrative_parent.as_deref()?));
    let usual = around.is_none_or(|around| Some(around.id) == authority.reviewed_by);
    Row {
        code: authority.code.clone(),
        name: authority.name.clone(),
        kind: kind_label(authority.kind),
        territory: region.map_or_else(|| authority.territory.clone(), |region| region.name.clone()),
        reviewer: authority.reviewed_by.map_or_else(String::new, |id| tree.name(id).to_owned()),
        unusual: authority.is_commission() && !usual,
        below: tree.children(authority.id).count(),
        depth,
    }
}

impl View for TreePage {
    const TEMPLATE: &'static str = "authorities/tree.html";

    fn head(&self) -> Head {
        Head::titled("主管机构").crumb(Crumb::here("主管机构"))
    }
}
