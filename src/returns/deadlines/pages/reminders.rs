//! 催报: a text ready to paste, about the hospitals that have not handed in.

use axum::extract::State;
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

use crate::access::{AuthorityId, Viewer};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::returns::deadlines::board::Row;
use crate::returns::deadlines::pages::timeliness::{Look, TimelinessQuery};
use crate::returns::deadlines::remind::{NAMED, chat};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Query, View};

/// `?period=2024Q3&authority=12`
#[derive(Deserialize)]
pub struct RemindersQuery {
    period: Option<Period>,
    authority: Option<String>,
}

/// What `templates/returns/deadlines/reminders.html` shows.
#[derive(Serialize)]
pub struct RemindersPage {
    period: Period,
    period_label: String,
    count: usize,
    /// None where everybody has handed in.
    text: Option<String>,
    /// Lines of the text, for the height of its field.
    lines: usize,
    /// More hospitals than a text names.
    cut: bool,
    most: usize,
    authority: String,
    authorities: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// GET `/returns/reminders`
pub async fn reminders(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    headers: HeaderMap,
    Query(query): Query<RemindersQuery>,
) -> Result<Page<RemindersPage>, PageError> {
    let asked = TimelinessQuery::of(query.period, query.authority);
    let look = Look::load(&app, &viewer, &catalogue, asked).await?;
    let site = site_of(&headers, app.transport.secure_cookies);
    Ok(Page(RemindersPage::new(&look, &site)))
}

/// The address at which the page itself was asked for.
fn site_of(headers: &HeaderMap, secure: bool) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    let host: String = host.chars().filter(|c| plain(*c)).collect();
    format!("{}://{host}", if secure { "https" } else { "http" })
}

impl RemindersPage {
    fn new(look: &Look, site: &str) -> Self {
        let board = &look.board;
        let open: Vec<&Row> = look.under().into_iter().filter(|row| row.course.received.is_none()).collect();
        let text = chat(board.quarter, &open, &board.tree, board.at, site);
        let walk = board.tree.walk().into_iter().map(|(_, authority)| authority);
        let below = walk.filter(|authority| board.tree.is_under(look.base, authority.id));
        Self {
            period: board.quarter,
            period_label: board.quarter.label(),
            count: open.len(),
            lines: text.as_deref().map_or(0, |text| text.lines().map(|line| 1 + line.chars().count() / 40).sum()),
            cut: open.len() > NAMED,
            most: NAMED,
            text,
            authority: look.asked.unwrap_or(look.base).to_string(),
            authorities: below.map(|of| choice(of.id, &of.name)).collect(),
        }
    }
}

fn choice(id: AuthorityId, name: &str) -> Choice {
    Choice { value: id.to_string(), label: name.to_owned() }
}

impl View for RemindersPage {
    const TEMPLATE: &'static str = "returns/deadlines/reminders.html";

    fn head(&self) -> Head {
        let authority = self.authority.clone();
        Head::titled(format!("{}催报", self.period_label))
            .crumb(Crumb::to("上报情况", format!("/returns/timeliness?period={}", self.period)))
            .crumb(Crumb::here("催报"))
            .period(self.period, move |period| format!("/returns/reminders?period={period}&authority={authority}"))
    }
}
