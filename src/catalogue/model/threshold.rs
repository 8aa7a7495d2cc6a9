//! 阈值: the numbers rules compare with – what each is called, in which unit, and from where to where it makes sense.

use std::collections::BTreeMap;

/// What a threshold of this name means, in whichever rule it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// What a reader calls it.
    pub label: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// The smallest number that makes sense.
    pub least: i64,
    /// The largest number that makes sense.
    pub most: i64,
}

/// Pooled figures of fewer hospitals than these would show single ones, whatever a file or a setting says.
const PEERS_LEAST: i64 = 5;

/// What is stored in whole numbers and read with two decimals.
const HUNDREDTHS_OF_A_POINT: &str = "0.01 个百分点";

const MEANINGS: [(&str, Meaning); 11] = [
    ("limits_per_mille", meaning("界限包住平常情形的多少", "千分之", 500, 999)),
    ("minimum_denominator", meaning("分母达到多少才问", "例", 1, 1_000_000)),
    ("minimum_last", meaning("上季度达到多少才问", "按数据元的单位", 1, 1_000_000)),
    ("minimum_peers", meaning("同级医院至少有几家才比", "家", PEERS_LEAST, 10_000)),
    ("minimum_quarters", meaning("本院以往至少有几个季度才判断", "个季度", 1, 40)),
    ("minimum_total", meaning("三个月合计达到多少才问", "按数据元的单位", 1, 1_000_000)),
    ("minimum_values", meaning("大于 0 的数有几个才问", "个", 1, 1_000)),
    ("own_quarters", meaning("本院以往不足几个季度才与同级比", "个季度", 1, 40)),
    ("points_x100", meaning("相差超过多少才算不符", HUNDREDTHS_OF_A_POINT, 1, 10_000)),
    ("quarters", meaning("看本院以往几个季度", "个季度", 1, 40)),
    ("within_percent", meaning("相差多少以内算作相像", "%", 1, 50)),
];

const fn meaning(label: &'static str, unit: &'static str, least: i64, most: i64) -> Meaning {
    Meaning { label, unit, least, most }
}

impl Meaning {
    /// The threshold with a value, `分母达到多少才问：30（例）`.
    #[must_use]
    pub fn says(self, value: i64) -> String {
        if self.unit == HUNDREDTHS_OF_A_POINT {
            return format!("{}：{}.{:02} 个百分点", self.label, value / 100, value % 100);
        }
        format!("{}：{value}（{}）", self.label, self.unit)
    }

    /// The meaning of a threshold's name; none for a name that only a file's words use.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        MEANINGS.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
    }
}

/// What is wrong with a value of a threshold, in Chinese; none where it makes sense.
#[must_use]
pub fn threshold_fault(name: &str, value: i64) -> Option<String> {
    if value <= 0 {
        return Some("应大于 0".to_owned());
    }
    let (least, most) = Meaning::of(name).map_or((1, 1_000_000_000), |meaning| (meaning.least, meaning.most));
    (!(least..=most).contains(&value)).then(|| format!("应在 {least} 与 {most} 之间"))
}

/// What is wrong with the thresholds of one rule beside each other: the name of one and what is wrong with it.
#[must_use]
pub fn thresholds_clash(thresholds: &BTreeMap<String, i64>) -> Option<(&'static str, String)> {
    let (enough, looked_at) = (thresholds.get("minimum_quarters")?, thresholds.get("quarters")?);
    let words = || format!("至少要 {enough} 个季度，却只看 {looked_at} 个季度，永远不会问");
    (enough > looked_at).then(|| ("minimum_quarters", words()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_makes_sense_within_its_bounds_only() {
        assert_eq!(threshold_fault("minimum_total", 30), None);
        assert_eq!(threshold_fault("minimum_total", 0).as_deref(), Some("应大于 0"));
        assert_eq!(threshold_fault("minimum_peers", 4).as_deref(), Some("应在 5 与 10000 之间"));
        assert_eq!(threshold_fault("limits_per_mille", 1000).as_deref(), Some("应在 500 与 999 之间"));
        assert_eq!(threshold_fault("something_else", 7), None);
        let pair = |enough, of| BTreeMap::from([("minimum_quarters".to_owned(), enough), ("quarters".to_owned(), of)]);
        assert_eq!(thresholds_clash(&pair(4, 4)), None);
        assert_eq!(thresholds_clash(&pair(5, 4)).map(|(name, _)| name), Some("minimum_quarters"));
    }
}
