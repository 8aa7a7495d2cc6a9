//! Every route with what is expected of it.

use zhikong::access::{ROLES, Role};

/// What is expected of one route.
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    /// Who may; `None` is everyone, signed in or not.
    pub roles: Option<&'static [Role]>,
    /// The address with things of the asker's own territory; names in braces are [`Scene::filled`].
    pub own: &'static str,
    /// The same with things of another territory; empty where there is no such thing.
    pub other: &'static str,
    /// What is posted.
    pub form: &'static [(&'static str, &'static str)],
    /// The status for those who may, in their own territory.
    pub status: u16,
    /// Roles that may, but are answered otherwise.
    but: &'static [(Role, u16)],
    /// Only the authority on top of the tree may; the same role below it is refused.
    pub top: bool,
}

pub const STAFF: Role = Role::AuthorityStaff;
pub const KEEPER: Role = Role::AccountKeeper;
const CLERK: Role = Role::Clerk;
pub const SYSTEM: Role = Role::SystemAdmin;
pub const SECURITY: Role = Role::SecurityAdmin;
pub const AUDIT: Role = Role::AuditAdmin;

/// Whoever keeps accounts.
const KEEPERS: &[Role] = &[KEEPER, SECURITY];

const fn page(path: &'static str, roles: Option<&'static [Role]>) -> Row {
    Row { method: "GET", path, roles, own: path, other: "", form: &[], status: 200, but: &[], top: false }
}

const fn deed(path: &'static str, roles: Option<&'static [Role]>, status: u16) -> Row {
    Row { method: "POST", path, roles, own: path, other: "", form: &[], status, but: &[], top: false }
}

impl Row {
    const fn about(self, own: &'static str, other: &'static str) -> Self {
        Self { own, other, ..self }
    }

    const fn sent(self, form: &'static [(&'static str, &'static str)]) -> Self {
        Self { form, ..self }
    }

    const fn answers(self, status: u16) -> Self {
        Self { status, ..self }
    }

    const fn but(self, but: &'static [(Role, u16)]) -> Self {
        Self { but, ..self }
    }

    const fn at_the_top(self) -> Self {
        Self { top: true, ..self }
    }

    /// What `role` is answered in its own territory, below the top of the tree.
    pub fn expected(&self, role: Role) -> u16 {
        if self.top || !self.roles.is_none_or(|roles| roles.contains(&role)) {
            return 403;
        }
        self.but.iter().find(|(other, _)| *other == role).map_or(self.status, |(_, status)| *status)
    }
}

/// Whoever reads what belongs to a hospital.
const READERS: Option<&[Role]> = Some(&[STAFF, Role::Inspector, CLERK, Role::HospitalReviewer]);

/// Whoever hands in returns: the hospital, and the commission for it.
const SENDERS: Option<&[Role]> = Some(&[STAFF, CLERK]);

const INSPECTORS_IN: &str = "/inspectors/import/0000000000000000000000000000000000000000000000000000000000000000";
const DUE_IN: &str = "/qc-centres/QC-0/import/0000000000000000000000000000000000000000000000000000000000000000";
const GOALS_IN: &str =
    "/specialty-goals/QC-0/2024/import/0000000000000000000000000000000000000000000000000000000000000000";
/// Whoever carries out visits.
const VISITORS: Option<&[Role]> = Some(&[STAFF, Role::Inspector]);

const NO_VISIT: &str = "/visits/410105-2024-001";

const NO_GOALS: &str = "/goals/import/0000000000000000000000000000000000000000000000000000000000000000";

const NO_FILE: &str = "/hospitals/import/0000000000000000000000000000000000000000000000000000000000000000";

/// Every route. What changes an account stands after what only reads it, and signing out last of all.
pub const TABLE: &[Row] = &[
    page("/healthz", None),
    page("/assets/{*path}", None).about("/assets/css/app.css", ""),
    page("/menu", Some(&ROLES)),
    page("/", Some(&ROLES)).answers(303),
    page("/catalogue", Some(&ROLES)).answers(303),
    page("/catalogue/compare", Some(&ROLES)),
    page("/catalogue/dictionary", Some(&ROLES)),
    page("/catalogue/dictionary.xlsx", Some(&ROLES)),
    page("/catalogue/elements/{id}", Some(&ROLES)).about("/catalogue/elements/discharges", ""),
    page("/catalogue/history", Some(&ROLES)),
    page("/catalogue/history/{aim}", Some(&ROLES)).about("/catalogue/history/vte_prevention", ""),
    page("/catalogue/indicators/{id}", Some(&ROLES)).about("/catalogue/indicators/iv_use_rate", ""),
    page("/catalogue/rules", Some(&ROLES)),
    page("/catalogue/checklists", Some(&ROLES)),
    page("/catalogue/checklists/{id}", Some(&ROLES)).about("/catalogue/checklists/core-systems", ""),
    page("/catalogue/checklists/{id}/{ordinal}", Some(&ROLES)).about("/catalogue/checklists/core-systems/3", ""),
    page("/catalogue/{year}", Some(&ROLES)).about("/catalogue/2024", ""),
    page("/catalogue/{year}/{ordinal}", Some(&ROLES)).about("/catalogue/2024/1", ""),
    page("/authorities", READERS),
    page("/hospitals", READERS),
    page("/hospitals.xlsx", READERS),
    page("/hospitals/{code}/register", READERS)
        .about("/hospitals/{our_hospital}/register", "/hospitals/{their_hospital}/register"),
    page("/hospitals/{code}/departments", READERS)
        .about("/hospitals/{our_hospital}/departments", "/hospitals/{their_hospital}/departments"),
    deed("/hospitals/{code}/departments", Some(&[CLERK]), 303)
        .about("/hospitals/{our_hospital}/departments", "/hospitals/{their_hospital}/departments")
        .sent(&[("lines", "演示内科")]),
    // The department of the row above is the first of a fresh database.
    deed("/hospitals/{code}/departments/{id}/close", Some(&[CLERK]), 303)
        .about("/hospitals/{our_hospital}/departments/1/close", "/hospitals/{their_hospital}/departments/1/close")
        .sent(&[("version", "1"), ("to", "2024-09-30")]),
    page("/hospitals/{code}", READERS).about("/hospitals/{our_hospital}", "/hospitals/{their_hospital}"),
    // A hospital's leads to its own, a commission's to the list of its hospitals.
    page("/benchmark", READERS).answers(303),
    // Nothing was accepted: there is no figure to take away, and none to draw.
    page("/benchmark/{code}", READERS).about("/benchmark/{our_hospital}", "/benchmark/{their_hospital}"),
    page("/benchmark/{code}/export.xlsx", READERS)
        .about("/benchmark/{our_hospital}/export.xlsx", "/benchmark/{their_hospital}/export.xlsx")
        .answers(303),
    page("/benchmark/{code}/export.svg", READERS)
        .about("/benchmark/{our_hospital}/export.svg", "/benchmark/{their_hospital}/export.svg")
        .answers(404),
    page("/home", READERS),
    page("/overview", Some(&ROLES)),
    page("/territories", Some(&ROLES)),
    page("/territories/export.xlsx", Some(&ROLES)),
    page("/territories/export.svg", Some(&ROLES)).about("/territories/export.svg?part=levels", ""),
    page("/territories/export.png", Some(&ROLES)).about("/territories/export.png?part=levels", ""),
    page("/targets", Some(&ROLES)).answers(303),
    page("/targets/{year}/{ordinal}", Some(&ROLES)).about("/targets/2024/5", ""),
    page("/targets/{year}/{ordinal}/export.xlsx", Some(&ROLES)).about("/targets/2024/5/export.xlsx", ""),
    page("/targets/{year}/{ordinal}/export.csv", Some(&ROLES)).about("/targets/2024/5/export.csv", ""),
    page("/targets/{year}/{ordinal}/export.svg", Some(&ROLES)).about("/targets/2024/5/export.svg", "").answers(422),
    page("/draws", Some(&[STAFF, Role::Inspector])),
    page("/draws/new", Some(&[STAFF])),
    // Nothing was filled in, so that nothing is committed to. `draws` tests who sees whose.
    deed("/draws", Some(&[STAFF]), 422),
    page("/draws/{number}", Some(&[STAFF, Role::Inspector])).about("/draws/410105-2024-1", "").answers(404),
    deed("/draws/{number}/seed", Some(&[STAFF]), 404).about("/draws/410105-2024-1/seed", ""),
    deed("/draws/{number}/strike", Some(&[STAFF]), 404).about("/draws/410105-2024-1/strike", ""),
    deed("/draws/{number}/recuse", Some(&[STAFF]), 404).about("/draws/410105-2024-1/recuse", ""),
    deed("/draws/{number}/plan", Some(&[STAFF]), 404).about("/draws/410105-2024-1/plan", ""),
    deed("/draws/{number}/reveal", Some(&[STAFF]), 404).about("/draws/410105-2024-1/reveal", ""),
    page("/published/draws", None),
    page("/published/draws/{number}", None).about("/published/draws/410105-2024-1", "").answers(404),
    page("/published/draws/{number}/export.html", None)
        .about("/published/draws/410105-2024-1/export.html", "")
        .answers(404),
    page("/published/draws/{number}/draw.json", None)
        .about("/published/draws/410105-2024-1/draw.json", "")
        .answers(404),
    page("/publications", Some(&ROLES)),
    page("/publications/of", Some(&ROLES)).about("/publications/of?period=2024Q3", ""),
    page("/coverage", Some(&[STAFF, Role::Inspector])),
    page("/coverage/plan", Some(&[STAFF])),
    deed("/coverage/plan", Some(&[STAFF]), 422),
    page("/coverage/{code}/plan", Some(&[STAFF, Role::Inspector]))
        .about("/coverage/410105/plan", "/coverage/410102/plan"),
    page("/coverage/{code}", Some(&[STAFF, Role::Inspector])).about("/coverage/410105", "/coverage/410102"),
    page("/coverage/{code}/never", Some(&[STAFF, Role::Inspector]))
        .about("/coverage/410105/never", "/coverage/410102/never"),
    page("/coverage/{code}/export.xlsx", Some(&[STAFF, Role::Inspector]))
        .about("/coverage/410105/export.xlsx", "/coverage/410102/export.xlsx"),
    page("/inspectors", VISITORS),
    page("/inspectors.xlsx", VISITORS),
    // Nothing was filled in; `inspectors` tests who sees and changes whom.
    deed("/inspectors", Some(&[STAFF]), 422),
    page("/inspectors/new", Some(&[STAFF])),
    page("/inspectors/import", Some(&[STAFF])),
    deed("/inspectors/import", Some(&[STAFF]), 400),
    page("/inspectors/import/{sha256}", Some(&[STAFF])).about(INSPECTORS_IN, "").answers(404),
    deed("/inspectors/import/{sha256}", Some(&[STAFF]), 404).about(INSPECTORS_IN, ""),
    page("/inspectors/loans", Some(&[STAFF])),
    deed("/inspectors/loans", Some(&[STAFF]), 422),
    deed("/inspectors/loans/{id}/answer", Some(&[STAFF]), 404).about("/inspectors/loans/0/answer", ""),
    deed("/inspectors/loans/{id}/withdraw", Some(&[STAFF]), 404).about("/inspectors/loans/0/withdraw", ""),
    page("/inspectors/{code}", VISITORS).about("/inspectors/DC-0", "").answers(404),
    page("/inspectors/{code}/edit", Some(&[STAFF])).about("/inspectors/DC-0/edit", "").answers(404),
    deed("/inspectors/{code}", Some(&[STAFF]), 404).about("/inspectors/DC-0", ""),
    deed("/inspectors/{code}/active", Some(&[STAFF]), 404).about("/inspectors/DC-0/active", ""),
    page("/qc-centres", VISITORS),
    page("/qc-centres/new", Some(&[STAFF])).at_the_top(),
    deed("/qc-centres", Some(&[STAFF]), 422).at_the_top(),
    page("/qc-centres/{code}", VISITORS).about("/qc-centres/QC-0", "").answers(404),
    page("/qc-centres/{code}/edit", Some(&[STAFF])).about("/qc-centres/QC-0/edit", "").answers(404).at_the_top(),
    deed("/qc-centres/{code}", Some(&[STAFF]), 422).about("/qc-centres/QC-0", "").at_the_top(),
    page("/qc-centres/{code}/due.xlsx", VISITORS).about("/qc-centres/QC-0/due.xlsx", "").answers(404),
    page("/qc-centres/{code}/import", Some(&[STAFF])).about("/qc-centres/QC-0/import", "").answers(404),
    deed("/qc-centres/{code}/import", Some(&[STAFF]), 400).about("/qc-centres/QC-0/import", ""),
    page("/qc-centres/{code}/import/{sha256}", Some(&[STAFF])).about(DUE_IN, "").answers(404),
    deed("/qc-centres/{code}/import/{sha256}", Some(&[STAFF]), 404).about(DUE_IN, ""),
    page("/rectifications", READERS),
    page("/rectifications.xlsx", READERS),
    page("/rectifications/summary", Some(&[STAFF, Role::Inspector])),
    page("/rectifications/{id}", READERS).about("/rectifications/0", "").answers(404),
    deed("/rectifications/{id}/reply", Some(&[CLERK]), 400).about("/rectifications/0/reply", ""),
    deed("/rectifications/{id}/send-back", Some(&[STAFF, Role::Inspector]), 404)
        .about("/rectifications/0/send-back", ""),
    deed("/rectifications/{id}/verify", Some(&[STAFF, Role::Inspector]), 404).about("/rectifications/0/verify", ""),
    deed("/rectifications/{id}/prolong", Some(&[STAFF, Role::Inspector]), 404).about("/rectifications/0/prolong", ""),
    page("/rectifications/{id}/files/{file}", READERS).about("/rectifications/0/files/0", "").answers(404),
    // Whose a visit is to plan and carry out is asked of the visit itself; there is none here.
    page("/visits", READERS),
    deed("/visits", READERS, 422).but(&[(Role::Inspector, 403), (Role::HospitalReviewer, 403)]),
    page("/visits/new", READERS).but(&[(Role::Inspector, 403), (Role::HospitalReviewer, 403)]),
    page("/visits/{number}", READERS).about(NO_VISIT, "").answers(404),
    deed("/visits/{number}/begin", READERS, 404)
        .about("/visits/410105-2024-001/begin", "")
        .sent(&[("version", "1")])
        .but(&[(Role::HospitalReviewer, 403)]),
    deed("/visits/{number}/drop", READERS, 404)
        .about("/visits/410105-2024-001/drop", "")
        .sent(&[("version", "1")])
        .but(&[(Role::Inspector, 403), (Role::HospitalReviewer, 403)]),
    page("/visits/{number}/score", READERS).about("/visits/410105-2024-001/score", "").answers(404),
    page("/visits/{number}/systems/{ordinal}", READERS).about("/visits/410105-2024-001/systems/1", "").answers(404),
    page("/visits/{number}/points/{point}", READERS).about("/visits/410105-2024-001/points/none", "").answers(404),
    deed("/visits/{number}/points/{point}", READERS, 404)
        .about("/visits/410105-2024-001/points/none", "")
        .but(&[(Role::HospitalReviewer, 403)]),
    deed("/visits/{number}/points/{point}/files", READERS, 400).about("/visits/410105-2024-001/points/none/files", ""),
    page("/visits/{number}/files/{id}", READERS).about("/visits/410105-2024-001/files/1", "").answers(404),
    page("/visits/{number}/sheet", READERS).about("/visits/410105-2024-001/sheet", "").answers(404),
    deed("/visits/{number}/sheet", READERS, 404)
        .about("/visits/410105-2024-001/sheet", "")
        .but(&[(Role::HospitalReviewer, 403)]),
    page("/visits/{number}/papers/{paper}", READERS).about("/visits/410105-2024-001/papers/record", "").answers(404),
    page("/visits/{number}/close", READERS).about("/visits/410105-2024-001/close", "").answers(404),
    deed("/visits/{number}/close", READERS, 404)
        .about("/visits/410105-2024-001/close", "")
        .but(&[(Role::HospitalReviewer, 403)]),
    page("/publications/new", Some(&[STAFF])),
    // Nothing is accepted yet: there is nothing to publish, and nothing was. `publications` tests who sees whose.
    deed("/publications", Some(&[STAFF]), 422).sent(&[
        ("period", "2024Q3"),
        ("title", "演示"),
        ("audience", "internal"),
    ]),
    page("/publications/{number}", Some(&ROLES)).about("/publications/2024Q3-1", "").answers(404),
    page("/publications/{number}/export.html", Some(&ROLES))
        .about("/publications/2024Q3-1/export.html", "")
        .answers(404),
    page("/publications/{number}/export.xlsx", Some(&ROLES))
        .about("/publications/2024Q3-1/export.xlsx", "")
        .answers(404),
    page("/publications/{number}/export.png", Some(&ROLES)).about("/publications/2024Q3-1/export.png", "").answers(404),
    deed("/publications/{number}/correct", Some(&[STAFF]), 404)
        .about("/publications/2024Q3-1/correct", "")
        .sent(&[("reason", "演示")]),
    page("/campaigns", READERS),
    page("/campaigns/{id}", READERS).about("/campaigns/henan-2021-2025", ""),
    page("/campaigns/{id}/board", Some(&[STAFF, Role::Inspector]))
        .about("/campaigns/henan-2021-2025/board", "/campaigns/henan-2021-2025/board?under=410102"),
    page("/campaigns/{id}/board.xlsx", Some(&[STAFF, Role::Inspector]))
        .about("/campaigns/henan-2021-2025/board.xlsx", "/campaigns/henan-2021-2025/board.xlsx?under=410102"),
    page("/campaigns/{id}/trainings", READERS).about("/campaigns/henan-2021-2025/trainings", ""),
    page("/campaigns/{id}/trainings.xlsx", READERS).about("/campaigns/henan-2021-2025/trainings.xlsx", ""),
    page("/campaigns/{id}/bearers/{code}/duties.xlsx", READERS).about(
        "/campaigns/henan-2021-2025/bearers/{our_hospital}/duties.xlsx",
        "/campaigns/henan-2021-2025/bearers/{their_hospital}/duties.xlsx",
    ),
    page("/campaigns/{id}/duties/{duty}", READERS).about("/campaigns/henan-2021-2025/duties/visits", ""),
    page("/campaigns/{id}/bearers/{code}", READERS).about(
        "/campaigns/henan-2021-2025/bearers/{our_hospital}",
        "/campaigns/henan-2021-2025/bearers/{their_hospital}",
    ),
    page("/duties", READERS).answers(303),
    // Whose a duty is to fulfil is asked of the duty itself; there is none here.
    page("/duties/{id}", READERS).about("/duties/1", "").answers(404),
    page("/duties/{id}/files/{number}", READERS).about("/duties/1/files/1", "").answers(404),
    deed("/duties/{id}/evidence", Some(&[STAFF, CLERK]), 400).about("/duties/1/evidence", ""),
    deed("/duties/{id}/evidence/{number}/withdraw", Some(&[STAFF, CLERK]), 404)
        .about("/duties/1/evidence/1/withdraw", ""),
    deed("/duties/{id}/exempt", Some(&[STAFF]), 404).about("/duties/1/exempt", ""),
    deed("/duties/{id}/ask-again", Some(&[STAFF]), 404).about("/duties/1/ask-again", ""),
    page("/reports", READERS),
    page("/reports/{campaign}/{summary}", READERS).about("/reports/henan-2021-2025/mid-term", "").answers(404),
    page("/reports/{campaign}/{summary}/paper", Some(&[STAFF]))
        .about("/reports/henan-2021-2025/mid-term/paper", "")
        .answers(404),
    page("/reports/{campaign}/{summary}/export.docx", Some(&[STAFF]))
        .about("/reports/henan-2021-2025/mid-term/export.docx", "")
        .answers(404),
    page("/reports/{campaign}/{summary}/export.xlsx", Some(&[STAFF]))
        .about("/reports/henan-2021-2025/mid-term/export.xlsx", "")
        .answers(404),
    page("/reports/{campaign}/{summary}/editions/{edition}", READERS)
        .about("/reports/henan-2021-2025/mid-term/editions/1", "")
        .answers(404),
    page("/reports/{campaign}/{summary}/editions/{edition}/paper", READERS)
        .about("/reports/henan-2021-2025/mid-term/editions/1/paper", "")
        .answers(404),
    page("/reports/{campaign}/{summary}/editions/{edition}/export.docx", READERS)
        .about("/reports/henan-2021-2025/mid-term/editions/1/export.docx", "")
        .answers(404),
    page("/reports/{campaign}/{summary}/editions/{edition}/export.xlsx", READERS)
        .about("/reports/henan-2021-2025/mid-term/editions/1/export.xlsx", "")
        .answers(404),
    deed("/reports/{campaign}/{summary}/texts", Some(&[STAFF]), 404)
        .about("/reports/henan-2021-2025/mid-term/texts", ""),
    deed("/reports/{campaign}/{summary}/freeze", Some(&[STAFF]), 404)
        .about("/reports/henan-2021-2025/mid-term/freeze", ""),
    page("/exemplars", READERS),
    page("/exemplars/submitted", Some(&[STAFF])),
    page("/exemplars/new", Some(&[STAFF])),
    page("/exemplars/of", Some(&ROLES)).about("/exemplars/of?year=2024&ordinal=1", ""),
    page("/exemplars/{number}", READERS).about("/exemplars/2024Q3-1", "").answers(404),
    page("/exemplars/{number}/pictures/{place}", READERS).about("/exemplars/2024Q3-1/pictures/1", "").answers(404),
    deed("/exemplars", Some(&[STAFF]), 400),
    deed("/exemplars/{number}/decide", Some(&[STAFF]), 404)
        .about("/exemplars/2024Q3-1/decide", "")
        .sent(&[("decision", "declined"), ("reason", "演示：不选用")]),
    deed("/exemplars/{number}/withdraw", Some(&[STAFF]), 404)
        .about("/exemplars/2024Q3-1/withdraw", "")
        .sent(&[("reason", "演示：撤回")]),
    page("/published/exemplars", None),
    page("/published/exemplars/{number}", None).about("/published/exemplars/2024Q3-1", "").answers(404),
    page("/published/exemplars/{number}/export.html", None)
        .about("/published/exemplars/2024Q3-1/export.html", "")
        .answers(404),
    page("/published/exemplars/{number}/pictures/{place}", None)
        .about("/published/exemplars/2024Q3-1/pictures/1", "")
        .answers(404),
    page("/specialty-goals", READERS),
    // There is no centre here; `specialty_goals` tests who keeps whose table.
    page("/specialty-goals/{centre}", READERS).about("/specialty-goals/QC-0", "").answers(404),
    page("/specialty-goals/{centre}/{year}", READERS).about("/specialty-goals/QC-0/2024.xlsx", "").answers(404),
    page("/specialty-goals/{centre}/{year}/import", Some(&[STAFF]))
        .about("/specialty-goals/QC-0/2024/import", "")
        .answers(404),
    deed("/specialty-goals/{centre}/{year}/import", Some(&[STAFF]), 400).about("/specialty-goals/QC-0/2024/import", ""),
    page("/specialty-goals/{centre}/{year}/import/{sha256}", Some(&[STAFF])).about(GOALS_IN, "").answers(404),
    deed("/specialty-goals/{centre}/{year}/import/{sha256}", Some(&[STAFF]), 404).about(GOALS_IN, ""),
    page("/disclosures", Some(&[STAFF])),
    deed("/disclosures", Some(&[STAFF]), 422),
    page("/disclosures/{number}", Some(&ROLES)).about("/disclosures/410105-2024-001", "").answers(404),
    page("/published/visits", None),
    page("/published/visits/export.html", None),
    page("/published/visits/{number}", None).about("/published/visits/410105-2024-001", "").answers(404),
    page("/published/visits/{number}/export.html", None)
        .about("/published/visits/410105-2024-001/export.html", "")
        .answers(404),
    page("/published/visits/{number}/export.png", None)
        .about("/published/visits/410105-2024-001/export.png", "")
        .answers(404),
    page("/published", None),
    page("/published/{number}", None).about("/published/2024Q3-1", "").answers(404),
    page("/published/{number}/export.html", None).about("/published/2024Q3-1/export.html", "").answers(404),
    page("/published/{number}/export.xlsx", None).about("/published/2024Q3-1/export.xlsx", "").answers(404),
    page("/targets/{year}/{ordinal}/export.png", Some(&ROLES)).about("/targets/2024/5/export.png", "").answers(422),
    page("/targets/{year}/{ordinal}/control", Some(&ROLES)).about("/targets/2024/5/control", ""),
    // Nothing is accepted yet: there is no picture, and the page says why.
    page("/targets/{year}/{ordinal}/control.svg", Some(&ROLES)).about("/targets/2024/5/control.svg", "").answers(422),
    page("/targets/{year}/{ordinal}/control.png", Some(&ROLES)).about("/targets/2024/5/control.png", "").answers(422),
    page("/targets/{year}/{ordinal}/control.xlsx", Some(&ROLES)).about("/targets/2024/5/control.xlsx", ""),
    // Without figures limits cannot start anew; which of them anybody may restart, tests/it/progress/annotations.rs asks.
    page("/targets/{year}/{ordinal}/rebase", Some(&[STAFF, CLERK]))
        .about(
            "/targets/2024/5/rebase?by=hospital&group={our_hospital}",
            "/targets/2024/5/rebase?by=hospital&group={their_hospital}",
        )
        .answers(422),
    // A second pair of hands writes on the page of the hospital; a form without its chart is about all hospitals, which are
    // no hospital's to write on.
    deed("/targets/{year}/{ordinal}/annotations", Some(&[STAFF, CLERK]), 422)
        .about("/targets/2024/5/annotations", "/targets/2024/11/annotations")
        .sent(&[("kind", "intervention")])
        .but(&[(CLERK, 404)]),
    deed("/targets/{year}/{ordinal}/annotations/{id}/withdraw", Some(&[STAFF, CLERK]), 404)
        .about("/targets/2024/5/annotations/1/withdraw", "/targets/2024/5/annotations/2/withdraw")
        .sent(&[("version", "1"), ("reason", "演示")]),
    page("/targets/{year}/{ordinal}/hospitals", Some(&ROLES)).about("/targets/2024/5/hospitals", ""),
    page("/targets/{year}/{ordinal}/hospitals/export.xlsx", READERS).about("/targets/2024/5/hospitals/export.xlsx", ""),
    page("/targets/{year}/{ordinal}/hospitals/export.csv", READERS).about("/targets/2024/5/hospitals/export.csv", ""),
    // Nothing was accepted yet: there is no chart to take away.
    page("/targets/{year}/{ordinal}/hospitals/export.svg", READERS)
        .about("/targets/2024/5/hospitals/export.svg", "")
        .answers(422),
    page("/targets/{year}/{ordinal}/hospitals/export.png", READERS)
        .about("/targets/2024/5/hospitals/export.png", "")
        .answers(422),
    page("/targets/{year}/{ordinal}/spread", Some(&ROLES)).about("/targets/2024/5/spread", ""),
    page("/targets/{year}/{ordinal}/spread/export.xlsx", Some(&ROLES)).about("/targets/2024/5/spread/export.xlsx", ""),
    page("/targets/{year}/{ordinal}/spread/export.svg", Some(&ROLES))
        .about("/targets/2024/5/spread/export.svg", "")
        .answers(422),
    page("/targets/{year}/{ordinal}/spread/export.png", Some(&ROLES))
        .about("/targets/2024/5/spread/export.png", "")
        .answers(422),
    page("/values/{code}/{period}/{indicator}", READERS)
        .about("/values/{our_hospital}/2024Q3/iv_use_rate", "/values/{their_hospital}/2024Q3/iv_use_rate"),
    page("/hospitals/import", Some(&[STAFF])).at_the_top(),
    // Neither is the form that is asked for, and no file was rehearsed.
    deed("/hospitals/import", Some(&[STAFF]), 400).at_the_top(),
    page("/hospitals/import/{sha256}", Some(&[STAFF])).about(NO_FILE, "").answers(404).at_the_top(),
    deed("/hospitals/import/{sha256}", Some(&[STAFF]), 400).about(NO_FILE, "").at_the_top(),
    page("/goals", READERS),
    page("/goals.xlsx", READERS),
    page("/goals/import", Some(&[STAFF])).at_the_top(),
    // No multipart form: refused before anything is read.
    deed("/goals/import", Some(&[STAFF]), 400).at_the_top(),
    page("/goals/import/{sha256}", Some(&[STAFF])).about(NO_GOALS, "").answers(404).at_the_top(),
    deed("/goals/import/{sha256}", Some(&[STAFF]), 400).about(NO_GOALS, "").at_the_top(),
    // A form without its fields.
    deed("/goals/carry-over", Some(&[STAFF]), 400).at_the_top(),
    page("/goals/{year}/{indicator}", READERS).about("/goals/2024/iv_use_rate", ""),
    // A form without a source.
    deed("/goals/{year}/{indicator}", Some(&[STAFF]), 422).about("/goals/2024/iv_use_rate", "").at_the_top(),
    // A hospital's own page, and what a commission sees of it.
    page("/goals/own", READERS).but(&[(STAFF, 404), (Role::Inspector, 404)]),
    page("/goals/own/{year}/{indicator}", READERS)
        .about("/goals/own/2024/iv_use_rate", "")
        .but(&[(STAFF, 404), (Role::Inspector, 404)]),
    deed("/goals/own/{year}/{indicator}", Some(&[CLERK]), 422).about("/goals/own/2024/iv_use_rate", ""),
    page("/hospitals/{code}/goals", READERS)
        .about("/hospitals/{our_hospital}/goals", "/hospitals/{their_hospital}/goals"),
    page("/settings", Some(&[STAFF])),
    page("/settings/rules/{rule}", Some(&[STAFF])).about("/settings/rules/equal-months", ""),
    // A form without its fields: what is wrong stands beside each.
    deed("/settings/rules/{rule}", Some(&[STAFF]), 422).about("/settings/rules/equal-months", "").at_the_top(),
    page("/settings/choices/{choice}", Some(&[STAFF])).about("/settings/choices/stamp_required", ""),
    deed("/settings/choices/{choice}", Some(&[STAFF]), 422).about("/settings/choices/stamp_required", ""),
    page("/settings/deadlines", Some(&[STAFF])),
    // A form without its fields.
    deed("/settings/deadlines", Some(&[STAFF]), 422).at_the_top(),
    page("/returns/timeliness", Some(&[STAFF])),
    page("/returns/timeliness.xlsx", Some(&[STAFF])),
    page("/returns/reminders", Some(&[STAFF])),
    // Both hospitals handed in: there is nobody to be drawn.
    page("/returns/reminders.png", Some(&[STAFF])).about("/returns/reminders.png?period=2024Q3", "").answers(422),
    page("/returns/reminders.svg", Some(&[STAFF])).about("/returns/reminders.svg?period=2024Q3", "").answers(422),
    page("/returns/extensions", Some(&[STAFF])),
    page("/returns/{period}/{code}/extension", READERS)
        .about("/returns/2024Q3/{our_hospital}/extension", "/returns/2024Q3/{their_hospital}/extension"),
    // No due date is set: there is nothing to put off, and nobody asked.
    deed("/returns/{period}/{code}/extension", Some(&[CLERK]), 422)
        .about("/returns/2024Q3/{our_hospital}/extension", "/returns/2024Q3/{their_hospital}/extension")
        .sent(&[("wanted", "2024-12-01"), ("reason", "演示")]),
    deed("/returns/{period}/{code}/extension/{id}/decide", Some(&[STAFF]), 404)
        .about(
            "/returns/2024Q3/{our_hospital}/extension/1/decide",
            "/returns/2024Q3/{their_hospital}/extension/1/decide",
        )
        .sent(&[("version", "1"), ("verdict", "refuse"), ("words", "演示")]),
    page("/returns", READERS),
    page("/returns.xlsx", Some(&[STAFF])),
    page("/returns/upload", SENDERS),
    deed("/returns/upload", SENDERS, 400),
    page("/returns/table", SENDERS).about("/returns/table?period=2024Q3", ""),
    // No large upload is on its way.
    deed("/returns/uploads/{batch}/cancel", SENDERS, 404)
        .about("/returns/uploads/{our_batch}/cancel", "/returns/uploads/{their_batch}/cancel"),
    page("/returns/uploads/{batch}/summary", READERS)
        .about("/returns/uploads/{our_batch}/summary", "/returns/uploads/{their_batch}/summary"),
    page("/returns/uploads/{batch}/{id}", READERS)
        .about("/returns/uploads/{our_file}", "/returns/uploads/{their_file}"),
    page("/returns/uploads/{batch}", READERS).about("/returns/uploads/{our_batch}", "/returns/uploads/{their_batch}"),
    page("/returns/uploads/{batch}/{id}/annotated", READERS)
        .about("/returns/uploads/{our_file}/annotated", "/returns/uploads/{their_file}/annotated"),
    page("/returns/uploads/{batch}/{id}/original", READERS)
        .about("/returns/uploads/{our_file}/original", "/returns/uploads/{their_file}/original"),
    page("/returns/{period}/template", READERS)
        .about("/returns/2024Q3/template", "")
        .answers(303)
        .but(&[(STAFF, 404), (Role::Inspector, 404)]),
    page("/returns/{period}/{code}", READERS)
        .about("/returns/2024Q3/{our_hospital}", "/returns/2024Q3/{their_hospital}"),
    page("/returns/{period}/{code}/template", READERS)
        .about("/returns/2024Q3/{our_hospital}/template", "/returns/2024Q3/{their_hospital}/template"),
    page("/returns/{period}/{code}/departments", READERS)
        .about("/returns/2024Q3/{our_hospital}/departments", "/returns/2024Q3/{their_hospital}/departments"),
    page("/returns/{period}/{code}/department-table", READERS)
        .about("/returns/2024Q3/{our_hospital}/department-table", "/returns/2024Q3/{their_hospital}/department-table"),
    // Both hospitals sent a filled workbook, which became a first round that awaits its reviewer.
    page("/returns/{period}/{code}/rounds/{number}", READERS)
        .about("/returns/2024Q3/{our_hospital}/rounds/1", "/returns/2024Q3/{their_hospital}/rounds/1"),
    page("/returns/{period}/{code}/rounds/{number}/withdrawal", READERS).about(
        "/returns/2024Q3/{our_hospital}/rounds/1/withdrawal",
        "/returns/2024Q3/{their_hospital}/rounds/1/withdrawal",
    ),
    page("/returns/{period}/{code}/compare", READERS)
        .about("/returns/2024Q3/{our_hospital}/compare", "/returns/2024Q3/{their_hospital}/compare"),
    page("/returns/{period}/{code}/elements/{element}", READERS).about(
        "/returns/2024Q3/{our_hospital}/elements/discharges",
        "/returns/2024Q3/{their_hospital}/elements/discharges",
    ),
    // The filled workbook leaves nothing to explain: there is no such ask, and no such explanation.
    deed("/returns/{period}/{code}/explain", Some(&[CLERK]), 404)
        .about("/returns/2024Q3/{our_hospital}/explain", "/returns/2024Q3/{their_hospital}/explain")
        .sent(&[("round", "1"), ("words-1", "演示"), ("seen-1", "0")]),
    deed("/returns/{period}/{code}/explanations/{id}/judge", Some(&[STAFF]), 404)
        .about(
            "/returns/2024Q3/{our_hospital}/explanations/1/judge",
            "/returns/2024Q3/{their_hospital}/explanations/1/judge",
        )
        .sent(&[("version", "1"), ("verdict", "accept")]),
    page("/returns/{period}/{code}/rounds/{number}/paper", READERS)
        .about("/returns/2024Q3/{our_hospital}/rounds/1/paper", "/returns/2024Q3/{their_hospital}/rounds/1/paper"),
    // No page was stamped.
    page("/returns/{period}/{code}/rounds/{number}/stamps/{id}", READERS)
        .about("/returns/2024Q3/{our_hospital}/rounds/1/stamps/1", "/returns/2024Q3/{their_hospital}/rounds/1/stamps/1")
        .answers(404),
    deed("/returns/{period}/{code}/rounds/{number}/stamps", SENDERS, 400)
        .about("/returns/2024Q3/{our_hospital}/rounds/1/stamps", ""),
    page("/returns/{period}/{code}/entry", SENDERS)
        .about("/returns/2024Q3/{our_hospital}/entry", "/returns/2024Q3/{their_hospital}/entry"),
    deed("/returns/{period}/{code}/entry/check", SENDERS, 200)
        .about("/returns/2024Q3/{our_hospital}/entry/check", "/returns/2024Q3/{their_hospital}/entry/check")
        .sent(&[("version", "0")]),
    deed("/returns/{period}/{code}/entry/draft", SENDERS, 303)
        .about("/returns/2024Q3/{our_hospital}/entry/draft", "/returns/2024Q3/{their_hospital}/entry/draft")
        .sent(&[("version", "0")]),
    deed("/returns/{period}/{code}/entry/discard", SENDERS, 303)
        .about("/returns/2024Q3/{our_hospital}/entry/discard", "/returns/2024Q3/{their_hospital}/entry/discard")
        .sent(&[("version", "1")]),
    // Blank, which no target may be.
    deed("/returns/{period}/{code}/entry", SENDERS, 422)
        .about("/returns/2024Q3/{our_hospital}/entry", "/returns/2024Q3/{their_hospital}/entry")
        .sent(&[("version", "2")]),
    page("/returns/{period}/{code}/send-back", Some(&[STAFF]))
        .about("/returns/2024Q3/{our_hospital}/send-back", "/returns/2024Q3/{their_hospital}/send-back"),
    // A form without its fields, and what only the level above does.
    deed("/returns/{period}/{code}/send-back", Some(&[STAFF]), 422)
        .about("/returns/2024Q3/{our_hospital}/send-back", "/returns/2024Q3/{their_hospital}/send-back")
        .sent(&[("version", "2")]),
    page("/returns/{period}/{code}/reopen", Some(&[STAFF]))
        .about("/returns/2024Q3/{our_hospital}/reopen", "/returns/2024Q3/{their_hospital}/reopen")
        .answers(422),
    deed("/returns/{period}/{code}/reopen", Some(&[STAFF]), 422)
        .about("/returns/2024Q3/{our_hospital}/reopen", "/returns/2024Q3/{their_hospital}/reopen")
        .sent(&[("version", "2")]),
    // Not the version that is there: nothing changes.
    deed("/returns/{period}/{code}/withdraw", Some(&[CLERK]), 409)
        .about("/returns/2024Q3/{our_hospital}/withdraw", "/returns/2024Q3/{their_hospital}/withdraw")
        .sent(&[("version", "1")]),
    deed("/returns/{period}/{code}/check", Some(&[Role::HospitalReviewer]), 409)
        .about("/returns/2024Q3/{our_hospital}/check", "/returns/2024Q3/{their_hospital}/check")
        .sent(&[("version", "1")]),
    // The version of a return with one round.
    deed("/returns/{period}/{code}/accept", Some(&[STAFF]), 303)
        .about("/returns/2024Q3/{our_hospital}/accept", "/returns/2024Q3/{their_hospital}/accept")
        .sent(&[("version", "2")]),
    deed("/returns/accept", Some(&[STAFF]), 422).sent(&[("period", "2024Q3")]),
    page("/journal", Some(&[AUDIT])),
    page("/system", Some(&[SYSTEM])),
    page("/inbox", Some(&ROLES)),
    deed("/inbox/{id}/open", Some(&ROLES), 303).about("/inbox/{our_message}/open", "/inbox/{their_message}/open"),
    deed("/inbox/read", Some(&ROLES), 303),
    deed("/account/email", Some(&ROLES), 303).sent(&[("email", "yanshi@wjw.example")]),
    page("/account", Some(&ROLES)),
    page("/account/password", Some(&ROLES)),
    deed("/account/password", Some(&ROLES), 422).sent(&[("current", ""), ("new", ""), ("again", "")]),
    page("/accounts", Some(KEEPERS)),
    page("/accounts/new", Some(KEEPERS)),
    deed("/accounts", Some(KEEPERS), 422).sent(&[("login", "")]),
    page("/accounts/{id}", Some(KEEPERS)).about("/accounts/{kept}", "/accounts/{foreign}"),
    deed("/accounts/{id}/roles", Some(KEEPERS), 422)
        .about("/accounts/{kept}/roles", "/accounts/{foreign}/roles")
        .sent(&[("version", "1")]),
    deed("/accounts/{id}/disable", Some(KEEPERS), 303)
        .about("/accounts/{kept}/disable", "/accounts/{foreign}/disable")
        .sent(&[("version", "1")]),
    deed("/accounts/{id}/enable", Some(KEEPERS), 303)
        .about("/accounts/{kept}/enable", "/accounts/{foreign}/enable")
        .sent(&[("version", "2")]),
    deed("/accounts/{id}/reset", Some(KEEPERS), 200).about("/accounts/{kept}/reset", "/accounts/{foreign}/reset"),
    page("/sign-in", None).answers(303),
    // A form without its fields: a wrong password would be counted seven times.
    deed("/sign-in", None, 400),
    deed("/sign-out", None, 303),
];
