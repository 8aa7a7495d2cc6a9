//! Where plotters draws: SVG text with positions to a tenth of a pixel.
//!
//! The backend that comes with plotters rounds to whole pixels (a slow rise turns into stairs), takes a Chinese
//! character for three letters, knows no dashes and hides its document. Plotters is made to be given another one.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Drawable, PointCollection};
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::model::SeriesStyle;
use super::palette::Colour;
use super::svg::{self, Anchor, Type};
use super::text;

/// Units of plotters in one pixel.
const UNITS: f64 = 10.0;

/// Pixels as units of plotters.
pub(super) fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// Units of plotters as pixels.
pub(super) fn pixels((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) / UNITS, f64::from(y) / UNITS)
}

/// Drawing ends well or not at all: nothing here can fail, but plotters asks.
pub(super) type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// The backend: the body of an SVG as it grows.
pub(super) struct Canvas<'a> {
    body: &'a mut String,
    size: (f64, f64),
}

impl Canvas<'_> {
    fn put(&mut self, shape: &str) -> Result<(), DrawingErrorKind<Infallible>> {
        self.body.push_str(shape);
        Ok(())
    }
}

/// The whole picture, in units of plotters.
pub(super) type Paper<'a> = DrawingArea<Canvas<'a>, Shift>;

/// The body of an SVG of `size` px as `draw` leaves it.
pub(super) fn draw(size: (f64, f64), draw: impl FnOnce(&Paper<'_>) -> Drawn) -> String {
    let mut body = String::new();
    let drawn = draw(&Canvas { body: &mut body, size }.into_drawing_area());
    if drawn.is_err() {
        // Only a mistake in this room can get here; half a chart would be a wrong chart.
        return svg::words((8.0, 20.0), "这张图没有画成", Type::plain(13.0, Colour::Ink));
    }
    body
}

/// Adds shapes that stand in pixels.
pub(super) fn put(paper: &Paper<'_>, shapes: String) -> Drawn {
    paper.draw(&Placed { at: vec![(0, 0)], shape: Shape::Ready(shapes) })
}

/// The colour of the palette; plotters passes on only what it was given from there.
fn colour(asked: BackendColor) -> Colour {
    Colour::ALL
        .into_iter()
        .find(|colour| {
            let own = colour.rgb();
            (own.0, own.1, own.2) == asked.rgb
        })
        .unwrap_or(Colour::Ink)
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (units(self.size.0).unsigned_abs(), units(self.size.1).unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, asked: BackendColor) -> Result<(), DrawingErrorKind<Infallible>> {
        self.put(&svg::block(pixels(point), (1.0 / UNITS, 1.0 / UNITS), colour(asked)))
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let path: Vec<_> = path.into_iter().map(pixels).collect();
        let width = f64::from(style.stroke_width()) / UNITS;
        self.put(&svg::stroke(&path, colour(style.color()), width, ""))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let ((left, top), (right, bottom)) = (pixels(upper_left), pixels(bottom_right));
        if fill {
            return self.put(&svg::block((left, top), (right - left, bottom - top), colour(style.color())));
        }
        let (x1, y1, x2, y2) = (upper_left.0, upper_left.1, bottom_right.0, bottom_right.1);
        self.draw_path([(x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1)], style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        words: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let below = match style.anchor().v_pos {
            VPos::Top => 0.8,
            VPos::Center => 0.34,
            VPos::Bottom => -0.2,
        };
        let (x, y) = pixels(at);
        let set = Type::plain(style.size(), colour(style.color())).anchored(anchor);
        self.put(&svg::words((x, y + below * style.size()), words, set))
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        words: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = text::width(words, style.size());
        Ok((units(width).unsigned_abs(), units(style.size()).unsigned_abs()))
    }
}

/// What plotters has no element for, at points of a chart.
pub(super) enum Shape<'a> {
    /// A line through all points.
    Line { colour: Colour, width: f64, dash: &'static str },
    /// A rectangle between the first two points.
    Block(Colour),
    /// The mark of a series at each point.
    Mark { style: SeriesStyle, radius: f64 },
    /// An unseen circle at the first point, named for a pointer.
    Tip { radius: f64, title: &'a str },
    /// Shapes already written, wherever they stand.
    Ready(String),
}

/// A shape with its points in the coordinates of the area it is drawn on.
pub(super) struct Placed<'a, C> {
    pub(super) at: Vec<C>,
    pub(super) shape: Shape<'a>,
}

impl<'a, C: 'a> PointCollection<'a, C> for &'a Placed<'_, C> {
    type Point = &'a C;
    type IntoIter = &'a [C];

    fn point_iter(self) -> Self::IntoIter {
        &self.at
    }
}

impl<C> Drawable<Canvas<'_>> for Placed<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        at: I,
        canvas: &mut Canvas<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let at: Vec<_> = at.map(pixels).collect();
        match &self.shape {
            Shape::Line { colour, width, dash } => canvas.put(&svg::stroke(&at, *colour, *width, dash)),
            Shape::Block(colour) => match at.as_slice() {
                [(x1, y1), (x2, y2), ..] => {
                    canvas.put(&svg::block((x1.min(*x2), y1.min(*y2)), ((x2 - x1).abs(), (y2 - y1).abs()), *colour))
                }
                _ => Ok(()),
            },
            Shape::Mark { style, radius } => at.iter().try_for_each(|point| {
                canvas.put(&svg::mark(style.marker, *point, *radius, style.colour, (Colour::Surface, 1.5)))
            }),
            Shape::Tip { radius, title } => {
                at.iter().take(1).try_for_each(|point| canvas.put(&svg::tip(*point, *radius, title)))
            }
            Shape::Ready(shapes) => canvas.put(shapes),
        }
    }
}
