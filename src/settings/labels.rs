//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("settings.thresholds_changed", "改规则的阈值"),
    ("settings.choice_changed", "改审核报表的要求"),
    // As written before there were other choices.
    ("settings.stamp_changed", "改签章件的要求"),
    ("setting", "本省设置"),
    ("rule", "规则"),
    ("thresholds", "阈值"),
    ("reason", "原因"),
    ("choice", "改的是"),
    ("answer", "改为"),
    ("stamp", "接收前要签章件"),
    ("stamp:yes", "要"),
    ("stamp:no", "不要"),
];
