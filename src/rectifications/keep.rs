//! A step of a rectification: one transaction with its row in the journal and its letter.

use bytes::Bytes;
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, FindingId, Power, Scope, Viewer};
use crate::calendar::china_date;
use crate::db::{self, StoreError};
use crate::files::{self, Evidence, NewFile};
use crate::hospitals;
use crate::inbox;
use crate::inspections::model::{Finding, Visit};
use crate::inspections::store as inspections;
use crate::journal::{self, Event};
use crate::kept::NotKept;
use crate::rectifications::check::{self, FILES_MAX, Fault, Reply, Typed};
use crate::rectifications::letters;
use crate::rectifications::model::Kind;
use crate::rectifications::store::{self, New};
use crate::state::AppState;
use crate::web::{FieldErrors, Uploaded};

/// What to do where something cannot be done now.
const SEE: &str = "请回到这一条的页面，看它现在到了哪一步。";

impl From<Vec<Fault>> for NotKept {
    fn from(faults: Vec<Fault>) -> Self {
        let mut errors = FieldErrors::default();
        for (field, text) in faults {
            errors.add(field, text);
        }
        Self::Faulty(errors)
    }
}

/// A finding with the visit it comes from and who looks at its replies.
pub struct Ground {
    /// The finding.
    pub finding: Finding,
    /// Its visit.
    pub visit: Visit,
    /// Name of the hospital.
    pub hospital: String,
    /// Its register code.
    pub code: String,
    /// Who checks: whoever made the visit, and of a self-examination whoever reviews the hospital.
    pub checker: Option<AuthorityId>,
    /// Who reviews the hospital's returns, who may check too.
    pub reviewer: AuthorityId,
}

impl Ground {
    /// The finding with this key.
    ///
    /// # Errors
    /// Of the database.
    pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: FindingId) -> Result<Option<Self>, StoreError> {
        let Some(finding) = inspections::finding(db, scope, id).await? else { return Ok(None) };
        let Some(visit) = inspections::by_id(db, scope, finding.visit).await? else { return Ok(None) };
        let mut known = hospitals::store::named_everywhere(db, &[finding.hospital]).await?;
        let Some(hospital) = known.remove(&finding.hospital) else { return Ok(None) };
        Ok(Some(Self {
            checker: visit.authority.or(Some(hospital.facts.reports_to)),
            reviewer: hospital.facts.reports_to,
            hospital: hospital.facts.name,
            code: hospital.code,
            finding,
            visit,
        }))
    }

    /// Whether the viewer replies for the hospital.
    #[must_use]
    pub fn may_reply(&self, viewer: &Viewer) -> bool {
        viewer.may(Power::ActForHospital) && viewer.hospital() == Some(self.finding.hospital)
    }

    /// Whether the viewer checks what the hospital replied: never the hospital itself.
    #[must_use]
    pub fn may_check(&self, viewer: &Viewer) -> bool {
        let own = viewer.authority();
        viewer.may(Power::Inspect) && own.is_some() && (own == self.checker || own == Some(self.reviewer))
    }
}

/// What is to be done.
pub enum Deed<'a> {
    /// The hospital replies, with files.
    Reply(&'a [Uploaded]),
    /// The reply is not enough.
    SendBack,
    /// It is mended.
    Verify,
    /// More time.
    Prolong,
}

impl Deed<'_> {
    /// The step it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Reply(_) => Kind::Reply,
            Self::SendBack => Kind::SentBack,
            Self::Verify => Kind::Verified,
            Self::Prolong => Kind::Prolonged,
        }
    }
}

/// What a form was found to mean.
struct Meant {
    text: String,
    reply: Option<Reply>,
    day: Option<NaiveDate>,
}

fn meant(deed: &Deed<'_>, ground: &Ground, typed: &Typed, today: NaiveDate) -> Result<Meant, Vec<Fault>> {
    let reasoned = |text| Meant { text, reply: None, day: None };
    match deed {
        Deed::Reply(_) => {
            let visited = ground.visit.closing.as_ref().map_or(today, |closing| closing.on);
            let reply = check::reply(typed, (visited, today))?;
            Ok(Meant { text: reply.measures.clone(), day: Some(reply.done_on), reply: Some(reply) })
        }
        Deed::SendBack => check::reason(typed, "退回的原因").map(reasoned),
        Deed::Verify => check::reason(typed, "复核意见").map(reasoned),
        Deed::Prolong => check::prolonged(typed, &ground.finding, today).map(|(until, text)| Meant {
            text,
            reply: None,
            day: Some(until),
        }),
    }
}

/// Takes a step; `typed` also holds `steps`, how many were seen.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn step(
    app: &AppState,
    viewer: &Viewer,
    id: FindingId,
    deed: Deed<'_>,
    typed: &Typed,
) -> Result<(), NotKept> {
    let kind = deed.kind();
    viewer.must(if kind == Kind::Reply { Power::ActForHospital } else { Power::Inspect })?;
    let at = app.clock.now();
    let today = china_date(at);
    let uploads = if let Deed::Reply(uploads) = deed { uploads } else { &[] };
    let kinds = evidence(uploads)?;
    let kept = app.files.put_many(uploads.iter().map(|upload| upload.bytes.clone()).collect::<Vec<Bytes>>()).await?;
    let txn = db::write(&app.db).await?;
    let ground = Ground::find(&*txn, &viewer.scope(), id).await?.ok_or(NotKept::Unknown)?;
    let own = if kind == Kind::Reply { ground.may_reply(viewer) } else { ground.may_check(viewer) };
    if !own {
        return Err(NotKept::Unknown);
    }
    let finding = &ground.finding;
    if typed.get("steps").and_then(|steps| steps.parse().ok()) != Some(finding.steps) {
        return Err(StoreError::Stale.into());
    }
    let standing = kind.after(finding).map_err(|why| NotKept::NotNow(why, SEE))?;
    let meant = meant(&deed, &ground, typed, today)?;
    let mut rows = Vec::new();
    for ((upload, evidence), kept) in uploads.iter().zip(kinds).zip(kept) {
        let row = NewFile {
            kept,
            name: upload.name.clone(),
            kind: "rectification_file",
            received_at: at,
            received_by: viewer.account,
        };
        rows.push((files::store::insert(&txn, &row).await?, evidence, upload.name.clone()));
    }
    let new = New {
        finding,
        kind,
        text: &meant.text,
        department: meant.reply.as_ref().map(|reply| reply.department.as_str()),
        person: meant.reply.as_ref().map(|reply| reply.person.as_str()),
        day: meant.day,
        files: &rows,
    };
    store::insert(&*txn, viewer, at, new).await?;
    let last_due = if kind == Kind::Prolonged { meant.day.unwrap_or(finding.last_due) } else { finding.last_due };
    let mended = (kind == Kind::Verified).then_some(today);
    inspections::set_standing(&*txn, finding, standing, (last_due, mended)).await?;
    let letter = letters::after(kind, finding, &ground.hospital, ground.checker, (&meant.text, meant.day));
    inbox::post(&*txn, at, letter.as_slice()).await?;
    let event = Event::new(action(kind), "finding", id)
        .detail("rectification_text", &meant.text)
        .detail("rectification_day", meant.day.map(|day| day.to_string()).unwrap_or_default())
        .detail("rectification_files", rows.len());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

fn action(kind: Kind) -> &'static str {
    match kind {
        Kind::Reply => "rectification.reply",
        Kind::SentBack => "rectification.sent_back",
        Kind::Verified => "rectification.verified",
        Kind::Prolonged => "rectification.prolonged",
    }
}

/// What the files are; all of them or none are taken.
fn evidence(uploads: &[Uploaded]) -> Result<Vec<Evidence>, NotKept> {
    let mut faults = FieldErrors::default();
    if uploads.len() > FILES_MAX {
        faults.add("file", format!("一次最多附 {FILES_MAX} 个文件，选了 {} 个。", uploads.len()));
    }
    let mut kinds = Vec::new();
    for upload in uploads {
        match Evidence::of(&upload.bytes) {
            Ok(kind) => kinds.push(kind),
            Err(fault) => faults.add("file", format!("“{}”{}。{}", upload.name, fault.message, fault.remedy)),
        }
    }
    if faults.is_empty() { Ok(kinds) } else { Err(NotKept::Faulty(faults)) }
}
