//! How a wide table falls onto sheets of A3.

use rust_xlsxwriter::{Worksheet, XlsxError};

/// A3 on its side, in inches, with a tenth left over: no two programs draw a column equally wide.
const ACROSS: f64 = 14.9;
/// The margins at the sides, in inches.
const MARGIN: f64 = 0.4;
/// What is printed of the size on the screen.
const PERCENT: u16 = 60;
/// Pixels of an inch.
const PIXELS: f64 = 96.0;
/// Pixels of a letter: seven in the font the file names, nine in what programs take for it where it is not installed.
const LETTER: f64 = 9.0;

/// Sets the sheet up for A3 on its side, a page ending before each of the columns.
pub(super) fn a3(sheet: &mut Worksheet, breaks: &[u32]) -> Result<(), XlsxError> {
    sheet.set_paper_size(8).set_landscape().set_print_scale(PERCENT);
    sheet.set_margins(MARGIN, MARGIN, 0.5, 0.6, 0.3, 0.3);
    sheet.set_vertical_page_breaks(breaks)?;
    Ok(())
}

/// The columns before which a page ends, so that blocks of columns stay together. `names` are the widths of the columns
/// that each page repeats; a block is its first column and its widths, in letters.
pub(super) fn breaks(names: &[f64], blocks: &[(u16, Vec<f64>)]) -> Vec<u32> {
    let page = (ACROSS - 2.0 * MARGIN) * PIXELS * 100.0 / f64::from(PERCENT);
    let room = page - pixels(names);
    let (mut taken, mut breaks) = (0.0, Vec::new());
    for (first, widths) in blocks {
        let wide = pixels(widths);
        if taken > 0.0 && taken + wide > room {
            breaks.push(u32::from(*first));
            taken = 0.0;
        }
        taken += wide;
    }
    breaks
}

/// A cell has a margin beside its letters.
fn pixels(widths: &[f64]) -> f64 {
    widths.iter().map(|width| width * LETTER + 5.0).sum()
}

#[cfg(test)]
mod tests {
    use super::breaks;

    #[test]
    fn months_stay_together_and_words_never_stand_alone() {
        let mut blocks: Vec<(u16, Vec<f64>)> = (0..10).map(|at| (3 + at * 4, vec![9.0; 4])).collect();
        let names = [14.0, 30.0, 8.0];
        assert_eq!(breaks(&names, &blocks), [23], "five elements of four columns a page");
        blocks[9].1.push(40.0);
        assert_eq!(breaks(&names, &blocks), [23, 39], "the last element goes along with the words beside it");
    }
}
