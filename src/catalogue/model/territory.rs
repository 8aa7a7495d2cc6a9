use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What kind of area a region code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegionKind {
    /// 省
    Province,
    /// 省辖市, and a county-level city that reports beside them.
    City,
    /// 县、县级市、市辖区
    County,
    /// 功能区: a statistical code outside GB/T 2260, usually without a commission of its own.
    Functional,
}

/// 行政区划: one area of the region tree.
#[derive(Clone, Debug, Serialize)]
pub struct Region {
    /// Six-digit code.
    pub code: String,
    /// Official name.
    pub name: String,
    /// What kind of area.
    pub kind: RegionKind,
    /// Code of the area around it; none for the root.
    pub administrative_parent: Option<String>,
    /// Whether it is one of the counties that report to the province directly.
    pub province_administered: bool,
    /// Where it stands on the map of squares: column and row, counted from 1; none where its siblings have no map.
    pub tile: Option<(u8, u8)>,
    /// First day of the code; none when unknown.
    pub valid_from: Option<NaiveDate>,
    /// Last day of the code; none while it stands.
    pub valid_to: Option<NaiveDate>,
}

impl Region {
    /// Its name without the word for its kind, as a map or a narrow column has room for: 郑州.
    #[must_use]
    pub fn short_name(&self) -> &str {
        let cut = self.name.strip_suffix(['市', '县', '区', '省']).unwrap_or(&self.name);
        if cut.chars().count() < 2 { &self.name } else { cut }
    }
}

/// What kind of authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityKind {
    /// 省级卫生健康委
    Province,
    /// 市级卫生健康委
    City,
    /// 县级卫生健康委
    County,
    /// 质控中心
    QcCentre,
}

/// 专业: what a QC centre is for, and what an inspector knows.
#[derive(Clone, Debug, Serialize)]
pub struct Speciality {
    /// The word on pages and in workbooks.
    pub name: String,
    /// Other words people write for it.
    pub aliases: Vec<String>,
}

/// 主管机构: one line of the sample list an installation starts from; later the register holds them.
#[derive(Clone, Debug, Serialize)]
pub struct AuthoritySeed {
    /// Its code; of a commission that of its territory.
    pub code: String,
    /// Official name.
    pub name: String,
    /// What kind.
    pub kind: AuthorityKind,
    /// Code of the region it governs.
    pub territory: String,
    /// Code of the authority that reviews what it accepted; none for the topmost.
    pub reviewed_by: Option<String>,
    /// Of a QC centre: the speciality it is for; none where the list does not say.
    pub speciality: Option<String>,
    /// First day this holds; none for always.
    pub valid_from: Option<NaiveDate>,
    /// Last day this holds; none while it does.
    pub valid_to: Option<NaiveDate>,
}
