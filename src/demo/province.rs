//! The invented hospitals, and the roster workbook that brings them into the register.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::catalogue::Catalogue;
use crate::catalogue::model::{AuthorityKind, Region, RegionKind};
use crate::demo::chance::Chance;
use crate::demo::profile::{LevelProfile, Profile};
use crate::spreadsheets::{properties, text};

/// Kinds of hospitals as the invented names say them.
const NAMES: [&str; 12] = [
    "人民医院",
    "中心医院",
    "第一医院",
    "第二人民医院",
    "同济医院",
    "仁和医院",
    "康复医院",
    "博爱医院",
    "惠民医院",
    "安康医院",
    "长青医院",
    "和平医院",
];

/// One invented hospital.
#[derive(Clone, Debug)]
pub struct DemoHospital {
    /// Code in the register.
    pub code: String,
    /// Its name; carries 演示.
    pub name: String,
    /// Key of the level.
    pub level: String,
    /// Words of the roster.
    pub level_name: String,
    /// Words of the roster.
    pub grade: String,
    /// Words of the roster.
    pub category: String,
    /// Words of the roster.
    pub ownership: String,
    /// Words of the roster.
    pub affiliation: String,
    /// Region it stands in.
    pub region: String,
    /// Beds.
    pub beds: i64,
    /// Services it offers.
    pub services: BTreeSet<String>,
    /// How good it is beside its peers: standard normal.
    pub quality: f64,
}

/// Invents `count` hospitals, spread over the territories that owe reports.
pub fn hospitals(catalogue: &Catalogue, profile: &Profile, count: usize, seed: u64) -> Vec<DemoHospital> {
    let counties = territories(catalogue, &[AuthorityKind::County]);
    let cities = territories(catalogue, &[AuthorityKind::City]);
    let mut serial: BTreeMap<String, u32> = BTreeMap::new();
    let mut invented = Vec::with_capacity(count);
    let mut shares = Shares::new(profile);
    for number in 0..count {
        let mut chance = Chance::of(seed, &["hospital", &number.to_string()]);
        let level = shares.next(profile);
        let affiliation = chance.one_of(&level.affiliations).cloned().unwrap_or_default();
        let read = catalogue.register().read_affiliation(&affiliation);
        let city_wide = read.is_some_and(|known| known.reviewed_at != AuthorityKind::County);
        let regions = if city_wide && !cities.is_empty() { &cities } else { &counties };
        let Some(region) = regions.get(chance.index(regions.len())) else { continue };
        let serial = serial.entry(region.code.clone()).or_insert(0);
        *serial += 1;
        invented.push(one(catalogue, level, region, *serial, affiliation, &mut chance));
    }
    invented
}

/// Hands out levels so that every prefix of the list holds them in their shares.
struct Shares {
    owed: Vec<f64>,
}

impl Shares {
    fn new(profile: &Profile) -> Self {
        Self { owed: vec![0.0; profile.levels.len()] }
    }

    fn next<'a>(&mut self, profile: &'a Profile) -> &'a LevelProfile {
        for (owed, level) in self.owed.iter_mut().zip(&profile.levels) {
            *owed += level.share;
        }
        let most = self.owed.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at);
        self.owed[most] -= 1.0;
        &profile.levels[most]
    }
}

fn territories<'a>(catalogue: &'a Catalogue, kinds: &[AuthorityKind]) -> Vec<&'a Region> {
    let owed = catalogue.authorities().iter().filter(|authority| kinds.contains(&authority.kind));
    owed.filter_map(|authority| catalogue.region(&authority.territory))
        .filter(|region| region.kind != RegionKind::Province)
        .collect()
}

fn one(
    catalogue: &Catalogue,
    level: &LevelProfile,
    region: &Region,
    serial: u32,
    affiliation: String,
    chance: &mut Chance,
) -> DemoHospital {
    let pick = |chance: &mut Chance, words: &[(String, f64)]| chance.one_of(words).cloned().unwrap_or_default();
    let category = pick(chance, &level.categories);
    let grade = pick(chance, &level.grades);
    let (least, most) = level.beds;
    let beds = (least.ln() + chance.even() * (most.ln() - least.ln())).exp().round() as i64;
    let services = level.services.iter().filter(|(_, likely)| chance.happens(**likely));
    let terms = catalogue.register();
    let fixed = terms.read_affiliation(&affiliation).and_then(|known| known.ownership.clone());
    let ownership = fixed.or_else(|| terms.ownerships.first().map(|word| word.key.clone())).unwrap_or_default();
    let name = NAMES[(serial as usize - 1) % NAMES.len()];
    let again = (serial as usize - 1) / NAMES.len();
    let again = if again == 0 { String::new() } else { format!("{}院", again + 1) };
    DemoHospital {
        code: format!("{}-{serial:03}", region.code),
        name: format!("{}演示{name}{again}", region.name),
        level: level.key.clone(),
        level_name: terms.level_name(&level.key).to_owned(),
        grade,
        category,
        ownership: terms.ownership_name(&ownership).to_owned(),
        affiliation,
        region: region.code.clone(),
        beds,
        services: services.map(|(name, _)| name.clone()).collect(),
        quality: chance.normal(),
    }
}

/// The roster workbook of these hospitals, as a commission would hand it in.
///
/// # Errors
/// Of the writer; none in practice.
pub fn roster(hospitals: &[DemoHospital], opened: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties("演示医院名录")?);
    let sheet = book.add_worksheet();
    sheet.set_name("医院名录")?;
    let plain = Format::new();
    let heads = [
        "编码",
        "名称",
        "级别",
        "等次",
        "类别",
        "举办性质",
        "行政区划代码",
        "隶属",
        "床位",
        "开展服务",
        "开业日期",
        "停业日期",
    ];
    for (col, head) in (0..).zip(heads) {
        text(sheet, 0, col, head, &plain)?;
    }
    for (row, hospital) in (1..).zip(hospitals) {
        let services: Vec<&str> = hospital.services.iter().map(String::as_str).collect();
        let words = [
            hospital.code.as_str(),
            &hospital.name,
            &hospital.level_name,
            &hospital.grade,
            &hospital.category,
            &hospital.ownership,
            &hospital.region,
            &hospital.affiliation,
        ];
        for (col, word) in (0..).zip(words) {
            text(sheet, row, col, word, &plain)?;
        }
        sheet.write_number(row, 8, hospital.beds as f64)?;
        text(sheet, row, 9, &services.join("；"), &plain)?;
        text(sheet, row, 10, opened, &plain)?;
    }
    book.save_to_buffer()
}
