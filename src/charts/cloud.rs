//! Many dots as few paths: each is a line without length and with round ends, each place is drawn once.

use std::fmt::Write;

use super::palette::Colour;
use super::svg::tenth;

/// Most dots of a crowd drawn one by one; of a few that stand out a quarter of it does.
pub(super) const MOST: usize = 1_600;

/// Sides of the cells in px, the finest first. A picture of 690 × 360 px has fewer than 400 of the coarsest.
const STEPS: [f64; 7] = [3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 26.0];

/// A cell: column, row and how many dots lie in it.
type Cell = (i32, i32, u32);

/// Dots at `points`, in px within `size`, at `most` places: more of them fall into the cells of a grid that is made as
/// coarse as it must be. In a grid a dot is the larger the more units lie in its cell: one, a few, or
/// more than four.
pub(super) fn cloud(points: &[(f64, f64)], (size, most): ((f64, f64), usize), colour: Colour) -> String {
    if points.len() <= most {
        let wide = if points.len() <= 400 { 4.6 } else { 3.6 };
        return path(fine(points), 0.5, wide, colour);
    }
    let tried = STEPS.iter().map(|step| (*step, coarse(points, size, *step)));
    let mut found = (1.0, Vec::new());
    for (step, cells) in tried {
        let fits = cells.len() <= most;
        found = (step, cells);
        if fits {
            break;
        }
    }
    let (step, cells) = found;
    let of = |least: u32, most: u32, wide: f64| {
        let among = cells.iter().copied().filter(|(.., count)| (least..=most).contains(count)).collect();
        path(among, step, wide * step, colour)
    };
    of(1, 1, 0.5) + &of(2, 4, 0.72) + &of(5, u32::MAX, 1.0)
}

/// Snapped to half pixels, each place once, row by row.
fn fine(points: &[(f64, f64)]) -> Vec<Cell> {
    let snapped = |(x, y): &(f64, f64)| ((y * 2.0).round() as i32, (x * 2.0).round() as i32);
    let mut places: Vec<(i32, i32)> = points.iter().map(snapped).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|(y, x)| (x, y, 1)).collect()
}

fn coarse(points: &[(f64, f64)], (width, height): (f64, f64), step: f64) -> Vec<Cell> {
    let (columns, rows) = ((width / step) as usize + 2, (height / step) as usize + 2);
    let mut grid = vec![0_u32; columns * rows];
    for (x, y) in points {
        let (column, row) = ((x / step).round().max(0.0) as usize, (y / step).round().max(0.0) as usize);
        if column < columns && row < rows {
            grid[row * columns + column] += 1;
        }
    }
    let cell = |(at, count): (usize, u32)| ((at % columns) as i32, (at / columns) as i32, count);
    grid.into_iter().enumerate().filter(|(_, count)| *count > 0).map(cell).collect()
}

/// One path; each dot is told by how far it lies from the one before.
fn path(cells: Vec<Cell>, step: f64, wide: f64, colour: Colour) -> String {
    let mut way = String::with_capacity(cells.len() * 9);
    let mut before = (0, 0);
    for (x, y, _) in cells {
        let (right, down) = (tenth(f64::from(x - before.0) * step), tenth(f64::from(y - before.1) * step));
        // Writing to a string cannot fail.
        let _ = write!(way, "m{right} {down}h0");
        before = (x, y);
    }
    if way.is_empty() {
        return way;
    }
    format!(
        "<path d=\"{way}\" stroke=\"{colour}\" stroke-width=\"{}\" stroke-linecap=\"round\" fill=\"none\"/>",
        tenth(wide)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_place_is_drawn_once() {
        let drawn = cloud(&[(10.0, 5.0), (10.1, 5.1), (20.0, 5.0)], ((100.0, 50.0), MOST), Colour::Common);
        assert!(drawn.contains("d=\"m10 5h0m10 0h0\""), "{drawn}");
        assert_eq!(cloud(&[], ((100.0, 50.0), MOST), Colour::Common), "");
    }

    #[test]
    fn however_many_the_dots_are_few_places_are_drawn() {
        let points: Vec<_> = (0..37_000).map(|at| (f64::from(at % 690), f64::from(at * 7 % 360))).collect();
        let drawn = cloud(&points, ((690.0, 360.0), MOST), Colour::Common);
        assert!(drawn.matches("h0").count() <= MOST, "{}", drawn.matches("h0").count());
        assert!(drawn.len() < 20_000, "{}", drawn.len());
    }
}
