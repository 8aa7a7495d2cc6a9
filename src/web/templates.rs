//! The parsed templates: embedded, or read from the source tree in a debug build.

use std::sync::Arc;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "**/*.html"]
struct Files;

/// All templates, parsed once.
#[derive(Clone)]
pub struct Templates(Arc<tera::Tera>);

impl Templates {
    /// Parses every template.
    ///
    /// # Errors
    /// When one does not parse or names what is not there.
    pub fn load() -> Result<Self, tera::Error> {
        let mut tera = tera::Tera::default();
        let mut files = Vec::new();
        for name in Files::iter() {
            if let Some(file) = Files::get(&name) {
                files.push((name.to_string(), String::from_utf8_lossy(&file.data).into_owned()));
            }
        }
        tera.add_raw_templates(files)?;
        Ok(Self(Arc::new(tera)))
    }

    /// Renders one.
    ///
    /// # Errors
    /// When the template asks for what the page does not hold.
    pub fn render(&self, name: &str, context: &tera::Context) -> Result<String, tera::Error> {
        self.0.render(name, context)
    }
}

/// A template error and its causes in one line.
pub(crate) fn causes(error: &tera::Error) -> String {
    let mut text = error.to_string();
    let mut at = std::error::Error::source(error);
    while let Some(cause) = at {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        at = cause.source();
    }
    text
}
