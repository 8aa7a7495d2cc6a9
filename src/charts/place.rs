//! Where words go: a free place among lines and other words.

/// A rectangle in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub(super) fn within(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }

    /// Whether the stretch between two points passes through (Liang and Barsky).
    fn crossed_by(&self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> bool {
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        let (dx, dy) = (x1 - x0, y1 - y0);
        for (step, room) in [(-dx, x0 - self.left), (dx, self.right - x0), (-dy, y0 - self.top), (dy, self.bottom - y0)]
        {
            if step == 0.0 {
                if room < 0.0 {
                    return false;
                }
            } else if step < 0.0 {
                enters = enters.max(room / step);
            } else {
                leaves = leaves.min(room / step);
            }
        }
        enters <= leaves
    }
}

/// What already stands in a plot.
#[derive(Debug)]
pub(super) struct Ground {
    plot: Area,
    words: Vec<Area>,
    lines: Vec<((f64, f64), (f64, f64))>,
}

/// The place taken among the candidates, and whether it covers something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) index: usize,
    pub(super) covers: bool,
}

impl Ground {
    pub(super) fn new(plot: Area) -> Self {
        Self { plot, words: Vec::new(), lines: Vec::new() }
    }

    /// A line, or a single point, that words should keep off.
    pub(super) fn add_line(&mut self, points: &[(f64, f64)]) {
        match points {
            [single] => self.lines.push((*single, *single)),
            _ => self.lines.extend(points.windows(2).map(|pair| (pair[0], pair[1]))),
        }
    }

    /// Takes the first candidate that is in the plot and free, else the one that hits least.
    pub(super) fn take(&mut self, candidates: &[Area]) -> Option<Taken> {
        let hits: Vec<usize> = candidates.iter().map(|area| self.hits(area)).collect();
        let index = (0..hits.len()).min_by_key(|index| hits[*index])?;
        self.words.push(candidates[index]);
        Some(Taken { index, covers: hits[index] > 0 })
    }

    fn hits(&self, area: &Area) -> usize {
        // Room for the marks on the lines, which are a few pixels wide.
        let air =
            Area { left: area.left - 4.0, top: area.top - 5.0, right: area.right + 4.0, bottom: area.bottom + 5.0 };
        let words = self.words.iter().filter(|taken| air.meets(taken)).count();
        let lines = self.lines.iter().filter(|(from, to)| air.crossed_by(*from, *to)).count();
        // A line shines through a word; a word over a word, or one cut off at the edge, cannot be read.
        lines + 10 * words + if area.within(&self.plot) { 0 } else { 10 }
    }
}

/// Moves `wanted` heights apart to at least `gap` between neighbours, as little as possible, within `low..=high`
/// where that many fit. The order of the result is that of `wanted`.
pub(super) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    // Neighbours that touch become one block around their common middle, as when books are pushed on a shelf.
    let mut blocks: Vec<(f64, Vec<usize>)> = Vec::new();
    let half = |members: usize| gap * members.saturating_sub(1) as f64 / 2.0;
    for index in order {
        let (mut middle, mut members) = (wanted[index], vec![index]);
        while let Some((above, before)) = blocks.pop() {
            if above + half(before.len()) + gap <= middle - half(members.len()) {
                blocks.push((above, before));
                break;
            }
            let count = (before.len() + members.len()) as f64;
            middle = (above * before.len() as f64 + middle * members.len() as f64) / count;
            members = [before, members].concat();
        }
        let reach = half(members.len());
        blocks.push((middle.min(high - reach).max(low + reach), members));
    }
    let mut moved = wanted.to_vec();
    let mut floor = f64::NEG_INFINITY;
    for (middle, members) in &blocks {
        for (place, index) in members.iter().enumerate() {
            floor = floor.max(middle - half(members.len()) + gap * place as f64);
            moved[*index] = floor;
            floor += gap;
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_move_apart_and_no_further() {
        assert_eq!(spread(&[10.0, 50.0], 16.0, 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0], 16.0, 0.0, 100.0), [42.0, 58.0]);
        assert_eq!(spread(&[100.0, 99.0, 2.0], 16.0, 0.0, 100.0), [100.0, 84.0, 2.0]);
        assert!(spread(&[], 16.0, 0.0, 100.0).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_two_labels_overlap(wanted in proptest::collection::vec(0.0f64..250.0, 0..8)) {
            let mut moved = spread(&wanted, 16.0, 0.0, 250.0);
            moved.sort_by(f64::total_cmp);
            proptest::prop_assert!(moved.windows(2).all(|pair| pair[1] - pair[0] > 15.999));
        }
    }

    #[test]
    fn words_keep_off_lines_and_words() {
        let plot = Area { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        let mut ground = Ground::new(plot);
        ground.add_line(&[(0.0, 20.0), (100.0, 20.0)]);
        let at = |top: f64| Area { left: 10.0, top, right: 50.0, bottom: top + 12.0 };
        let took = |index, covers| Some(Taken { index, covers });
        assert_eq!(ground.take(&[at(14.0), at(50.0)]), took(1, false));
        assert_eq!(ground.take(&[at(50.0), at(70.0)]), took(1, false), "the first is taken by now");
        assert_eq!(ground.take(&[at(95.0), at(14.0)]), took(1, true), "a line is better than the edge");
        assert_eq!(ground.take(&[]), None);
    }
}
