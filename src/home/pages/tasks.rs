//! 本院任务: the quarters of a hospital with what is to be done next.

use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_minute};
use crate::db::StoreError;
use crate::hospitals::HospitalAt;
use crate::progress::Desk;
use crate::returns::model::{Outcome, Return, Standing};
use crate::returns::store::{self, Drafted, Upload};
use crate::web::{Crumb, Head, View};

/// Quarters shown.
const QUARTERS: i32 = 6;

/// What stands there.
pub struct Tasks {
    quarter: Period,
    returns: Vec<Return>,
    /// The latest upload for the last quarter.
    upload: Option<Upload>,
    /// Quarters with a draft.
    drafts: Vec<Drafted>,
}

impl Tasks {
    /// Loads the returns of a hospital up to the last quarter that is over.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        hospital: &HospitalAt,
        quarter: Period,
    ) -> Result<Self, StoreError> {
        let scope = viewer.scope();
        let returns = store::of_hospital(&desk.db, &scope, hospital.id).await?;
        let upload = store::uploads_of(&desk.db, &scope, hospital.id, quarter, 1).await?.into_iter().next();
        let drafts = store::drafts_of(&desk.db, &scope, hospital.id).await?;
        Ok(Self { quarter, returns, upload, drafts })
    }

    fn of(&self, quarter: Period) -> Option<&Return> {
        self.returns.iter().find(|of| of.period == quarter)
    }

    fn standing(&self, quarter: Period) -> Standing {
        self.of(quarter).map_or(Standing::Awaited, Return::standing)
    }

    /// The latest upload, where it was refused.
    fn refused(&self) -> Option<&Upload> {
        self.upload.as_ref().filter(|upload| upload.outcome == Outcome::Refused)
    }
}

/// What `templates/home/tasks.html` shows.
#[derive(Serialize)]
pub struct TasksPage {
    hospital: String,
    profile: String,
    quarter: Period,
    label: String,
    /// What is to be done, and why.
    next: String,
    lede: String,
    template: String,
    upload: Option<String>,
    entry: Option<String>,
    refused: Option<Refused>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Refused {
    text: String,
    href: String,
}

#[derive(Serialize)]
struct Row {
    label: String,
    href: String,
    text: String,
    tag: (&'static str, &'static str),
    template: Option<String>,
    upload: Option<String>,
    entry: Option<String>,
    draft: Option<String>,
}

impl View for TasksPage {
    const TEMPLATE: &'static str = "home/tasks.html";

    fn head(&self) -> Head {
        Head::titled("本院任务").crumb(Crumb::here("本院任务"))
    }
}

impl TasksPage {
    /// The page of a hospital.
    #[must_use]
    pub fn new(desk: &Desk, viewer: &Viewer, hospital: &HospitalAt, tasks: &Tasks) -> Self {
        let (quarter, code) = (tasks.quarter, &hospital.code);
        let may_upload = viewer.may(Power::SubmitReturns);
        let (next, lede) = next(tasks, may_upload);
        let quarters = (0..QUARTERS).map(|back| quarter.shifted(-back));
        let asked = quarters.filter(|quarter| desk.catalogue.edition_for(*quarter).is_some());
        Self {
            hospital: hospital.name.clone(),
            profile: format!("/hospitals/{code}?period={quarter}"),
            label: quarter.label(),
            next,
            lede,
            template: format!("/returns/{quarter}/template"),
            upload: may_upload.then(|| format!("/returns/upload?period={quarter}")),
            entry: may_upload.then(|| format!("/returns/{quarter}/{code}/entry")),
            refused: tasks.refused().map(refused),
            rows: asked.map(|quarter| row(code, quarter, tasks, may_upload)).collect(),
            quarter,
        }
    }
}

/// The heading that says what to do, and the sentence under it.
fn next(tasks: &Tasks, may_upload: bool) -> (String, String) {
    let label = tasks.quarter.label();
    if tasks.refused().is_some() {
        return (format!("改好{label}的工作簿，再传一次"), "上一次上传没有入库，问题都列在下面的链接里。".to_owned());
    }
    let who = if may_upload { "" } else { "上传由本院填报人来做。" };
    match tasks.standing(tasks.quarter) {
        Standing::Awaited => (
            format!("上报{label}的数字"),
            format!("下载的工作簿已经填好单位和上季度的数字，填完上传；也可以直接在网上填。{who}"),
        ),
        Standing::Submitted => {
            (format!("{label}已经入库，等待审核"), "审核机构接收后计入进展。要更正，改好工作簿再传一次。".to_owned())
        }
        Standing::Accepted => (
            format!("{label}已经接收，没有要做的事"),
            "数字已计入进展。发现错处，改好工作簿再传一次，会成为新的一轮。".to_owned(),
        ),
        Standing::Correcting => {
            (format!("{label}的更正等待审核"), "更正接收之前，进展里仍是上一次接收的数字。".to_owned())
        }
    }
}

fn refused(upload: &Upload) -> Refused {
    Refused {
        text: format!("{}，{}：没有入库，{} 处问题", china_minute(upload.at), upload.name, upload.problems.len()),
        href: format!("/returns/uploads/{}", upload.batch),
    }
}

fn row(code: &str, quarter: Period, tasks: &Tasks, may_upload: bool) -> Row {
    let standing = tasks.standing(quarter);
    let text = match tasks.of(quarter) {
        Some(of) if of.latest > 0 => match of.accepted_at {
            Some(at) => format!("第 {} 轮，{} 接收", of.latest, china_minute(at)),
            None => format!("第 {} 轮，还没有接收", of.latest),
        },
        _ => "没有入库的轮次".to_owned(),
    };
    let open = standing == Standing::Awaited;
    let draft = tasks.drafts.iter().find(|draft| draft.period == quarter).map(Drafted::said);
    Row {
        label: quarter.label(),
        href: format!("/returns/{quarter}/{code}"),
        text,
        tag: (standing.tag(), standing.label()),
        template: open.then(|| format!("/returns/{quarter}/template")),
        upload: (open && may_upload).then(|| format!("/returns/upload?period={quarter}")),
        entry: (may_upload && (open || draft.is_some())).then(|| format!("/returns/{quarter}/{code}/entry")),
        draft,
    }
}
