//! The accounts one keeps: the list, one account, a new one, and the one-time password that is shown once.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::access::{AccountId, PlaceKind, ROLES, Role, Viewer};
use crate::accounts::form::NewForm;
use crate::accounts::model::{Account, Keeping};
use crate::accounts::place::{self, NamedPlace};
use crate::accounts::store::{accounts, list as found};
use crate::calendar::{china_date, china_minute};
use crate::state::AppState;
use crate::web::{Crumb, Field, FieldErrors, Head, Page, PageError, Paging, PagingQuery, Path, Query, View};

/// Accounts on a page of the list.
const PAGE: u64 = 50;

/// With more places than this the field suggests none: the list would weigh more than the page.
const SUGGESTED: usize = 400;

/// An account in a table or on its page.
#[derive(Serialize)]
struct AccountRow {
    id: i64,
    login: String,
    name: String,
    place: String,
    roles: String,
    disabled: bool,
    must_change: bool,
    signed_in: Option<String>,
    created: String,
}

impl From<&Account> for AccountRow {
    fn from(account: &Account) -> Self {
        let roles: Vec<_> = account.grants.roles().iter().map(|role| role.label()).collect();
        Self {
            id: account.id.0,
            login: account.login.to_string(),
            name: account.name.clone(),
            place: account.place_name.clone(),
            roles: roles.join("、"),
            disabled: account.disabled,
            must_change: account.must_change,
            signed_in: account.signed_in_at.map(china_minute),
            created: china_minute(account.created_at),
        }
    }
}

/// What `templates/accounts/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    /// The security administrator's list, which has no places.
    administrators: bool,
    place: String,
    query: String,
    rows: Vec<AccountRow>,
    paging: Paging,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "accounts/list.html";

    fn head(&self) -> Head {
        Head::titled("账号").crumb(Crumb::here("账号"))
    }
}

/// What is looked for, and the page of it.
#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(flatten)]
    paging: PagingQuery,
}

/// The accounts the viewer keeps.
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<Page<ListPage>, PageError> {
    let keeping = Keeping::of(&viewer)?;
    let search = found::Search { text: query.q.trim().to_owned() };
    let total = found::count(&app.db, keeping, &search).await?;
    let encoded = crate::web::form_encoded(&search.text);
    let paging = Paging::new(query.paging.number(), PAGE, total, |n| format!("/accounts?q={encoded}&page={n}"));
    let rows = found::page(&app.db, keeping, &search, paging.offset(), PAGE).await?;
    Ok(Page(ListPage {
        administrators: keeping == Keeping::Administrators,
        place: viewer.place_name,
        query: search.text,
        rows: rows.iter().map(AccountRow::from).collect(),
        paging,
    }))
}

/// A box to tick.
#[derive(Serialize)]
struct RoleBox {
    key: &'static str,
    label: &'static str,
    hint: &'static str,
    checked: bool,
}

/// The boxes for roles of some kinds of places, ticked where `ticked` says so.
fn boxes(kinds: &[PlaceKind], ticked: impl Fn(Role) -> bool) -> Vec<RoleBox> {
    let roles = ROLES.into_iter().filter(|role| kinds.contains(&role.place()));
    let boxed = |role: Role| RoleBox { key: role.key(), label: role.label(), hint: hint(role), checked: ticked(role) };
    roles.map(boxed).collect()
}

fn hint(role: Role) -> &'static str {
    match role {
        Role::AuthorityStaff => "主管机构：看辖区内的报表和数字，接收或退回",
        Role::Inspector => "主管机构：现场督导，逐条记录，出具文书",
        Role::AccountKeeper => "主管机构：建立和重置辖区内的账号",
        Role::Clerk => "医院：下载工作簿，填好上传",
        Role::HospitalReviewer => "医院：看本院报表和数字，审核后由填报人上传",
        Role::SystemAdmin => "看运行状态，不看业务数据",
        Role::SecurityAdmin => "管理三员账号，不看业务数据",
        Role::AuditAdmin => "只看操作日志",
    }
}

/// What `templates/accounts/new.html` shows.
#[derive(Serialize)]
pub struct NewPage {
    administrators: bool,
    login: Field,
    name: Field,
    place: Field,
    suggested: Vec<Suggestion>,
    roles: Vec<RoleBox>,
    roles_error: Option<String>,
    faults: FieldErrors,
}

#[derive(Serialize)]
struct Suggestion {
    code: String,
    name: String,
}

impl View for NewPage {
    const TEMPLATE: &'static str = "accounts/new.html";

    fn head(&self) -> Head {
        Head::titled("新建账号").crumb(Crumb::to("账号", "/accounts")).crumb(Crumb::here("新建账号"))
    }
}

/// The form for a new account, as first shown or with what is wrong.
pub fn new_page(keeping: Keeping, places: &[NamedPlace], form: NewForm, faults: FieldErrors) -> NewPage {
    let administrators = keeping == Keeping::Administrators;
    let kinds: &[_] = if administrators { &[PlaceKind::System] } else { &[PlaceKind::Authority, PlaceKind::Hospital] };
    let shown = if places.len() <= SUGGESTED { places } else { &[] };
    let suggestion = |place: &NamedPlace| Suggestion { code: place.code.clone(), name: place.name.clone() };
    NewPage {
        administrators,
        login: Field { error: faults.of("login"), value: form.login },
        name: Field { error: faults.of("name"), value: form.name },
        place: Field { error: faults.of("place"), value: form.place },
        suggested: shown.iter().map(suggestion).collect(),
        roles: boxes(kinds, |role| form.roles.iter().any(|key| key == role.key())),
        roles_error: faults.of("roles"),
        faults,
    }
}

/// Asks for a new account; `?place=CODE` fills in where it belongs.
pub async fn new(
    State(app): State<AppState>,
    viewer: Viewer,
    Query(form): Query<NewForm>,
) -> Result<Page<NewPage>, PageError> {
    let keeping = Keeping::of(&viewer)?;
    let places = place::places(&app.db, keeping, china_date(app.clock.now())).await?;
    Ok(Page(new_page(keeping, &places, form, FieldErrors::default())))
}

/// What `templates/accounts/one.html` shows.
#[derive(Serialize)]
pub struct AccountPage {
    account: AccountRow,
    version: i32,
    roles: Vec<RoleBox>,
    roles_error: Option<String>,
    faults: FieldErrors,
    /// One's own account is changed by another keeper.
    own: bool,
}

impl View for AccountPage {
    const TEMPLATE: &'static str = "accounts/one.html";

    fn head(&self) -> Head {
        let name = &self.account.name;
        Head::titled(format!("{name} 的账号")).crumb(Crumb::to("账号", "/accounts")).crumb(Crumb::here(name))
    }
}

/// An account with the boxes of the roles it could hold.
pub fn account_page(viewer: &Viewer, account: &Account, ticked: &[Role], faults: FieldErrors) -> AccountPage {
    let kind = account.grants.roles().iter().map(|role| role.place()).next().into_iter().collect::<Vec<_>>();
    AccountPage {
        version: account.version,
        roles: boxes(&kind, |role| ticked.contains(&role)),
        roles_error: faults.of("roles"),
        faults,
        own: viewer.account == Some(account.id),
        account: account.into(),
    }
}

/// One account.
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Page<AccountPage>, PageError> {
    let keeping = Keeping::of(&viewer)?;
    let id = id.parse().map(AccountId).map_err(|_| PageError::NotFound)?;
    let account = accounts::get(&app.db, keeping, id).await?.ok_or(PageError::NotFound)?;
    Ok(Page(account_page(&viewer, &account, account.grants.roles(), FieldErrors::default())))
}

/// What `templates/accounts/one_time.html` shows, once: the password is kept nowhere.
#[derive(Serialize)]
pub struct OneTimePage {
    /// A new account, not a reset one.
    pub created: bool,
    /// The account's key.
    pub id: i64,
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Name of the authority or hospital; empty for administrators.
    pub place: String,
    /// The password, to be handed over and changed.
    pub password: String,
}

impl View for OneTimePage {
    const TEMPLATE: &'static str = "accounts/one_time.html";

    fn head(&self) -> Head {
        let title = if self.created { "账号已建好" } else { "密码已重置" };
        Head::titled(title).crumb(Crumb::to("账号", "/accounts")).crumb(Crumb::here(title))
    }
}
