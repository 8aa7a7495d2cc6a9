//! Names beside marks: without leaders, never over another name or another mark; a name without room is left out.

use super::place::Area;

/// From a mark to its name.
const APART: f64 = 7.0;

/// Half of what a mark takes up.
const MARK: f64 = 5.0;

/// Places in px.
type Points<'a> = &'a [(f64, f64)];

/// A name and the mark it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// The mark.
    pub(super) at: (f64, f64),
    /// Width of the name.
    pub(super) width: f64,
}

/// Where each name goes, in the order wanted: the earlier have the choice. `marks` are all that must stay free, `dots`
/// what should, `taken` what is written already.
pub(super) fn place(
    plot: Area,
    wanted: &[Wanted],
    tall: f64,
    (marks, dots): (Points<'_>, Points<'_>),
    taken: &[Area],
) -> Vec<Option<Area>> {
    let mut taken = taken.to_vec();
    let free = |area: &Area, taken: &[Area]| {
        area.within(&plot)
            && !taken.iter().any(|other| area.meets(other))
            && !marks.iter().any(|mark| area.meets(&around(*mark, MARK)))
    };
    let mut placed = Vec::with_capacity(wanted.len());
    for want in wanted {
        let covered = |area: &Area| dots.iter().filter(|dot| area.meets(&around(**dot, 1.0))).count();
        let best = candidates(*want, tall).into_iter().filter(|area| free(area, &taken)).min_by_key(covered);
        taken.extend(best);
        placed.push(best);
    }
    placed
}

fn around((x, y): (f64, f64), reach: f64) -> Area {
    Area { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
}

fn candidates(want: Wanted, tall: f64) -> Vec<Area> {
    let ((x, y), width) = (want.at, want.width);
    let at = |left: f64, top: f64| Area { left, top, right: left + width, bottom: top + tall };
    let (right, left) = (x + APART, x - APART - width);
    let (above, level, below) = (y - APART - tall, y - tall / 2.0, y + APART);
    vec![
        at(right, level),
        at(left, level),
        at(right, above),
        at(right, below),
        at(left, above),
        at(left, below),
        at(x - width / 2.0, above),
        at(x - width / 2.0, below),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Area = Area { left: 40.0, top: 20.0, right: 680.0, bottom: 310.0 };

    #[test]
    fn a_name_without_room_is_left_out() {
        let crowded = vec![Wanted { at: (300.0, 100.0), width: 120.0 }; 12];
        let placed = place(PLOT, &crowded, 14.0, (&[(300.0, 100.0)], &[]), &[]);
        assert!(placed[0].is_some() && placed.contains(&None), "{placed:?}");
    }

    #[test]
    fn of_two_places_the_one_over_fewer_dots_is_taken() {
        let dots: Vec<_> = (0..40).map(|at| (310.0 + f64::from(at) * 3.0, 100.0)).collect();
        let wanted = [Wanted { at: (300.0, 100.0), width: 120.0 }];
        let placed = place(PLOT, &wanted, 14.0, (&[(300.0, 100.0)], &dots), &[]);
        assert!(placed[0].unwrap().right < 300.0, "{placed:?}");
    }

    proptest::proptest! {
        #[test]
        fn no_name_lies_over_another_a_mark_or_the_edge(
            marks in proptest::collection::vec((40.0f64..680.0, 20.0f64..310.0, 30.0f64..170.0), 0..40),
        ) {
            let wanted: Vec<_> = marks.iter().map(|(x, y, width)| Wanted { at: (*x, *y), width: *width }).collect();
            let points: Vec<_> = marks.iter().map(|(x, y, _)| (*x, *y)).collect();
            let placed: Vec<Area> = place(PLOT, &wanted, 14.0, (&points, &[]), &[]).into_iter().flatten().collect();
            for (at, area) in placed.iter().enumerate() {
                proptest::prop_assert!(area.within(&PLOT));
                proptest::prop_assert!(placed[at + 1..].iter().all(|other| !area.meets(other)));
                proptest::prop_assert!(points.iter().all(|mark| !area.meets(&around(*mark, MARK))));
            }
        }
    }
}
