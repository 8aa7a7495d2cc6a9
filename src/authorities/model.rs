//! What an authority is, and the tree they make.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::access::AuthorityId;
use crate::catalogue::model::AuthorityKind;

/// 主管机构: a health commission or QC centre of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Its key.
    pub id: AuthorityId,
    /// Its stable code; of a commission that of its territory.
    pub code: String,
    /// Official name.
    pub name: String,
    /// What kind.
    pub kind: AuthorityKind,
    /// Six-digit code of the region it governs.
    pub territory: String,
    /// The authority that reviews what it accepted; none for the topmost.
    pub reviewed_by: Option<AuthorityId>,
    /// First day this holds; none for always.
    pub valid_from: Option<NaiveDate>,
    /// Last day this holds; none while it does.
    pub valid_to: Option<NaiveDate>,
    /// Of a QC centre: the speciality it is for; none where nobody said.
    pub speciality: Option<String>,
    /// Rises with every change of the row.
    pub version: i32,
}

impl Authority {
    /// Whether it is a health commission, which owes duties and reviews returns; a QC centre does not.
    #[must_use]
    pub fn is_commission(&self) -> bool {
        self.kind != AuthorityKind::QcCentre
    }
}

/// The key of a kind in columns and addresses.
#[must_use]
pub fn kind_key(kind: AuthorityKind) -> &'static str {
    match kind {
        AuthorityKind::Province => "province",
        AuthorityKind::City => "city",
        AuthorityKind::County => "county",
        AuthorityKind::QcCentre => "qc_centre",
    }
}

/// The kind with this key.
#[must_use]
pub fn kind_of(key: &str) -> Option<AuthorityKind> {
    use AuthorityKind::{City, County, Province, QcCentre};
    [Province, City, County, QcCentre].into_iter().find(|kind| kind_key(*kind) == key)
}

/// What a reader calls a kind.
#[must_use]
pub fn kind_label(kind: AuthorityKind) -> &'static str {
    match kind {
        AuthorityKind::Province => "省级",
        AuthorityKind::City => "市级",
        AuthorityKind::County => "县级",
        AuthorityKind::QcCentre => "质控中心",
    }
}

/// All authorities as a tree by who reviews whom.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: HashMap<AuthorityId, Authority>,
    /// By code among siblings; `None` holds the roots.
    children: BTreeMap<Option<AuthorityId>, Vec<AuthorityId>>,
    by_code: HashMap<String, AuthorityId>,
    by_territory: HashMap<String, AuthorityId>,
}

impl Tree {
    /// Hangs every authority under the one that reviews it.
    #[must_use]
    pub fn new(mut authorities: Vec<Authority>) -> Self {
        authorities.sort_by(|a, b| a.code.cmp(&b.code));
        let mut tree = Self::default();
        for authority in authorities {
            tree.children.entry(authority.reviewed_by).or_default().push(authority.id);
            tree.by_code.insert(authority.code.clone(), authority.id);
            if authority.is_commission() {
                tree.by_territory.insert(authority.territory.clone(), authority.id);
            }
            tree.nodes.insert(authority.id, authority);
        }
        tree
    }

    /// The authority with this key.
    #[must_use]
    pub fn get(&self, id: AuthorityId) -> Option<&Authority> {
        self.nodes.get(&id)
    }

    /// Its name; empty for an unknown key.
    #[must_use]
    pub fn name(&self, id: AuthorityId) -> &str {
        self.get(id).map_or("", |authority| authority.name.as_str())
    }

    /// The authority with this code.
    #[must_use]
    pub fn coded(&self, code: &str) -> Option<&Authority> {
        self.get(*self.by_code.get(code)?)
    }

    /// The authority with exactly this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Authority> {
        self.nodes.values().find(|authority| authority.name == name)
    }

    /// The commission whose territory is exactly this region.
    #[must_use]
    pub fn commission_of(&self, region: &str) -> Option<&Authority> {
        self.get(*self.by_territory.get(region)?)
    }

    /// The topmost commissions, by code: one in an installation with a single province.
    pub fn roots(&self) -> impl Iterator<Item = &Authority> {
        self.ids_below(None).iter().filter_map(|id| self.get(*id))
    }

    /// Those it reviews directly, by code.
    pub fn children(&self, id: AuthorityId) -> impl Iterator<Item = &Authority> {
        self.ids_below(Some(id)).iter().filter_map(|child| self.get(*child))
    }

    /// Everyone, each before those below it, siblings by code; with its depth, 0 for a root.
    #[must_use]
    pub fn walk(&self) -> Vec<(usize, &Authority)> {
        let mut found = Vec::new();
        let mut open: Vec<(usize, AuthorityId)> = self.ids_below(None).iter().rev().map(|id| (0, *id)).collect();
        while let Some((depth, id)) = open.pop() {
            found.extend(self.get(id).map(|authority| (depth, authority)));
            open.extend(self.ids_below(Some(id)).iter().rev().map(|child| (depth + 1, *child)));
        }
        found
    }

    /// Whether `id` is `ancestor` or anywhere below it.
    #[must_use]
    pub fn is_under(&self, ancestor: AuthorityId, id: AuthorityId) -> bool {
        self.line_up(id).any(|at| at == ancestor)
    }

    /// The direct child of `ancestor` in whose branch `id` lies; `ancestor` itself for its own, none outside.
    ///
    /// Lets a page add up counts by the authorities right below the one that looks.
    #[must_use]
    pub fn branch(&self, ancestor: AuthorityId, id: AuthorityId) -> Option<AuthorityId> {
        let mut last = id;
        for at in self.line_up(id) {
            if at == ancestor {
                return Some(last);
            }
            last = at;
        }
        None
    }

    /// `id`, the one above it, and so on to the root.
    fn line_up(&self, id: AuthorityId) -> impl Iterator<Item = AuthorityId> {
        // No line is longer than the list; a ring, which the store refuses, ends too.
        std::iter::successors(Some(id), |at| self.get(*at)?.reviewed_by).take(self.nodes.len())
    }

    fn ids_below(&self, id: Option<AuthorityId>) -> &[AuthorityId] {
        self.children.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// Two authorities, one above the other, and how many steps lie between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The upper one.
    pub ancestor: AuthorityId,
    /// The lower one.
    pub descendant: AuthorityId,
    /// Steps between; 0 is the authority itself.
    pub depth: i32,
}

/// Somebody reviews what reviews it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("authority {0} is its own superior")]
pub struct Ring(pub AuthorityId);

/// Every pair of a descendant and an ancestor, each authority with itself included.
///
/// # Errors
/// [`Ring`] when following who reviews whom comes back to where it began.
pub fn closure(reviewed_by: &HashMap<AuthorityId, Option<AuthorityId>>) -> Result<Vec<Link>, Ring> {
    let mut links = Vec::new();
    for id in reviewed_by.keys() {
        let (mut at, mut depth) = (Some(*id), 0);
        while let Some(ancestor) = at {
            if depth > 0 && ancestor == *id {
                return Err(Ring(*id));
            }
            links.push(Link { ancestor, descendant: *id, depth });
            at = reviewed_by.get(&ancestor).copied().flatten();
            depth += 1;
            if usize::try_from(depth).unwrap_or(usize::MAX) > reviewed_by.len() {
                return Err(Ring(*id));
            }
        }
    }
    Ok(links)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authority(id: i64, code: &str, reviewed_by: Option<i64>) -> Authority {
        Authority {
            id: AuthorityId(id),
            code: code.to_owned(),
            name: format!("{code} 卫健委"),
            kind: AuthorityKind::County,
            territory: code.to_owned(),
            reviewed_by: reviewed_by.map(AuthorityId),
            valid_from: None,
            valid_to: None,
            speciality: None,
            version: 1,
        }
    }

    #[test]
    fn a_tree_knows_its_branches() {
        let tree = Tree::new(vec![
            authority(9, "990102", Some(7)),
            authority(5, "990000", None),
            authority(7, "990100", Some(5)),
            authority(8, "990181", Some(5)),
        ]);
        let line: Vec<_> = tree.walk().into_iter().map(|(depth, a)| (depth, a.id.0)).collect();
        assert_eq!(line, [(0, 5), (1, 7), (2, 9), (1, 8)]);
        assert_eq!(tree.branch(AuthorityId(5), AuthorityId(9)), Some(AuthorityId(7)));
        assert_eq!(tree.branch(AuthorityId(5), AuthorityId(5)), Some(AuthorityId(5)));
        assert_eq!(tree.branch(AuthorityId(7), AuthorityId(8)), None);
        assert!(tree.is_under(AuthorityId(5), AuthorityId(9)) && !tree.is_under(AuthorityId(9), AuthorityId(5)));
    }

    #[test]
    fn the_closure_holds_every_pair_and_refuses_a_ring() {
        let up = |pairs: &[(i64, Option<i64>)]| {
            pairs.iter().map(|(id, above)| (AuthorityId(*id), above.map(AuthorityId))).collect::<HashMap<_, _>>()
        };
        let links = closure(&up(&[(5, None), (7, Some(5)), (9, Some(7))])).unwrap();
        assert_eq!(links.len(), 6);
        assert!(links.contains(&Link { ancestor: AuthorityId(5), descendant: AuthorityId(9), depth: 2 }));
        assert!(closure(&up(&[(5, Some(9)), (7, Some(5)), (9, Some(7))])).is_err());
        assert!(closure(&up(&[(5, None), (7, Some(9)), (9, Some(7))])).is_err());
    }
}
