//! POST: the clerk's words beside what is asked, and the reviewer's judgement of them.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use sea_orm::ConnectionTrait;
use serde::Deserialize;

use crate::access::{Power, RoundId, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::hospitals::{self, HospitalAt};
use crate::inbox;
use crate::journal::{self, Event};
use crate::returns::desk::Desk;
use crate::returns::explain::{Answer, Answers, Ask, Faulty, Given, LONGEST, Said, State, Verdict, Whence, answers};
use crate::returns::model::{Return, Slot};
use crate::returns::pages::return_page;
use crate::returns::review::letters::{self, About};
use crate::returns::store::{self, RoundRow};
use crate::web::{Flash, Form, Page, PageError, Path};

/// A return with its latest round, which words and judgements are about.
struct Latest {
    hospital: HospitalAt,
    of: Return,
    round: RoundRow,
    asks: Vec<Ask>,
}

impl Latest {
    /// Loads it in scope, or not found.
    async fn load(db: &impl ConnectionTrait, viewer: &Viewer, period: Period, code: &str) -> Result<Self, PageError> {
        let scope = viewer.scope();
        let found = hospitals::store::by_code(db, &scope, code, period.last_day()).await?;
        let hospital = found.ok_or(PageError::NotFound)?;
        let of = store::find(db, &scope, hospital.id, period).await?.ok_or(PageError::NotFound)?;
        let round = match of.latest_round {
            Some(id) => store::round(db, id).await?,
            None => None,
        };
        let round = round.ok_or(PageError::NotFound)?;
        let asks = store::asks_of(db, &[round.id]).await?.remove(&round.id).unwrap_or_default();
        Ok(Self { hospital, of, round, asks })
    }

    /// What the hospital is told when the reviewer asks further about an explanation.
    fn asked_letter(&self, id: i64, question: &str) -> Option<inbox::Letter> {
        let held = |ask: &&Ask| ask.explanations.iter().any(|explanation| explanation.id == id);
        let ask = self.asks.iter().find(held)?;
        let about = About::of(&self.hospital, self.of.period, self.round.number);
        Some(letters::asked(about, ask.cell.as_deref(), question))
    }

    /// Whether the page that words were typed on showed this round, and each ask as it still stands.
    fn is_as_shown(&self, fields: &[(String, String)], typed: &Answers) -> bool {
        let number = self.round.number.to_string();
        let stands = |(number, answer): (&usize, &Answer)| {
            self.asks.iter().find(|ask| ask.number == *number).is_none_or(|ask| ask.seen() == answer.seen)
        };
        fields.iter().any(|(name, value)| name == "round" && *value == number) && typed.iter().all(stands)
    }
}

/// POST `/returns/{period}/{code}/explain`: fields `round`, and for each answer `words-N` with `seen-N`.
pub async fn explain(
    desk: Desk,
    viewer: Viewer,
    Path((period, code)): Path<(Period, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.must(Power::ActForHospital)?;
    let typed = match answers(&fields) {
        Ok(typed) => typed,
        Err(faulty) => return again(&desk, &viewer, period, &code, &faulty).await,
    };
    let at = desk.clock.now();
    let txn = crate::db::write(&desk.db).await?;
    let latest = Latest::load(&*txn, &viewer, period, &code).await?;
    if !latest.is_as_shown(&fields, &typed) {
        drop(txn);
        return changed_meanwhile(&desk, &viewer, &latest, &typed).await;
    }
    let given = Given { at, by: viewer.account, by_name: viewer.name.clone() };
    let count = keep(&*txn, &latest, &typed, &given).await?;
    let event = Event::new("returns.explained", "quarterly_return", latest.of.id)
        .detail("round", latest.round.id)
        .detail("count_words", count)
        .detail("period", period)
        .detail("hospital", &latest.hospital.code);
    let recorded = journal::record(&txn, &viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    Ok(([Flash::cookie("explained")], Redirect::to(&format!("/returns/{period}/{code}"))).into_response())
}

/// The page once more, with everything typed and what is wrong.
async fn again(
    desk: &Desk,
    viewer: &Viewer,
    period: Period,
    code: &str,
    faulty: &Faulty,
) -> Result<Response, PageError> {
    let page = return_page(&desk.db, &desk.catalogue, viewer, period, code, Some(faulty)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

/// Words about a round that is no longer the latest, or about an ask that somebody answered or judged meanwhile, are laid
/// to no problem: the page as it is now says so and gives them back.
async fn changed_meanwhile(
    desk: &Desk,
    viewer: &Viewer,
    latest: &Latest,
    typed: &Answers,
) -> Result<Response, PageError> {
    let words: Vec<String> = typed.values().map(|answer| format!("“{}”", answer.words)).collect();
    let lost =
        format!("你打开页面以后，这份报表有了新的一轮，或者那一处的说明变了，刚写的没有保存：{}。", words.join("、"));
    if latest.asks.is_empty() {
        return Err(PageError::refused(lost, "现在这一轮没有要说明的了。"));
    }
    let faulty = Faulty {
        lost: Some(format!("{lost}请看下面现在的问题，还要说明的再写一次。")), ..Faulty::default()
    };
    let (period, code) = (latest.of.period, &latest.hospital.code);
    let page = return_page(&desk.db, &desk.catalogue, viewer, period, code, Some(&faulty)).await?;
    Ok(PageError::Stale.on(page))
}

/// Keeps each answer as a further row.
async fn keep(txn: &impl ConnectionTrait, latest: &Latest, typed: &Answers, given: &Given) -> Result<usize, PageError> {
    for (number, answer) in typed {
        let ask = latest.asks.iter().find(|ask| ask.number == *number).ok_or(PageError::NotFound)?;
        if ask.state() == Some(State::Accepted) {
            return Err(PageError::refused("这一处的说明已经接受，没有再收。", "要更正数字，改好工作簿再传一次。"));
        }
        let said = Said {
            rule: ask.rule.clone(),
            sheet: ask.sheet.clone(),
            cell: ask.cell.clone(),
            element: ask.element.clone(),
            slot: slot_of(txn, latest.round.id, ask).await?,
            found: ask.found.clone(),
            words: answer.words.clone(),
            state: State::Given,
            whence: Whence::Page,
            carried_from: None,
            given: given.clone(),
            judged: None,
        };
        store::insert_explanation(txn, latest.round.id, &said).await?;
    }
    Ok(typed.len())
}

/// Where in the quarter the cell of an ask stands; none where it is no input cell.
async fn slot_of(txn: &impl ConnectionTrait, round: RoundId, ask: &Ask) -> Result<Option<Slot>, StoreError> {
    let Some(element) = ask.element.as_deref().and_then(|code| code.parse().ok()) else { return Ok(None) };
    let values = store::value_of(txn, round, &element).await?;
    Ok(values.iter().find(|value| value.cell.is_some() && value.cell == ask.cell).map(|value| value.slot))
}

/// What the form of a judgement holds.
#[derive(Deserialize)]
pub struct JudgeForm {
    version: i32,
    verdict: String,
    #[serde(default)]
    question: String,
}

impl JudgeForm {
    fn verdict(&self) -> Result<Verdict, PageError> {
        let question = self.question.replace("\r\n", "\n").trim().to_owned();
        match self.verdict.as_str() {
            "accept" => Ok(Verdict::Accept),
            "ask" if question.is_empty() => {
                Err(PageError::refused("再问没有发出：还没有写要问什么。", "写明要医院说清的是什么，再按“再问”。"))
            }
            "ask" if question.chars().count() > LONGEST => Err(PageError::refused(
                format!("再问没有发出：写了 {} 字，最多 {LONGEST} 字。", question.chars().count()),
                "返回上一页写短一些。",
            )),
            "ask" => Ok(Verdict::Ask(question)),
            _ => Err(PageError::BadRequest("没有读懂是接受还是再问。".into())),
        }
    }
}

/// POST `/returns/{period}/{code}/explanations/{id}/judge`
pub async fn judge(
    desk: Desk,
    viewer: Viewer,
    Path((period, code, id)): Path<(Period, String, i64)>,
    Form(form): Form<JudgeForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::AcceptReturns)?;
    let at = desk.clock.now();
    let txn = crate::db::write(&desk.db).await?;
    let latest = Latest::load(&*txn, &viewer, period, &code).await?;
    let verdict = form.verdict()?;
    let accepts = verdict == Verdict::Accept;
    let question = match &verdict {
        Verdict::Ask(question) => latest.asked_letter(id, question),
        Verdict::Accept => None,
    };
    weigh(&*txn, &viewer, &latest, (id, form.version), verdict, at).await?;
    inbox::post(&*txn, at, question.as_slice()).await?;
    let action = if accepts { "returns.explanation_accepted" } else { "returns.explanation_asked" };
    let event = Event::new(action, "return_explanation", id)
        .detail("round", latest.round.id)
        .detail("period", period)
        .detail("hospital", &latest.hospital.code);
    let recorded = journal::record(&txn, &viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    let flash = if accepts { "explanation-accepted" } else { "explanation-asked" };
    Ok(([Flash::cookie(flash)], Redirect::to(&format!("/returns/{period}/{code}#asks"))).into_response())
}

/// Judges an explanation of the latest round, if it is the newest of its ask and as the page showed it. One that was
/// accepted keeps its row, and the question is a further one.
async fn weigh(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    latest: &Latest,
    (id, version): (i64, i32),
    verdict: Verdict,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), PageError> {
    let held = |ask: &&Ask| ask.explanations.iter().any(|explanation| explanation.id == id);
    let ask = latest.asks.iter().find(held).ok_or(PageError::NotFound)?;
    let newest = ask.newest().filter(|newest| newest.id == id && newest.version == version);
    let newest = newest.ok_or(StoreError::Stale)?;
    newest
        .may_be_judged(&verdict, viewer.account, latest.round.received_from)
        .map_err(|reason| PageError::refused(format!("没有记下：{reason}。"), "请刷新页面，看清现在的状态。"))?;
    let said = newest.judged(verdict, at, viewer.account, &viewer.name);
    match newest.said.state {
        State::Accepted => store::insert_explanation(txn, latest.round.id, &said).await.map(|_| ())?,
        State::Given | State::Asked => store::set_judged(txn, newest, &said).await?,
    }
    Ok(())
}
