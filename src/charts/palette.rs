//! Every colour a chart may use, as the light literal it is written with; the style sheet swaps them for dark pages.

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
}

impl Colour {
    /// All of them, for the test that compares them with the style sheet.
    pub const ALL: [Self; 13] = [
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
    ];

    /// The literal, in capitals: attribute selectors compare letter by letter.
    pub const fn hex(self) -> &'static str {
        match self {
            Self::Ink => "#17222D",
            Self::SecondInk => "#445462",
            Self::HintInk => "#5E6C79",
            Self::Hairline => "#DDE3E9",
            Self::Baseline => "#B3BEC8",
            Self::Surface => "#FFFFFF",
            Self::Sunken => "#F0F3F6",
            Self::First => "#2B2F77",
            Self::Second => "#08918C",
            Self::Third => "#A67C12",
            Self::Better => "#0F76C9",
            Self::Worse => "#C65A00",
            Self::Common => "#66737F",
        }
    }
}
