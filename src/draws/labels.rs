//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("draws.committed", "抽取：承诺名单"),
    ("draws.seeded", "抽取：填入种子"),
    ("draws.struck", "抽取：划除医院"),
    ("draws.recused", "抽取：督查员回避"),
    ("draws.planned", "按抽取安排督导"),
    ("visits", "安排督导次数"),
    ("visits_dropped", "取消督导次数"),
    ("draws.revealed", "抽取：揭示"),
    ("draw", "抽取"),
    ("commitment", "承诺值"),
    ("link", "记录链末值"),
    ("hospitals", "医院数"),
    ("seed_kind", "种子"),
    ("seed_kind:public", "公开种子"),
    ("seed_kind:witnessed", "两人见证"),
    ("reason", "原因"),
];
