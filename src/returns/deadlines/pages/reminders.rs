//! 催报: a text ready to paste, about the hospitals that have not handed in.

use crate::access::{AuthorityId, Viewer};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::config::Transport;
use crate::documents::{self, Notice};
use crate::returns::deadlines::board::Row;
use crate::returns::deadlines::pages::timeliness::{Look, TimelinessQuery};
use crate::returns::deadlines::remind::{NAMED, chat};
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Query, View};
use axum::extract::State;
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

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
    picture: String,
    drawing: String,
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
    let site = site_of(&headers, &app.transport);
    let look = look(&app, &viewer, &catalogue, query).await?;
    Ok(Page(RemindersPage::new(&look, &site)))
}

async fn look(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    query: RemindersQuery,
) -> Result<Look, PageError> {
    Look::load(app, viewer, catalogue, TimelinessQuery::of(query.period, query.authority)).await
}

/// Who has not handed in, and the text about them.
fn text_of<'a>(look: &'a Look, site: &str) -> (Vec<&'a Row>, Option<String>) {
    let open: Vec<&Row> = look.under().into_iter().filter(|row| row.course.awaited).collect();
    let text = chat(look.board.quarter, &open, &look.board.tree, look.board.at, site);
    (open, text)
}

/// GET `/returns/reminders.svg`: the text as a drawing, with the fonts of whoever opens it.
pub async fn drawing(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    headers: HeaderMap,
    Query(query): Query<RemindersQuery>,
) -> Result<Download, PageError> {
    let site = site_of(&headers, &app.transport);
    let look = look(&app, &viewer, &catalogue, query).await?;
    let notice = notice_of(&look, &site)?;
    Ok(Download::svg(format!("催报_{}.svg", look.board.quarter), notice.svg("Noto Sans CJK SC")))
}

/// GET `/returns/reminders.png`: the same as a picture, which a chat group shows at once.
pub async fn picture(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    headers: HeaderMap,
    Query(query): Query<RemindersQuery>,
) -> Result<Download, PageError> {
    let site = site_of(&headers, &app.transport);
    let look = look(&app, &viewer, &catalogue, query).await?;
    let notice = notice_of(&look, &site)?;
    documents::picture(format!("催报_{}.png", look.board.quarter), move |font| notice.svg(font)).await
}

fn notice_of(look: &Look, site: &str) -> Result<Notice, PageError> {
    let nobody = || PageError::refused("没有要催的医院，没有画图。", "应报的都有了入库的报表。");
    text_of(look, site).1.map(|text| Notice::of(&text)).ok_or_else(nobody)
}

/// The address at which the page itself was asked for; without TLS only on this computer and where plain http was forced.
fn site_of(headers: &HeaderMap, transport: &Transport) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    let host: String = host.chars().filter(|c| plain(*c)).collect();
    let here = ["127.", "localhost", "[::1]"].iter().any(|start| host.starts_with(start));
    let secure = transport.secure_cookies && !transport.insecure_banner && !here;
    format!("{}://{host}", if secure { "https" } else { "http" })
}

impl RemindersPage {
    fn new(look: &Look, site: &str) -> Self {
        let board = &look.board;
        let (open, text) = text_of(look, site);
        let asked = look.asked.unwrap_or(look.base);
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
            picture: format!("/returns/reminders.png?period={}&authority={asked}", board.quarter),
            drawing: format!("/returns/reminders.svg?period={}&authority={asked}", board.quarter),
            authority: asked.to_string(),
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
