//! An SVG as PNG, drawn with a font of this computer.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// The picture is larger than its SVG by this factor, so that it stays sharp on a telephone.
const SCALE: f32 = 1.5;

/// Most pixels of a picture.
const PIXELS: u64 = 8_000_000;

/// A letter that every Chinese font has.
const LETTER: char = '报';

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum NoPicture {
    /// No font of this computer has Chinese glyphs.
    #[error("no font with Chinese glyphs")]
    NoFont,
    /// The SVG cannot be read.
    #[error(transparent)]
    Svg(#[from] resvg::usvg::Error),
    /// It is empty or too large.
    #[error("a picture of {0} × {1} px")]
    Size(u32, u32),
    /// It could not be written.
    #[error("not written: {0}")]
    Write(String),
}

struct Fonts {
    known: Arc<fontdb::Database>,
    /// The family with Chinese glyphs.
    family: Option<String>,
}

/// Looked for once: reading all fonts takes a moment.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut known = fontdb::Database::new();
    known.load_system_fonts();
    let family = family_with(&known, LETTER);
    Fonts { known: Arc::new(known), family }
});

/// A family with this letter; one without serifs where there is one.
fn family_with(known: &fontdb::Database, letter: char) -> Option<String> {
    let has = |face: &&fontdb::FaceInfo| {
        let glyph = known.with_face_data(face.id, |data, index| {
            ttf_parser::Face::parse(data, index).ok().and_then(|face| face.glyph_index(letter)).is_some()
        });
        glyph.unwrap_or(false)
    };
    let mut names: Vec<&str> =
        known.faces().filter(has).filter_map(|face| face.families.first()).map(|(name, _)| name.as_str()).collect();
    // Of a font for several scripts the simplified one comes first.
    names.sort_by_key(|name| (name.contains("Serif"), name.contains("Mono"), !name.contains("SC"), *name));
    names.first().map(|name| (*name).to_owned())
}

/// Draws what `svg` gives for a family with Chinese glyphs. It computes for a while: call it where nobody waits.
///
/// # Errors
/// [`NoPicture`].
pub fn png(svg: impl FnOnce(&str) -> String) -> Result<Vec<u8>, NoPicture> {
    let family = FONTS.family.as_deref().ok_or(NoPicture::NoFont)?;
    let options = Options { fontdb: Arc::clone(&FONTS.known), ..Options::default() };
    let tree = Tree::from_str(&svg(family), &options)?;
    let size = tree.size().to_int_size();
    let sized = size.scale_by(SCALE).filter(|size| u64::from(size.width()) * u64::from(size.height()) <= PIXELS);
    let sized = sized.ok_or(NoPicture::Size(size.width(), size.height()))?;
    let too_large = NoPicture::Size(sized.width(), sized.height());
    let mut pixels = Pixmap::new(sized.width(), sized.height()).ok_or(too_large)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| NoPicture::Write(error.to_string()))
}
