//! Every colour a chart may use, as the light literal it is written with; the style sheet swaps them for dark pages.

use std::fmt;

use plotters::style::RGBColor;

/// A colour by what it is for. Levels say who, movement says signal; the two never meet in one chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Text that carries a figure, goals and intervals.
    Ink,
    /// Text that explains.
    SecondInk,
    /// Labels of axes, rules of breaks.
    HintInk,
    /// Grid lines.
    Hairline,
    /// The baseline.
    Baseline,
    /// What a chart stands on; rings around marks.
    Surface,
    /// The ground of the newer side of a break.
    Sunken,
    /// The first group: the highest level.
    First,
    /// The second group.
    Second,
    /// The third group.
    Third,
    /// Evidence of getting better.
    Better,
    /// Evidence of getting worse.
    Worse,
    /// No evidence of change; a line of one series.
    Common,
    /// The ground of a cell whose figure gives evidence of the good side.
    BetterTint,
    /// The same of the bad side.
    WorseTint,
}

impl Colour {
    /// All of them.
    pub(super) const ALL: [Self; 15] = [
        Self::Ink,
        Self::SecondInk,
        Self::HintInk,
        Self::Hairline,
        Self::Baseline,
        Self::Surface,
        Self::Sunken,
        Self::First,
        Self::Second,
        Self::Third,
        Self::Better,
        Self::Worse,
        Self::Common,
        Self::BetterTint,
        Self::WorseTint,
    ];

    /// Red, green and blue as one number, two hexadecimal digits each.
    const fn code(self) -> u32 {
        match self {
            Self::Ink => 0x0017_222D,
            Self::SecondInk => 0x0044_5462,
            Self::HintInk => 0x005E_6C79,
            Self::Hairline => 0x00DD_E3E9,
            Self::Baseline => 0x00B3_BEC8,
            Self::Surface => 0x00FF_FFFF,
            Self::Sunken => 0x00F0_F3F6,
            Self::First => 0x002B_2F77,
            Self::Second => 0x0008_918C,
            Self::Third => 0x00A6_7C12,
            Self::Better => 0x000F_76C9,
            Self::Worse => 0x00C6_5A00,
            Self::Common => 0x0066_737F,
            Self::BetterTint => 0x00DC_EBF8,
            Self::WorseTint => 0x00FB_E6D6,
        }
    }

    /// The same for plotters.
    pub(super) const fn rgb(self) -> RGBColor {
        let [_, red, green, blue] = self.code().to_be_bytes();
        RGBColor(red, green, blue)
    }
}

/// The literal, in capitals: attribute selectors of the style sheet compare letter by letter.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06X}", self.code())
    }
}
