//! Filling the form in the browser, as far as tests need it: fields from fills, and fields off a page.

use std::collections::BTreeMap;

use zhikong::returns::model::Slot;
use zhikong::returns::template::{CellFill, Fills};

use crate::support::client::{Answer, Client};

/// The fields of a form by name.
pub type Fields = BTreeMap<String, String>;

/// The address of a hospital's form for the third quarter.
pub fn form_of(code: &str) -> String {
    format!("/returns/2024Q3/{code}/entry")
}

/// The texts that say the same as these fills.
pub fn fields(fills: &Fills) -> Fields {
    let text = |fill: &CellFill| match fill {
        CellFill::Number(number) => number.to_string(),
        CellFill::Text(text) => text.clone(),
    };
    let slot = |slot: Slot| slot.number().to_string();
    let cells = fills.cells.iter().map(|((id, at), fill)| (format!("{id}-{}", slot(*at)), text(fill)));
    let offered = fills.offered.iter().map(|(id, word)| (format!("{id}-offered"), word.clone()));
    let notes = fills.notes.iter().map(|(id, words)| (format!("{id}-note"), words.clone()));
    cells.chain(offered).chain(notes).collect()
}

/// Posts a form.
pub async fn post(client: &Client, path: &str, fields: &Fields) -> Answer {
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    client.post(path, &pairs).await
}

/// The same with some fields changed.
pub fn with(fields: &Fields, changes: &[(&str, &str)]) -> Fields {
    let mut all = fields.clone();
    all.extend(changes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    all
}

/// What the form on a page would post: its inputs, chosen words and texts.
pub fn fields_on(page: &str) -> Fields {
    let form = page.split("data-entry>").nth(1).expect("a form").split("</form>").next().expect("its end");
    let mut found = Fields::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input ")) {
        let value = attribute(tag, "value").unwrap_or_default();
        found.insert(attribute(tag, "name").expect("a name"), value);
    }
    for part in form.split("<textarea ").skip(1) {
        let (tag, rest) = part.split_once('>').expect("a tag");
        found.insert(attribute(tag, "name").expect("a name"), plain(rest.split("</textarea>").next().unwrap()));
    }
    for part in form.split("<select ").skip(1) {
        let (tag, rest) = part.split_once('>').expect("a tag");
        let options = rest.split("</select>").next().unwrap();
        let chosen = options.split("<option").find(|option| option.starts_with(" selected>"));
        let chosen = chosen.map(|option| plain(option[" selected>".len()..].split('<').next().unwrap()));
        found.insert(attribute(tag, "name").expect("a name"), chosen.unwrap_or_default());
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    Some(plain(tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?))
}

fn plain(html: &str) -> String {
    let text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'");
    text.replace("&#39;", "'").replace("&#x2F;", "/").replace("&amp;", "&")
}
