//! What the catalogue's words are called on pages.

mod checklists;

use super::model::{Better, Evidence, OverTime, Relation, Rhythm, Severity};

pub use checklists::{exception_label, limit_label, means_label};

/// A state of trust: kind of the tag and its words.
pub fn evidence_label(evidence: Evidence) -> (&'static str, &'static str) {
    match evidence {
        Evidence::Verified => ("info", "见于正式文件"),
        Evidence::Secondary => ("plain", "第三方转录"),
        Evidence::Unverified => ("unsure", "待核实"),
    }
}

pub fn better_label(better: Better) -> &'static str {
    match better {
        Better::Higher => "上升为改善",
        Better::Lower => "下降为改善",
        Better::None => "只作监测",
    }
}

pub fn rhythm_label(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Monthly => "按月",
        Rhythm::Quarterly => "按季",
        Rhythm::Yearly => "按年",
    }
}

pub fn over_time_label(over_time: OverTime) -> &'static str {
    match over_time {
        OverTime::Sum => "各期相加",
        OverTime::Last => "取期末数",
        OverTime::NotAdditive => "各期不能相加",
    }
}

pub fn relation_label(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "延续",
        Relation::Redefined => "延续，口径改变",
        Relation::Renamed => "改名",
        Relation::Split => "由一项分出",
        Relation::Merged => "由几项合并",
        Relation::Reversed => "延续，方向改变",
        Relation::New => "新列入",
    }
}

pub fn each_label(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Monthly => "每月",
        Rhythm::Quarterly => "每季",
        Rhythm::Yearly => "每年",
    }
}

pub fn severity_label(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Block => ("bad", "必须改"),
        Severity::Explain => ("wait", "请说明"),
    }
}
