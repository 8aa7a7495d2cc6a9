//! A visit closes: what was found is written down for good, with what the hospital said of it.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{FindingId, Power, Scope, Viewer};
use crate::calendar::china_date;
use crate::db::{self, StoreError};
use crate::hospitals::{self, HospitalAt};
use crate::inbox::{self, Letter, Recipient, Topic};
use crate::inspections::check::Typed;
use crate::inspections::closing;
use crate::inspections::keep::{NotKept, begun, held};
use crate::inspections::measure::letters;
use crate::inspections::model::{Closing, Finding, Number, Standing, Visit};
use crate::inspections::store::{self, Change, Summed};
use crate::journal::{self, Event};
use crate::state::AppState;

/// Closes a visit with its findings; `typed` also holds `version` of the visit and `answers`, how many answers were seen.
///
/// # Errors
/// [`NotKept`]; then nothing was written. Stale where an answer came after the page was opened.
pub async fn close(app: &AppState, viewer: &Viewer, number: &Number, typed: &Typed) -> Result<(), NotKept> {
    viewer.must(if viewer.hospital().is_some() { Power::ActForHospital } else { Power::Inspect })?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let visit = held(&txn, viewer, number).await?;
    let edition = store::edition(&*txn, visit.edition.ok_or(NotKept::Unknown)?).await?;
    let answers = store::answers(&*txn, &viewer.scope(), visit.id).await?;
    let same = |field: &str, stands: i32| typed.get(field).and_then(|text| text.parse().ok()) == Some(stands);
    if !same("version", visit.version) || !same("answers", closing::stamp(&answers)) {
        return Err(StoreError::Stale.into());
    }
    let checked = closing::check(&visit, &edition, &answers, typed, china_date(at))?;
    let closing = Closing {
        on: checked.on,
        at,
        by_name: viewer.name.clone(),
        signer: checked.signer,
        witness: checked.witness,
        objection: checked.objection,
    };
    let known = hospital_then(&*txn, &visit, closing.on).await?;
    let (level, city) = known.map(|one| (one.level, one.statistical_city)).unzip();
    let summed = Summed { level, city, verdicts: letters(&edition.checklist, &answers) };
    store::change(&*txn, &visit, Change::Close { closing: &closing, summed }).await?;
    let findings: Vec<Finding> = (1..)
        .zip(checked.found)
        .map(|(number, found)| Finding {
            id: FindingId(0),
            visit: visit.id,
            hospital: visit.hospital,
            number,
            system: found.system,
            system_name: found.system_name,
            point: found.point,
            verdict: found.verdict,
            clause: found.clause,
            text: found.text,
            department: found.department,
            due: found.due,
            standing: Standing::Open,
            last_due: found.due,
            mended_on: None,
            steps: 0,
        })
        .collect();
    store::insert_findings(&*txn, &findings).await?;
    if !findings.is_empty() && visit.authority.is_some() {
        let letter = Letter {
            to: Recipient::Hospital(visit.hospital),
            topic: Topic::Rectification,
            title: format!("现场督导已结束，{} 条列入整改", findings.len()),
            text: "请逐条看责任科室和时限，改好后回复并附佐证材料。".to_owned(),
            href: visit.href(),
            once: None,
        };
        inbox::post(&*txn, at, &[letter]).await?;
    }
    let event = Event::new("visit.closed", "visit", number)
        .detail("visit_on", closing.on)
        .detail("visit_answers", answers.len())
        .detail("visit_findings", findings.len())
        .detail("visit_signed", closing.signer.is_some());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// What the register said of the hospital on the first day of its visit; none where it was not open then.
async fn hospital_then(
    db: &impl ConnectionTrait,
    visit: &Visit,
    last: NaiveDate,
) -> Result<Option<HospitalAt>, NotKept> {
    let day = visit.begun_on.unwrap_or(last);
    // The visit was found in the scope of who closes it; its hospital may have moved out of that scope since.
    Ok(hospitals::store::one_on_day(db, &Scope::Everything, visit.hospital, day).await?)
}

/// The closing form as its page shows it: every finding as proposed with its usual date, ended today, nothing signed.
///
/// # Errors
/// [`NotKept`].
pub async fn usual_closing(app: &AppState, viewer: &Viewer, number: &Number) -> Result<Typed, NotKept> {
    let visit = begun(&app.db, viewer, number).await?;
    let edition = store::edition(&app.db, visit.edition.ok_or(NotKept::Unknown)?).await?;
    let answers = store::answers(&app.db, &viewer.scope(), visit.id).await?;
    Ok(closing::usual(&visit, &edition, &answers, china_date(app.clock.now())))
}
