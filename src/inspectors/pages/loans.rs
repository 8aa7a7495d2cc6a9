//! 借调: what one asked for and was asked for, and the form to ask.

use axum::extract::State;
use serde::Serialize;

use super::{Choice, Tag, specialities};
use crate::access::{AuthorityId, Power, Scope, Viewer};
use crate::authorities::{self, Tree};
use crate::calendar::{china_date, china_minute};
use crate::catalogue::Catalogue;
use crate::inspectors::form::AskForm;
use crate::inspectors::judge::{may_ask, promised};
use crate::inspectors::model::{Inspector, Loan, Standing};
use crate::inspectors::store;
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, View};

/// What `templates/inspectors/loans.html` shows.
#[derive(Serialize)]
pub struct LoansPage {
    /// What others ask of us, waiting first.
    asked: Vec<Row>,
    /// What we ask of others.
    wanted: Vec<Row>,
    waiting: usize,
    lenders: Vec<Choice>,
    specialities: Vec<Choice>,
    form: AskForm,
    faults: FieldErrors,
    errors: [Option<String>; 5],
    /// The loan whose answer was faulty.
    wrong: i64,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    version: i32,
    other: String,
    speciality: String,
    days: String,
    reason: String,
    asked: String,
    person: String,
    answer: String,
    waits: bool,
    tag: Tag,
    /// Whom we could lend.
    free: Vec<Choice>,
}

impl LoansPage {
    /// The page as first shown, or again with what was typed and what is wrong with it; `wrong` names the loan whose answer it
    /// was, 0 for the form that asks.
    ///
    /// # Errors
    /// [`PageError::NotFound`] for who is at no authority; of the database.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        (form, faults, wrong): (AskForm, FieldErrors, i64),
    ) -> Result<Self, PageError> {
        viewer.must(Power::KeepInspectors)?;
        let own = viewer.authority().ok_or(PageError::NotFound)?;
        let today = china_date(app.clock.now());
        let tree = authorities::store::tree(&app.db).await?;
        let all = store::loans_of(&app.db, own).await?;
        // Those borrowed now are seen too, so that a loan names whom it lent.
        let people = store::list(&app.db, &Scope::Authority(own), today).await?;
        let row = |loan: &Loan| row(loan, own, &tree, &all, &people, today);
        let mut asked: Vec<Row> = all.iter().filter(|loan| loan.lender == own).map(row).collect();
        asked.sort_by_key(|row| !row.waits);
        let lenders = tree.walk().into_iter().filter(|(_, one)| may_ask(&tree, own, one.id));
        let mut lenders: Vec<_> = lenders.map(|(_, one)| Choice::of(&one.code, &one.name)).collect();
        // Those above last: a neighbour is nearer.
        lenders.sort_by_key(|one| tree.coded(&one.value).is_some_and(|above| tree.is_under(above.id, own)));
        Ok(Self {
            waiting: asked.iter().filter(|row| row.waits).count(),
            asked,
            wanted: all.iter().filter(|loan| loan.borrower == own).map(row).collect(),
            lenders,
            specialities: specialities(catalogue, "不限专业"),
            errors: ["lender", "speciality", "from", "to", "reason"].map(|field| match wrong {
                0 => faults.of(field),
                _ => None,
            }),
            form,
            faults,
            wrong,
        })
    }
}

fn row(
    loan: &Loan,
    own: AuthorityId,
    tree: &Tree,
    all: &[Loan],
    people: &[Inspector],
    today: chrono::NaiveDate,
) -> Row {
    let other = if loan.lender == own { loan.borrower } else { loan.lender };
    let person = people.iter().find(|person| Some(person.id) == loan.inspector);
    let fits = |person: &&Inspector| {
        person.active
            && person.authority == own
            && (loan.speciality.is_empty() || person.facts.specialities.contains(&loan.speciality))
            && promised(all, person, loan).is_none()
    };
    let waits = loan.standing == Standing::Asked;
    let free = people.iter().filter(fits).map(|one| Choice::of(&one.code, format!("{} {}", one.facts.name, one.code)));
    Row {
        id: loan.id,
        version: loan.version,
        other: tree.name(other).to_owned(),
        speciality: loan.speciality.clone(),
        days: format!("{} 至 {}", loan.from, loan.to),
        reason: loan.reason.clone(),
        asked: format!("{} {}", china_minute(loan.asked_at), loan.asked_name),
        person: person.map(|person| format!("{} {}", person.facts.name, person.code)).unwrap_or_default(),
        answer: loan.answer.clone(),
        waits,
        tag: tag(loan, today),
        free: if waits && loan.lender == own { free.collect() } else { Vec::new() },
    }
}

fn tag(loan: &Loan, today: chrono::NaiveDate) -> Tag {
    match loan.standing {
        Standing::Asked if loan.to < today => Tag { kind: "plain", label: "过期未答复" },
        Standing::Asked => Tag { kind: "wait", label: "等答复" },
        Standing::Agreed if loan.holds_on(today) => Tag { kind: "ok", label: "借用中" },
        Standing::Agreed if loan.from > today => Tag { kind: "ok", label: "已同意" },
        Standing::Agreed => Tag { kind: "plain", label: "已归还" },
        Standing::Declined => Tag { kind: "bad", label: "不同意" },
        Standing::Withdrawn => Tag { kind: "plain", label: "已撤回" },
    }
}

impl View for LoansPage {
    const TEMPLATE: &'static str = "inspectors/loans.html";

    fn head(&self) -> Head {
        Head::titled("借调督查员").crumb(Crumb::to("督查员", "/inspectors")).crumb(Crumb::here("借调"))
    }
}

/// GET `/inspectors/loans`
pub async fn loans(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
) -> Result<Page<LoansPage>, PageError> {
    let none = (AskForm::default(), FieldErrors::default(), 0);
    Ok(Page(LoansPage::load(&app, &viewer, &catalogue, none).await?))
}
