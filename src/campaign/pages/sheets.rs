//! The board and one bearer's duties as workbooks.

use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;

use super::bearer::{BearerPage, BearerQuery};
use super::board::{BoardPage, BoardQuery};
use super::{Look, Names, row};
use crate::access::Viewer;
use crate::campaign::model::{Occurrence, State as Standing};
use crate::campaign::store::{self, Filter};
use crate::campaign::workbook::{self, Cell, Table};
use crate::catalogue::Catalogue;
use crate::documents::Invented;
use crate::state::AppState;
use crate::web::{Download, PageError, Path, Query};

/// Late things in a workbook; a sheet of more helps nobody.
const LATE_MAX: u64 = 5_000;

const BOARD_COLUMNS: [(&str, f64); 9] = [
    ("承担者", 34.0),
    ("任务", 40.0),
    ("条款", 14.0),
    ("应完成", 8.0),
    ("已完成", 8.0),
    ("逾期", 8.0),
    ("进行中", 8.0),
    ("未到期", 8.0),
    ("免除", 8.0),
];
const LATE_COLUMNS: [(&str, f64); 8] = [
    ("承担者", 34.0),
    ("编码", 14.0),
    ("任务", 40.0),
    ("条款", 14.0),
    ("期", 18.0),
    ("期限", 12.0),
    ("逾期天数", 10.0),
    ("说明", 30.0),
];
const BEARER_COLUMNS: [(&str, f64); 6] =
    [("任务", 40.0), ("条款", 14.0), ("期", 18.0), ("期限", 24.0), ("状态", 10.0), ("说明", 44.0)];

/// GET `/campaigns/{id}/board.xlsx?kind=&under=&only=&on=`: the board, and everything late behind it.
pub async fn board_xlsx(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path(id): Path<String>,
    Query(asked): Query<BoardQuery>,
) -> Result<impl IntoResponse, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (Some(&id), &asked.on)).await?;
    let page = BoardPage::load(&app, &viewer, &look, &asked).await?;
    let late = late(&app, &look, &page).await?;
    let bytes = workbook::write("任务看板", &[board(&page), late]).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("任务看板{}.xlsx", look.on), bytes))
}

fn board(page: &BoardPage) -> Table<'static> {
    let rows = page.rows.iter().flat_map(|row| {
        let cells = row.cells.iter().zip(&page.duties).filter_map(|(cell, duty)| Some((cell.as_ref()?, duty)));
        cells.map(|(cell, duty)| -> Vec<Cell> {
            let counts = cell.counts;
            vec![
                row.name.clone().into(),
                duty.title.clone().into(),
                duty.clause.clone().into(),
                (counts.all - counts.exempt).into(),
                counts.done.into(),
                counts.late.into(),
                counts.running().into(),
                counts.ahead.into(),
                counts.exempt.into(),
            ]
        })
    });
    Table { name: "任务看板", said: format!("{}。", page.of.said), columns: &BOARD_COLUMNS, rows: rows.collect() }
}

async fn late(app: &AppState, look: &Look<'_>, page: &BoardPage) -> Result<Table<'static>, PageError> {
    let filter = Filter {
        campaign: look.campaign.id.clone(),
        kind: Some(page.of.kind),
        under: page.of.under.clone(),
        state: Some((Standing::Late, look.on)),
        ..Filter::default()
    };
    let total = store::count(&app.db, look.who(), &filter).await?;
    let found = store::list(&app.db, look.who(), &filter, (0, LATE_MAX)).await?;
    let names = Names::load(&app.db, &look.tree, &found).await?;
    let line = |one: &Occurrence| -> Option<Vec<Cell>> {
        let (row, due) = (row(look, one, &names)?, one.owed.due?);
        let code = names.of(one.owed.bearer).1;
        let days = (look.on - due).num_days();
        let due = due.to_string();
        Some(vec![
            row.name.into(),
            code.into(),
            row.title.into(),
            row.clause.into(),
            row.period.into(),
            due.into(),
            days.into(),
            row.said.into(),
        ])
    };
    Ok(Table {
        name: "逾期任务",
        said: format!("{}：{}。", page.of.said, left(total, LATE_MAX)),
        columns: &LATE_COLUMNS,
        rows: found.iter().filter_map(line).collect(),
    })
}

/// How many there are, and how many of them are left out.
fn left(total: u64, most: u64) -> String {
    match total.saturating_sub(most) {
        0 => format!("逾期 {total} 项，全部列出"),
        left => format!("逾期 {total} 项，只列期限最早的 {most} 项，略去 {left} 项"),
    }
}

/// GET `/campaigns/{id}/bearers/{code}/duties.xlsx?state=&on=`
pub async fn bearer_xlsx(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((id, code)): Path<(String, String)>,
    Query(asked): Query<BearerQuery>,
) -> Result<impl IntoResponse, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (Some(&id), &asked.on)).await?;
    let page = BearerPage::load(&app, &viewer, &look, (&code, &asked)).await?;
    let bytes = workbook::write("活动任务", &[duties(&page)]).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{}的任务{}.xlsx", page.name, page.on), bytes))
}

fn duties(page: &BearerPage) -> Table<'static> {
    let line = |row: &super::Row| -> Vec<Cell> {
        vec![
            row.title.clone().into(),
            row.clause.clone().into(),
            row.period.clone().into(),
            row.due.clone().into(),
            row.state.into(),
            row.said.clone().into(),
        ]
    };
    Table {
        name: "活动任务",
        said: format!("{}，{}，截至 {}。", page.campaign, page.name, page.on),
        columns: &BEARER_COLUMNS,
        rows: page.rows.iter().map(line).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn what_is_left_out_is_said() {
        assert_eq!(left(5_000, 5_000), "逾期 5000 项，全部列出");
        assert_eq!(left(5_001, 5_000), "逾期 5001 项，只列期限最早的 5000 项，略去 1 项");
    }
}
