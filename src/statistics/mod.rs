//! How sure a figure is and what a change means: intervals, exact tails, control charts, funnels, ranks.
//!
//! Pure: counts in, numbers out, never NaN and never a panic; what cannot be said is `None`. In: counts of a numerator
//! and a denominator ([`Observed`]). Out: numbers on the plain 0–1 (or per one unit of exposure) scale; whoever shows
//! them multiplies by 100 or 1,000. `guards` is apart from the methods: it says what of them a page should show.
//!
//! | file | method | source |
//! | --- | --- | --- |
//! | `interval` | Wilson, exact Poisson | Wilson 1927; Garwood 1936 |
//! | `tails`, `point_mass`, `quantile` | exact binomial and Poisson | Loader 2000 |
//! | `control` | p, p′, u, u′, XmR; four rules; assurance | Laney 2002; Nelson 1982; Making Data Count |
//! | `funnel` | exact, normal, arcsine, additive; φ, τ²; groups | Spiegelhalter 2005, 2012; Verburg 2018 |
//! | `difference` | of two figures with their intervals | Newcombe 1998; Zou and Donner 2008 |
//! | `order` | quantiles of type 7 | Hyndman and Fan 1996 |
//! | `goal`, `rank` | a goal by exact tails; ranks by simulation | Seaton and Manktelow 2012; Goldstein 1996 |
//!
//! **Special functions.** Tails are sums of point masses in Loader's form, not statrs' incomplete beta and gamma
//! functions: those go through ln Γ, whose error grows with the counts. Against sums with forty digits at 10⁷ events
//! statrs is off by 3·10⁻⁸ (binomial) and 9·10⁻¹⁰ (Poisson), too much for limits that agree to 10⁻⁹; the sums are off
//! by less than 10⁻¹³ and take 10–30 µs there, a third of a microsecond at a thousand events. statrs' erfc serves
//! where a variance above 10⁹ makes the normal curve right.

mod beyond;
pub mod control;
mod difference;
pub mod funnel;
mod goal;
pub mod guards;
mod interval;
mod observed;
mod order;
mod point_mass;
mod quantile;
mod rank;
mod tails;

pub use difference::difference;
pub use goal::{AgainstGoal, against_goal};
pub use interval::{Confidence, Interval, poisson, wilson, wilson_of};
pub use observed::{Observed, pooled};
pub use order::quantile;
pub use rank::{Rank, Ranks, ranks};
pub use tails::{Standing, Tails, binomial_tails, poisson_tails};
