//! GET: the list.

use axum::extract::State;
use serde::Serialize;

use crate::access::{AccountId, Viewer};
use crate::calendar::china_minute;
use crate::inbox::form::{ListQuery, link};
use crate::inbox::model::{Message, TOPICS};
use crate::inbox::store::{self, Wanted};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, Query, View, format};

/// Messages on a page of the list.
const SIZE: u64 = 50;

/// Shows the messages of whoever asks, and of nobody else.
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<Page<ListPage>, PageError> {
    let reader = viewer.account.ok_or(PageError::SignInFirst)?;
    let wanted = query.wanted();
    let numbers = Numbers::of(&app, reader, wanted).await?;
    let total = if wanted.unread { numbers.unread } else { numbers.all };
    let paging = Paging::new(query.paging.number(), SIZE, total, |page| format!("{}&page={page}", link(wanted)));
    let rows = store::page(&app.db, reader, wanted, paging.offset(), SIZE).await?;
    Ok(Page(ListPage::new(wanted, numbers, &rows, paging)))
}

/// How many messages there are about what is asked for.
#[derive(Clone, Copy)]
struct Numbers {
    unread: u64,
    all: u64,
}

impl Numbers {
    async fn of(app: &AppState, reader: AccountId, wanted: Wanted) -> Result<Self, PageError> {
        let unread = store::count(&app.db, reader, Wanted { unread: true, ..wanted }).await?;
        let all = store::count(&app.db, reader, Wanted { unread: false, ..wanted }).await?;
        Ok(Self { unread, all })
    }
}

/// What `templates/inbox/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    tabs: Vec<Tab>,
    /// The tab as addresses name it.
    show: &'static str,
    /// Key of the topic it is narrowed to; empty for all.
    topic: &'static str,
    /// The same for a reader.
    about: &'static str,
    topics: Vec<Choice>,
    unread: String,
    any_unread: bool,
    any: bool,
    rows: Vec<Row>,
    /// The newest message shown; the button calls nothing read that came later.
    newest: i64,
    paging: Paging,
    everything: String,
    /// What an empty list of one topic says.
    none: String,
}

#[derive(Serialize)]
struct Tab {
    label: String,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    kind: &'static str,
    icon: &'static str,
    label: &'static str,
    title: String,
    text: String,
    at: String,
    read: bool,
}

impl ListPage {
    fn new(wanted: Wanted, numbers: Numbers, rows: &[Message], paging: Paging) -> Self {
        let number = |n: u64| format::count(i64::try_from(n).unwrap_or(i64::MAX));
        let tab = |label: &str, count: u64, unread: bool| Tab {
            label: format!("{label} {}", number(count)),
            href: link(Wanted { unread, ..wanted }),
            current: wanted.unread == unread,
        };
        let about = wanted.topic.map_or("", |topic| topic.label());
        let mut topics = vec![Choice { value: "", label: "全部类别" }];
        topics.extend(TOPICS.map(|topic| Choice { value: topic.key(), label: topic.label() }));
        Self {
            tabs: vec![tab("未读", numbers.unread, true), tab("全部", numbers.all, false)],
            show: if wanted.unread { "unread" } else { "all" },
            topic: wanted.topic.map_or("", |topic| topic.key()),
            about,
            topics,
            unread: number(numbers.unread),
            any_unread: numbers.unread > 0,
            any: numbers.all > 0,
            newest: rows.first().map_or(0, |message| message.id),
            rows: rows.iter().map(Row::of).collect(),
            paging,
            none: format!("没有{}“{about}”消息", if wanted.unread { "未读的" } else { "" }),
            everything: link(Wanted { unread: false, topic: None }),
        }
    }
}

impl Row {
    fn of(message: &Message) -> Self {
        Self {
            id: message.id,
            kind: message.topic.kind(),
            icon: message.topic.icon(),
            label: message.topic.label(),
            title: message.title.clone(),
            text: message.text.clone(),
            at: china_minute(message.at),
            read: message.read,
        }
    }
}

impl View for ListPage {
    const TEMPLATE: &'static str = "inbox/list.html";

    fn head(&self) -> Head {
        Head::titled("消息").crumb(Crumb::here("消息"))
    }
}
