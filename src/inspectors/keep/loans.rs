//! 借调: asked, agreed or declined by the lender, withdrawn by the borrower.

use crate::access::{Power, Scope, Viewer};
use crate::authorities;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::db::{self, StoreError};
use crate::inspectors::check;
use crate::inspectors::form::{AnswerForm, AskForm};
use crate::inspectors::judge::{may_ask, promised};
use crate::inspectors::keep::NotKept;
use crate::inspectors::model::{Inspector, Loan, Standing};
use crate::inspectors::store::{self, NewLoan};
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::FieldErrors;

/// Asks another authority to lend somebody.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn ask(app: &AppState, catalogue: &Catalogue, viewer: &Viewer, form: &AskForm) -> Result<i64, NotKept> {
    viewer.must(Power::KeepInspectors)?;
    let own = viewer.authority().ok_or(NotKept::Unknown)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let tree = authorities::store::tree(&*txn).await?;
    let mut faults = FieldErrors::default();
    let lender = tree.coded(form.lender.trim()).filter(|lender| may_ask(&tree, own, lender.id));
    if lender.is_none() {
        faults.add("lender", "只能向同一上级的机构或上级机构借。请从名单里选一个。");
    }
    let wanted = form.check(catalogue, china_date(at)).map_err(|more| faults.0.extend(more.0));
    let (Some(lender), Ok(wanted), true) = (lender, wanted, faults.is_empty()) else {
        return Err(NotKept::Faulty(faults));
    };
    let new = NewLoan {
        borrower: own,
        lender: lender.id,
        speciality: wanted.speciality,
        from: wanted.from,
        to: wanted.to,
        reason: wanted.reason,
    };
    let id = store::add_loan(&*txn, (viewer, at), &new).await?;
    let event = Event::new("inspector_loan.asked", "inspector_loan", id)
        .detail("lender", &lender.name)
        .detail("loan_days", format!("{} 至 {}", new.from, new.to))
        .detail("reason", &new.reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(id)
}

/// Lends somebody, or says no.
///
/// # Errors
/// [`NotKept`], stale when the loan was answered or withdrawn meanwhile; then nothing was written.
pub async fn answer(app: &AppState, viewer: &Viewer, id: i64, form: &AnswerForm) -> Result<(), NotKept> {
    viewer.must(Power::KeepInspectors)?;
    let own = viewer.authority().ok_or(NotKept::Unknown)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let held = store::loan(&*txn, own, id).await?.filter(|loan| loan.lender == own).ok_or(NotKept::Unknown)?;
    if held.standing != Standing::Asked {
        return Err(StoreError::Stale.into());
    }
    let (standing, action) = match form.answer.as_str() {
        "agree" => (Standing::Agreed, "inspector_loan.agreed"),
        "decline" => (Standing::Declined, "inspector_loan.declined"),
        _ => return Err(NotKept::one("answer", "请选同意或不同意。")),
    };
    let (person, said) = match standing {
        Standing::Agreed => {
            let today = china_date(at);
            let mine = store::list(&*txn, &Scope::Authority(own), today).await?;
            let others = store::loans_of(&*txn, own).await?;
            let person = lent(&held, form, &mine, &others, today).map_err(NotKept::Faulty)?;
            (Some(person.clone()), check::short_reason(&form.said).map_err(|fault| NotKept::one("said", fault))?)
        }
        _ => (None, check::reason(&form.said, "不同意的原因").map_err(|fault| NotKept::one("said", fault))?),
    };
    let who = person.as_ref().map(|person| person.id);
    store::answer_loan(&*txn, (viewer, at), (id, form.version), standing, (who, &said)).await?;
    let mut event = Event::new(action, "inspector_loan", id).detail("reason", &said);
    if let Some(person) = person {
        event = event.detail("inspector", format!("{} {}", person.code, person.facts.name));
    }
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// Who is lent: one of the lender's own, active, not promised to anybody for a day of it.
fn lent<'a>(
    wanted: &Loan,
    form: &AnswerForm,
    mine: &'a [Inspector],
    others: &[Loan],
    today: chrono::NaiveDate,
) -> Result<&'a Inspector, FieldErrors> {
    let no = |text: String| FieldErrors::one("inspector", text);
    if wanted.to < today {
        return Err(no(format!("借调到 {} 为止，已经过了。请选不同意。", wanted.to)));
    }
    let code = form.inspector.trim();
    let person = mine.iter().find(|person| person.code == code && person.authority == wanted.lender && person.active);
    let person = person.ok_or_else(|| no("请选一位本机构在用的督查员。".to_owned()))?;
    if !wanted.speciality.is_empty() && !person.facts.specialities.contains(&wanted.speciality) {
        return Err(no(format!("{} 没有“{}”专业，对方要的是这个专业。", person.facts.name, wanted.speciality)));
    }
    match promised(others, person, wanted) {
        Some(other) => Err(no(format!("{} 在 {} 至 {} 已经借出。请换一位。", person.facts.name, other.from, other.to))),
        None => Ok(person),
    }
}

/// Takes back what one asked for, while nobody has answered.
///
/// # Errors
/// [`NotKept`], stale when the lender was faster.
pub async fn withdraw(app: &AppState, viewer: &Viewer, id: i64, version: i32) -> Result<(), NotKept> {
    viewer.must(Power::KeepInspectors)?;
    let own = viewer.authority().ok_or(NotKept::Unknown)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    store::loan(&*txn, own, id).await?.filter(|loan| loan.borrower == own).ok_or(NotKept::Unknown)?;
    store::answer_loan(&*txn, (viewer, at), (id, version), Standing::Withdrawn, (None, "")).await?;
    let event = Event::new("inspector_loan.withdrawn", "inspector_loan", id);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}
