//! The invented pools and QC centres: made through the doors of whoever keeps them. Names are numbers, specialities the
//! catalogue's own words.

use chrono::{Days, NaiveDate};

use crate::access::{Place, Viewer};
use crate::authorities::{self, Authority, Centre, Tree};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::demo::season::NotMade;
use crate::files::NewFile;
use crate::hospitals::HospitalAt;
use crate::inspectors::{self, AnswerForm, AskForm, DUE, DueLine, Typed, loans, people};
use crate::returns::Desk;
use crate::state::AppState;

/// What they are made of.
pub struct Pools<'a> {
    /// The files and the reader of workbooks.
    pub desk: &'a Desk,
    /// Where they are kept.
    pub app: &'a AppState,
    /// Who governs whom.
    pub tree: &'a Tree,
    /// The register.
    pub hospitals: &'a [HospitalAt],
}

/// People of each pool.
const PEOPLE: usize = 6;
/// One in this many holds a certificate.
const CERTIFIED: usize = 3;
/// One in how many hospitals of the province is due for each of the first QC centres, and for every further one.
const CENTRES: [usize; 2] = [3, 4];
const FURTHER: usize = 100;
/// A province of so many hospitals has so many centres.
const LARGE: usize = 1_000;
const MANY: usize = 30;
/// Days somebody is lent.
const LENT: u64 = 60;

impl Pools<'_> {
    /// The people of the province and of the best watched city and county, the centres with their lists, a loan from the city to
    /// the county that holds from the last day on.
    ///
    /// # Errors
    /// [`NotMade`].
    pub async fn make(&self, last: NaiveDate) -> Result<(), NotMade> {
        let Some(top) = self.tree.roots().next() else { return Ok(()) };
        self.centres(top).await?;
        self.people(top, None).await?;
        let Some(county) = super::accounts::busiest(self.tree, self.hospitals) else { return Ok(()) };
        let Some(city) = county.reviewed_by.and_then(|id| self.tree.get(id)) else { return Ok(()) };
        if city.id != top.id {
            self.people(city, None).await?;
        }
        self.people(county, Some("ducha")).await?;
        self.lend(city, county, last).await
    }

    fn catalogue(&self) -> &Catalogue {
        &self.desk.catalogue
    }

    /// The catalogue's words in turn; none where it lists none.
    fn speciality(&self, number: usize) -> String {
        let known = self.catalogue().specialities();
        known.get(number % known.len().max(1)).map(|one| one.name.clone()).unwrap_or_default()
    }

    async fn people(&self, authority: &Authority, account: Option<&str>) -> Result<(), NotMade> {
        let viewer = staff(authority);
        let mine: Vec<&HospitalAt> = self.hospitals.iter().filter(|one| one.reports_to == authority.id).collect();
        for number in 0..PEOPLE {
            // Those who declare something do so of hospitals of their own territory, where it matters.
            let near = mine.get(number);
            let relations = match (number % 4, near) {
                (1, Some(hospital)) => format!("{} 近亲属", hospital.code),
                (2, Some(hospital)) => format!("{} 曾任职 {}", hospital.code, self.left()),
                _ => String::new(),
            };
            let typed = Typed {
                name: format!("督查员演示{}", number + 1),
                employer: match (number, near) {
                    (0 | 3, _) => String::new(),
                    (_, Some(hospital)) => hospital.code.clone(),
                    _ => "演示卫生监督机构".to_owned(),
                },
                specialities: format!("{}；{}", self.speciality(number), self.speciality(number + 3)),
                certificate: if number % CERTIFIED == 0 {
                    "行政执法证（演示）".to_owned()
                } else {
                    String::new()
                },
                relations,
                account: account.filter(|_| number == 0).unwrap_or_default().to_owned(),
                ..Typed::default()
            };
            people::add(self.app, self.catalogue(), &viewer, &typed).await.map_err(NotMade::because)?;
        }
        Ok(())
    }

    /// A day two years ago.
    fn left(&self) -> NaiveDate {
        let today = china_date(self.desk.clock.now());
        today.checked_sub_days(Days::new(730)).unwrap_or(today)
    }

    async fn centres(&self, top: &Authority) -> Result<(), NotMade> {
        let viewer = staff(top);
        let many = if self.hospitals.len() >= LARGE { MANY } else { CENTRES.len() };
        for number in 1..=many {
            let every = CENTRES.get(number - 1).copied().unwrap_or(FURTHER);
            // The lists of the further ones begin elsewhere each.
            let first = if number > CENTRES.len() { number } else { 0 };
            let code = &format!("QC-{number:02}");
            let speciality = self.speciality(number);
            let again = if number > self.catalogue().specialities().len() { "（二）" } else { "" };
            let centre = Centre {
                code: code.to_owned(),
                name: format!("演示{speciality}质控中心{again}"),
                speciality,
                reviewed_by: top.id,
                valid_to: None,
            };
            authorities::add_centre(self.app, &viewer, &centre).await.map_err(NotMade::because)?;
            let from = china_date(self.desk.clock.now()).to_string();
            let due = self.hospitals.iter().skip(first).step_by(every).map(|hospital| {
                let (code, name) = (hospital.code.clone(), hospital.name.clone());
                DueLine([code, name, from.clone(), String::new(), "演示：本年应质控医院名单".to_owned()])
            });
            self.take(&viewer, code, &due.collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    /// A list by its workbook.
    async fn take(&self, viewer: &Viewer, centre: &str, lines: &[DueLine]) -> Result<(), NotMade> {
        if lines.is_empty() {
            return Ok(());
        }
        let bytes: bytes::Bytes = inspectors::write_due(lines).map_err(NotMade::because)?.into();
        let table = inspectors::read_workbook(&DUE, &self.desk.reader, &bytes).await;
        let table = table.map_err(|problems| NotMade::because(format!("{problems:?}")))?;
        let kept = self.desk.files.put(bytes).await.map_err(NotMade::because)?;
        let name = "演示应质控医院.xlsx".to_owned();
        let file = NewFile { kept, name, kind: "qc_due", received_at: self.desk.clock.now(), received_by: None };
        let taken = inspectors::due_taken(self.app, self.catalogue(), viewer, (centre, &table), (file, None)).await;
        taken.map(|_| ()).map_err(NotMade::because)
    }

    /// The city lends its second to the county.
    async fn lend(&self, lender: &Authority, borrower: &Authority, last: NaiveDate) -> Result<(), NotMade> {
        let until = last.checked_add_days(Days::new(LENT)).unwrap_or(last);
        let ask = AskForm {
            lender: lender.code.clone(),
            from: last.to_string(),
            to: until.to_string(),
            reason: "演示：本县督查员多数要回避".to_owned(),
            ..AskForm::default()
        };
        let asked = loans::ask(self.app, self.catalogue(), &staff(borrower), &ask).await;
        let id = asked.map_err(NotMade::because)?;
        let answer = AnswerForm {
            version: 1,
            answer: "agree".to_owned(),
            inspector: format!("{}-02", lender.code),
            said: String::new(),
        };
        loans::answer(self.app, &staff(lender), id, &answer).await.map_err(NotMade::because)
    }
}

/// Somebody of an authority's staff.
fn staff(authority: &Authority) -> Viewer {
    let name = format!("{}演示", authority.name);
    Viewer { name, place: Place::Authority(authority.id), ..Viewer::operator() }
}
