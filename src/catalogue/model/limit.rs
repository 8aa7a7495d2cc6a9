use serde::{Deserialize, Serialize};

use super::LimitId;

/// 限值: a number of a requirement that can be measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Limit {
    /// Names it in rows.
    pub id: LimitId,
    /// What is measured.
    pub subject: String,
    /// On which side of the value it is kept.
    pub comparison: Bound,
    /// The value, in `unit`.
    pub value: u32,
    /// What the value counts.
    pub unit: LimitUnit,
    /// From when a time runs; none for what is no span of time.
    pub anchor: Option<String>,
    /// When it need not be kept.
    pub exception: Option<Exception>,
}

/// On which side of its value a limit is kept; equality keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 不超过
    AtMost,
    /// 不少于
    AtLeast,
    /// 就是
    Exactly,
    /// 精确到: a time is written no coarser than this.
    ToThe,
}

/// What a limit's value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// 分钟
    Minute,
    /// 小时
    Hour,
    /// 天
    Day,
    /// 周
    Week,
    /// 次/日
    TimesPerDay,
    /// 次/周
    TimesPerWeek,
    /// 人
    Person,
    /// 个级别
    Level,
    /// 种方式
    Way,
    /// %
    Percent,
}

impl LimitUnit {
    /// Whether it is a span of time.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Minute | Self::Hour | Self::Day | Self::Week)
    }
}

/// When a limit need not be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// In which way.
    pub kind: ExceptionKind,
    /// In which case; none for [`ExceptionKind::InPrinciple`] and [`ExceptionKind::WherePossible`].
    pub when: Option<String>,
    /// What holds then; only for [`ExceptionKind::Instead`].
    pub instead: Option<String>,
}

/// In which way a limit may be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// 原则上
    InPrinciple,
    /// 尽可能
    WherePossible,
    /// In some case it does not hold.
    Except,
    /// In some case something else holds.
    Instead,
}
