//! The papers of a visit, to look at and print, and as Word files.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::documents::{DOCX, Document, Invented, PaperPage, docx};
use crate::inspections::documents;
use crate::inspections::edition::Edition;
use crate::inspections::model::Visit;
use crate::inspections::pages::{found, goer, hospital_of};
use crate::inspections::{papers, store};
use crate::state::AppState;
use crate::web::{Download, Page, PageError, Path};

/// Which paper.
#[derive(Clone, Copy)]
enum Paper {
    Record,
    Opinion,
    Notice,
    Blank,
}

impl Paper {
    /// The paper an address names, and whether as a Word file.
    fn of(name: &str) -> Result<(Self, bool), PageError> {
        let (name, word) = name.strip_suffix(".docx").map_or((name, false), |name| (name, true));
        let paper = match name {
            "record" => Self::Record,
            "opinion" => Self::Opinion,
            "notice" => Self::Notice,
            "blank" => Self::Blank,
            _ => return Err(PageError::NotFound),
        };
        Ok((paper, word))
    }

    fn label(self) -> &'static str {
        match self {
            Self::Record => "现场督导记录",
            Self::Opinion => "现场督导意见书",
            Self::Notice => "整改通知书",
            Self::Blank => "空白检查表",
        }
    }
}

/// GET `/visits/{number}/papers/{paper}`: `record`, `opinion`, `notice` of a closed visit, `blank` of any; with `.docx` as a
/// Word file.
pub async fn paper(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(demo)): Extension<Invented>,
    Path((number, name)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    let (paper, word) = Paper::of(&name)?;
    let visit = found(&app, &viewer, &number).await?;
    let document = document(&app, &viewer, &catalogue, &visit, (paper, demo)).await?;
    if word {
        let bytes = docx(&document).map_err(PageError::internal)?;
        let name = format!("{}{number}.docx", paper.label());
        return Ok(Download { name, kind: DOCX, bytes }.into_response());
    }
    let word = format!("{}/papers/{name}.docx", visit.href());
    Ok(Page(PaperPage { document, back: visit.href(), back_label: "督导".to_owned(), word }).into_response())
}

async fn document(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    visit: &Visit,
    (paper, demo): (Paper, bool),
) -> Result<Document, PageError> {
    if let Paper::Blank = paper {
        let edition = match visit.edition {
            Some(id) => store::edition(&app.db, id).await?,
            None => {
                let checklist = catalogue.checklist(visit.checklist.as_str()).ok_or(PageError::NotFound)?;
                Edition::of(checklist).map_err(PageError::internal)?
            }
        };
        let hospital = hospital_of(app, visit).await?;
        let goer = goer(app, visit, &hospital).await?;
        return Ok(documents::blank(&papers::blank(&edition, visit, &hospital.facts.name, &goer, demo)));
    }
    let sheet = papers::sheet(app, &viewer.scope(), visit, demo).await?;
    Ok(match paper {
        Paper::Opinion => documents::opinion(&sheet),
        // Issued on the day the visit was closed, so that it never changes.
        Paper::Notice => documents::notice(&sheet, sheet.last_day),
        _ => documents::record(&sheet),
    })
}
