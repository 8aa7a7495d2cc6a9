//! Where a row's hospital stands and who governs it.

use super::Row;
use crate::access::AuthorityId;
use crate::catalogue::model::{Affiliation, AuthorityKind, Region, RegionKind};
use crate::hospitals::check::{Placement, Said, place};
use crate::hospitals::roster::Column;

impl<'a> Row<'a> {
    pub(super) fn read_region(&mut self) -> Option<&'a Region> {
        let code = self.must_say(Column::Region)?;
        let region = self.catalogue.region(&code);
        if region.is_none() {
            let remedy = "请填医院所在县（市、区）的六位代码；市本级填市的代码。代码表见“主管机构”页。";
            self.fault(Column::Region, "roster_region", "没有这个行政区划代码。", remedy);
        }
        region
    }

    pub(super) fn usual(
        &mut self,
        region: Option<&'a Region>,
        affiliation: Option<&'a Affiliation>,
    ) -> Option<Placement> {
        let (region, affiliation) = (region?, affiliation?);
        let usual = place::usual(region, affiliation, self.catalogue, self.tree);
        if usual.is_none() {
            let message = format!("{}不在任何一个市之内，或者上面没有卫生健康委。", region.name);
            self.fault(
                Column::Region,
                "roster_region",
                message,
                "请填医院所在县（市、区）的六位代码，省直医院也一样。",
            );
        }
        usual
    }

    pub(super) fn read_authority(&mut self, column: Column) -> Said<Option<AuthorityId>> {
        let Some(text) = self.text(column) else { return Said::Nothing };
        if text.is_empty() {
            return Said::This(None);
        }
        let found = self.tree.coded(&text).or_else(|| self.tree.named(&text));
        if found.is_none_or(|authority| authority.kind == AuthorityKind::QcCentre) {
            let message = format!("{}里没有这个卫生健康委。", column.header());
            self.fault(column, "roster_authority", message, "请填主管机构的编码或全称；按常规确定的就空着。");
        }
        Said::This(found.map(|authority| authority.id))
    }

    pub(super) fn read_city(&mut self) -> Said<Option<String>> {
        let column = Column::StatisticalCity;
        let Some(text) = self.text(column) else { return Said::Nothing };
        if text.is_empty() {
            return Said::This(None);
        }
        let mut cities = self.catalogue.regions().iter().filter(|region| region.kind == RegionKind::City);
        let city = cities.find(|region| region.code == text || region.name == text);
        if city.is_none() {
            let remedy = "请填省辖市的六位代码或名称；按常规确定的就空着。";
            self.fault(column, "roster_region", "没有这个省辖市。", remedy);
        }
        Said::This(city.map(|city| city.code.clone()))
    }
}
