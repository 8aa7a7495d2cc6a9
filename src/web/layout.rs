//! The frame of every page: strip, top bar, menu, crumbs, flash.

use axum_extra::extract::CookieJar;
use http::{HeaderMap, HeaderValue, header};
use serde::Serialize;

use crate::access::{POWERS, Place, Power, Viewer};
use crate::calendar::Period;
use crate::config::IDLE_MINUTES;
use crate::web::counts::Counts;

/// What is the same on every page of an installation.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Invented data: the strip 演示 on every page, also in print.
    pub demo: bool,
    /// Plain http beyond loopback: a warning on every page.
    pub insecure: bool,
}

/// What a page says about itself to the frame.
#[derive(Clone, Debug, Default)]
pub struct Head {
    title: String,
    crumbs: Vec<Crumb>,
    period: Option<PeriodPicker>,
    as_of: Option<String>,
}

impl Head {
    /// A page with this title.
    #[must_use]
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Adds a step of the way up.
    #[must_use]
    pub fn crumb(mut self, crumb: Crumb) -> Self {
        self.crumbs.push(crumb);
        self
    }

    /// Shows the period picker; `link` gives the URL of the same page in another period.
    #[must_use]
    pub fn period(mut self, period: Period, link: impl Fn(Period) -> String) -> Self {
        self.period = Some(PeriodPicker {
            label: period.label(),
            previous: Some(link(period.previous())),
            next: Some(link(period.next())),
        });
        self
    }

    /// When the shown data was current, `2024-10-21 09:00`.
    #[must_use]
    pub fn as_of(mut self, text: impl Into<String>) -> Self {
        self.as_of = Some(text.into());
        self
    }
}

/// One step of the way up; the last has no link.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    label: String,
    href: Option<String>,
}

impl Crumb {
    /// A page above.
    #[must_use]
    pub fn to(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    /// The page itself.
    #[must_use]
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// ‹ 2024 年第三季度 ›
#[derive(Clone, Debug, Serialize)]
pub struct PeriodPicker {
    label: String,
    previous: Option<String>,
    next: Option<String>,
}

/// Said once on the page after a change.
#[derive(Clone, Debug, Serialize)]
pub struct Flash {
    kind: &'static str,
    text: String,
}

/// The cookie that carries one sentence over a redirect; holds an id of a known sentence, never text.
const FLASH_COOKIE: &str = "zk-flash";

/// Sentences a redirect may carry: id, kind in the style sheet, words.
const FLASHES: [(&str, &str, &str); 57] = [
    ("duty-evidence", "ok", "佐证已提交。"),
    ("duty-withdrawn", "ok", "佐证已撤回，原件和原因都留着。"),
    ("duty-exempted", "ok", "已免除，承担者会看到原因。"),
    ("duty-asked-again", "ok", "已恢复，这项任务照常要完成。"),
    ("exemplar-submitted", "ok", "材料已报送，省级选用与否会在消息里告诉你。"),
    ("exemplar-chosen", "ok", "已选用，按所选的范围发布。"),
    ("exemplar-declined", "ok", "已记下不选用，报送单位会看到理由。"),
    ("exemplar-withdrawn", "ok", "已撤回，原文和理由都留着。"),
    ("summary-written", "ok", "评述已保存；数字还是实时的，定稿以后才不变。"),
    ("summary-frozen", "ok", "已定稿。这一版的数字和文字从此不变；以后的更正另出一版。"),
    ("year-planned", "ok", "计划已提交，当年按这份名单计算。"),
    ("disclosed", "ok", "已公开。"),
    ("signed-out", "ok", "已退出登录。"),
    ("password-changed", "ok", "密码已改，其他地方的登录都已退出。"),
    ("email-changed", "ok", "邮箱已更新。"),
    ("inbox-read", "ok", "已全部标为已读。"),
    ("account-made", "ok", "账号已建好。"),
    ("account-changed", "ok", "账号已更新。"),
    ("accepted", "ok", "已接收，数字已计入进展。"),
    ("sent-back", "ok", "已退回，医院会看到原因、意见和期限。"),
    ("reopened", "ok", "已重新打开，医院会看到原因、意见和期限；更正接收之前，原来的数字仍计入进展。"),
    ("withdrawn", "ok", "已撤回，审核机构不会再审这一轮。改好工作簿再传一次。"),
    ("checked", "ok", "已记下本院审核，等待审核机构接收。"),
    ("setting-changed", "ok", "设置已改，下一次上传起生效；以前的判断不变。"),
    ("explained", "ok", "说明已保存，随数值一起留存。"),
    ("explanation-accepted", "ok", "已接受这一处说明。"),
    ("explanation-asked", "ok", "已再问，医院会在本院任务里看到。"),
    ("deadline-set", "ok", "上报期限已改，按时不按时从现在起按新的算。"),
    ("extension-asked", "ok", "延期申请已交，等审核机构批。"),
    ("extension-decided", "ok", "决定已记下，医院会看到。"),
    ("register-imported", "ok", "名录已导入。"),
    ("departments-opened", "ok", "科室已加进名单。"),
    ("department-closed", "ok", "停用日期已记下。"),
    ("goals-set", "ok", "目标值已改，对目标值的判断从现在起按新的算；以前的值留在经过里。"),
    ("annotation-added", "ok", "标注已记下，图上和下面的列表里都有。"),
    ("limits-restarted", "ok", "控制限已从选定的一期起重新计算；以前的限仍画在图上。"),
    ("annotation-withdrawn", "ok", "标注已撤回，原来写的和撤回的原因都留着。"),
    ("session-ended", "wait", "太久没有操作，已自动退出。请重新登录，刚才的页面会回来。"),
    ("published", "ok", "已发布。这份通报里的数字从此不变；以后的更正只会另出更正版。"),
    ("published-again", "ok", "更正版已发布，原来的一版照旧保留，并注明有更正版。"),
    ("rectification-replied", "ok", "已回复，等复核。复核的结果会在消息里告诉你。"),
    ("rectification-sent-back", "ok", "已退回，医院会看到原因。"),
    ("rectification-verified", "ok", "复核通过，已销号。"),
    ("rectification-prolonged", "ok", "时限已延长，医院会看到。"),
    ("draw-planned", "ok", "抽中的医院已安排督导。开始之前，医院看不到。"),
    ("visit-planned", "ok", "已安排。开始之前，医院看不到这次督导。"),
    ("visit-begun", "ok", "已开始，检查表从此固定。点一项制度，逐条记录。"),
    ("visit-keyed", "ok", "补录的结论已全部存好。"),
    ("visit-file-added", "ok", "文件已存好。"),
    ("visit-closed", "ok", "已结束，结论和整改事项从此不变，医院现在能看到。"),
    ("visit-dropped", "ok", "已取消，编号和原因留着。"),
    ("inspectors-changed", "ok", "名单已更新，改了什么都留在经过里。"),
    ("inspector-asked", "ok", "申请已交，等对方答复。"),
    ("inspector-answered", "ok", "已记下，对方在“借调”里看到。"),
    ("centre-kept", "ok", "质控中心已保存。"),
    ("specialty-goals-kept", "ok", "改进目标已导入，原来的各版都留着。"),
    ("nothing-changed", "info", "没有变化，什么也没有改。"),
];

impl Flash {
    /// The `Set-Cookie` value that shows the sentence `id` on the next page.
    #[must_use]
    pub fn cookie(id: &'static str) -> (http::HeaderName, String) {
        (header::SET_COOKIE, format!("{FLASH_COOKIE}={id}; Path=/; Max-Age=60; SameSite=Lax; HttpOnly"))
    }
}

pub(crate) fn flash_of(jar: &CookieJar) -> Option<Flash> {
    let id = jar.get(FLASH_COOKIE)?.value().to_owned();
    let (_, kind, text) = FLASHES.into_iter().find(|(known, ..)| *known == id)?;
    Some(Flash { kind, text: text.to_owned() })
}

pub(crate) fn forget_flash(headers: &mut HeaderMap) {
    if let Ok(value) = HeaderValue::from_str(&format!("{FLASH_COOKIE}=; Path=/; Max-Age=0")) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// A group of the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuGroup {
    label: &'static str,
    entries: Vec<MenuEntry>,
}

#[derive(Clone, Debug, Serialize)]
struct MenuEntry {
    label: &'static str,
    href: &'static str,
    current: bool,
    count: Option<String>,
}

/// Who sees an entry of the menu.
#[derive(Clone, Copy)]
enum For {
    Authority,
    /// The authority on top of the tree.
    Top,
    /// Authorities below it, each with a territory of its own.
    Below,
    Hospital,
    Anyone,
    Holders(Power),
}

/// The page whose entry carries the count of what nobody has opened.
const INBOX: &str = "/inbox";

/// The whole menu: group, label, address, readers. One name, one place for all roles.
const MENU: &[(&str, &str, &str, For)] = &[
    ("今日", "待办", "/home", For::Authority),
    ("今日", "消息", INBOX, For::Authority),
    ("本院", "本院任务", "/home", For::Hospital),
    ("本院", "本院对照", "/benchmark", For::Hospital),
    ("本院", "本院目标值", "/goals/own", For::Hospital),
    ("本院", "消息", INBOX, For::Hospital),
    ("本院", "季度报表", "/returns", For::Hospital),
    ("进展", "全省总览", "/overview", For::Top),
    ("进展", "辖区总览", "/overview", For::Below),
    ("进展", "各地对照", "/territories", For::Authority),
    ("进展", "十项目标", "/targets", For::Anyone),
    ("进展", "通报", "/publications", For::Anyone),
    ("进展", "目标口径", "/catalogue", For::Hospital),
    ("报表", "接收进度", "/returns", For::Authority),
    ("报表", "医院名录", "/hospitals", For::Authority),
    ("督导", "督导覆盖", "/coverage", For::Authority),
    ("督导", "现场督导", "/visits", For::Anyone),
    ("督导", "整改台账", "/rectifications", For::Hospital),
    ("督导", "检查表", "/catalogue/checklists", For::Hospital),
    ("活动", "活动任务", "/campaigns", For::Anyone),
    ("活动", "先进典型", "/exemplars", For::Hospital),
    ("管理", "本省设置", "/settings", For::Holders(Power::KeepSettings)),
    ("管理", "账号", "/accounts", For::Holders(Power::KeepAccounts)),
    ("管理", "管理员账号", "/accounts", For::Holders(Power::GrantAdministrators)),
    ("管理", "操作日志", "/journal", For::Holders(Power::ReadJournal)),
    ("管理", "运行状态", "/system", For::Holders(Power::RunSystem)),
];

fn menu(viewer: &Viewer, counts: Counts, path: &str) -> Vec<MenuGroup> {
    let shown = |readers: For| match (readers, viewer.place) {
        (For::Anyone, place) => place != Place::System,
        (For::Authority, Place::Authority(_)) => viewer.may(Power::ReadHospitals),
        (For::Top, Place::Authority(_)) => viewer.top && viewer.may(Power::ReadHospitals),
        (For::Below, Place::Authority(_)) => !viewer.top && viewer.may(Power::ReadHospitals),
        (For::Hospital, Place::Hospital(_)) => true,
        (For::Holders(power), _) => viewer.may(power),
        _ => false,
    };
    let best = MENU
        .iter()
        .filter(|(_, _, href, readers)| shown(*readers) && starts_with_segment(path, href))
        .map(|(_, _, href, _)| href.len())
        .max();
    let mut groups: Vec<MenuGroup> = Vec::new();
    for (group, label, href, readers) in MENU.iter().copied() {
        if !shown(readers) {
            continue;
        }
        let current = Some(href.len()) == best && starts_with_segment(path, href);
        let count = (href == INBOX).then(|| counts.unread_label()).flatten();
        let entry = MenuEntry { label, href, current, count };
        match groups.last_mut().filter(|last| last.label == group) {
            Some(last) => last.entries.push(entry),
            None => groups.push(MenuGroup { label: group, entries: vec![entry] }),
        }
    }
    groups
}

fn starts_with_segment(path: &str, href: &str) -> bool {
    path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[derive(Clone, Debug, Serialize)]
struct AccountLink {
    name: String,
    href: &'static str,
}

/// What `templates/layout/base.html` knows as `layout`.
#[derive(Clone, Debug, Serialize)]
pub struct Layout {
    title: String,
    demo: bool,
    insecure: bool,
    theme: &'static str,
    org: Option<String>,
    account: Option<AccountLink>,
    /// How many messages nobody has opened.
    unread: Option<String>,
    menu: Vec<MenuGroup>,
    period: Option<PeriodPicker>,
    as_of: Option<String>,
    crumbs: Vec<Crumb>,
    flash: Option<Flash>,
    idle_minutes: i64,
    /// Keys of what the viewer may do, for tabs and links that lead to what others are refused.
    may: Vec<&'static str>,
}

impl Layout {
    pub(crate) fn new(
        site: &Site,
        head: Head,
        viewer: Option<(&Viewer, Counts)>,
        path: &str,
        dark: bool,
        flash: Option<Flash>,
    ) -> Self {
        Self {
            title: head.title,
            demo: site.demo,
            insecure: site.insecure,
            theme: if dark { "dark" } else { "light" },
            org: viewer.map(|(v, _)| v.place_name.clone()).filter(|name| !name.is_empty()),
            account: viewer.map(|(v, _)| AccountLink { name: v.name.clone(), href: "/account" }),
            unread: viewer.and_then(|(_, counts)| counts.unread_label()),
            menu: viewer.map(|(v, counts)| menu(v, counts, path)).unwrap_or_default(),
            period: head.period,
            as_of: head.as_of,
            crumbs: head.crumbs,
            flash,
            idle_minutes: IDLE_MINUTES,
            may: viewer
                .map(|(v, _)| POWERS.into_iter().filter(|power| v.may(*power)))
                .into_iter()
                .flatten()
                .map(Power::key)
                .collect(),
        }
    }
}
