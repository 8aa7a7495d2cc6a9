use crate::catalogue::model::{Bound, Exception, ExceptionKind, Limit, LimitUnit, Means};

/// A limit as a person says it: `10 分钟以内`, `至少 2 次/日`.
pub fn limit_label(limit: &Limit) -> String {
    let amount = format!("{} {}", limit.value, unit_label(limit.unit));
    match limit.comparison {
        Bound::AtMost if limit.unit.is_time() => format!("{amount}以内"),
        Bound::AtMost => format!("至多 {amount}"),
        Bound::AtLeast if limit.unit == LimitUnit::Percent && limit.value == 100 => "全部".to_owned(),
        Bound::AtLeast => format!("至少 {amount}"),
        Bound::Exactly => amount,
        Bound::ToThe => format!("精确到 {amount}"),
    }
}

/// When a limit need not be kept, in the document's words.
pub fn exception_label(exception: &Exception) -> String {
    let when = exception.when.as_deref().unwrap_or_default();
    match exception.kind {
        ExceptionKind::InPrinciple => "原则上".to_owned(),
        ExceptionKind::WherePossible => "尽可能".to_owned(),
        ExceptionKind::Except => format!("{when}除外"),
        ExceptionKind::Instead => format!("{when}可{}", exception.instead.as_deref().unwrap_or_default()),
    }
}

pub fn unit_label(unit: LimitUnit) -> &'static str {
    match unit {
        LimitUnit::Minute => "分钟",
        LimitUnit::Hour => "小时",
        LimitUnit::Day => "天",
        LimitUnit::Week => "周",
        LimitUnit::TimesPerDay => "次/日",
        LimitUnit::TimesPerWeek => "次/周",
        LimitUnit::Person => "人",
        LimitUnit::Level => "个级别",
        LimitUnit::Way => "种方式",
        LimitUnit::Percent => "%",
    }
}

pub fn means_label(means: Means) -> &'static str {
    match means {
        Means::Documents => "查文件资料",
        Means::Records => "抽查病历",
        Means::Site => "现场查看",
        Means::Interview => "询问人员",
    }
}
