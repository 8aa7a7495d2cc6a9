//! What can go wrong for a reader, in the reader's words; causes go to the log only.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;

use crate::access::Missing;
use crate::web::layout::{Crumb, Head};
use crate::web::view::{Page, View};

/// Anything that ends a request without its page.
#[derive(Debug)]
pub enum PageError {
    /// There is no such thing, or none in the viewer's scope.
    NotFound,
    /// The address is one, but not for this method: mostly a form's address that somebody opened.
    NotThisWay,
    /// The account may not do this.
    Forbidden,
    /// Nobody is signed in.
    SignInFirst,
    /// Somebody else changed the row meanwhile.
    Stale,
    /// What was asked cannot be done now; says what and how to mend.
    Refused {
        /// What is wrong.
        message: Cow<'static, str>,
        /// What to do.
        remedy: Cow<'static, str>,
    },
    /// It is there and the viewer knows of it, but it holds more than the viewer may see; says why and whom to ask.
    Withheld {
        /// What is kept back, and why.
        message: Cow<'static, str>,
        /// What to do.
        remedy: Cow<'static, str>,
    },
    /// The request cannot be read.
    BadRequest(Cow<'static, str>),
    /// Too much was sent.
    TooLarge,
    /// The disk is full: nothing can be stored until somebody makes room; the cause is in the log.
    NoRoom(Box<dyn std::error::Error + Send + Sync>),
    /// Our fault; the cause is in the log.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl PageError {
    /// A refusal with its remedy.
    pub fn refused(message: impl Into<Cow<'static, str>>, remedy: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused { message: message.into(), remedy: remedy.into() }
    }

    /// Kept back, with the way to it.
    pub fn withheld(message: impl Into<Cow<'static, str>>, remedy: impl Into<Cow<'static, str>>) -> Self {
        Self::Withheld { message: message.into(), remedy: remedy.into() }
    }

    /// Our fault.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    /// The disk is full.
    pub fn no_room(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::NoRoom(error.into())
    }

    /// The answer with the page the person was on in place of the error's own, which shows what is wrong where it is; a
    /// program that asked for JSON still gets the error.
    pub fn on(self, page: impl View) -> Response {
        let (status, body) = self.parts();
        let mut response = (status, Page(page)).into_response();
        response.extensions_mut().insert(body);
        response
    }

    /// What is wrong and what to do, in one piece, for a field.
    #[must_use]
    pub fn words(&self) -> String {
        let (_, body) = self.parts();
        format!("{}{}", body.message, body.remedy)
    }

    fn parts(&self) -> (StatusCode, ErrorBody) {
        let body = |code, message: &str, remedy: &str| ErrorBody {
            code,
            message: message.to_owned(),
            remedy: remedy.to_owned(),
        };
        match self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                body(
                    "not_found",
                    "没有找到这一页。",
                    "可能网址有误，或者你的账号看不到它。可以回到首页，从菜单重新进入。",
                ),
            ),
            Self::NotThisWay => (
                StatusCode::METHOD_NOT_ALLOWED,
                body(
                    "not_this_way",
                    "这个网址不能这样打开。",
                    "它只收一张表单提交的内容。请用浏览器的“返回”回到那张表单，或者从首页的菜单重新进入。",
                ),
            ),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                body("forbidden", "你的账号不能做这件事。", "如果工作需要，请本单位的账号管理员为你加上相应的角色。"),
            ),
            Self::SignInFirst => (
                StatusCode::UNAUTHORIZED,
                body("sign_in_first", "还没有登录，或者登录已过期。", "请先登录，再做一次。"),
            ),
            Self::Stale => (
                StatusCode::CONFLICT,
                body("stale", "这条记录刚被他人修改，你的改动没有保存。", "请刷新后看清现在的内容，再改一次。"),
            ),
            Self::Refused { message, remedy } => (StatusCode::UNPROCESSABLE_ENTITY, body("refused", message, remedy)),
            Self::Withheld { message, remedy } => (StatusCode::FORBIDDEN, body("withheld", message, remedy)),
            Self::BadRequest(what) => (
                StatusCode::BAD_REQUEST,
                body("bad_request", what, "请返回上一页重新填写；若反复出现，请把这句话告诉系统管理员。"),
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                body(
                    "too_large",
                    "文件太大，没有收下。",
                    "一本季度报表不到 1 MB，上限 50 MB。请确认选的是填好的工作簿。",
                ),
            ),
            Self::NoRoom(_) => (
                StatusCode::INSUFFICIENT_STORAGE,
                body(
                    "no_room",
                    "服务器的磁盘满了，这次什么也没有存；以前存下的都在，页面照常可以看。",
                    "请告诉系统管理员：清理数据目录和数据库所在的磁盘，不用重启；腾出空间后，把刚才这一步再做一次。",
                ),
            ),
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                body(
                    "internal",
                    "系统没能完成这一步，你的数据没有改变。",
                    "请稍后再试；若反复出现，请把时间告诉系统管理员。",
                ),
            ),
        }
    }
}

impl From<Missing> for PageError {
    fn from(_: Missing) -> Self {
        Self::Forbidden
    }
}

/// What an error says: on a page, or as `{"error": …}` to a program.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorBody {
    /// A stable word.
    pub code: &'static str,
    /// What happened.
    pub message: String,
    /// How to mend it.
    pub remedy: String,
}

/// What `templates/error.html` shows.
#[derive(Serialize)]
struct ErrorPage {
    #[serde(flatten)]
    body: ErrorBody,
    status: u16,
}

impl View for ErrorPage {
    const TEMPLATE: &'static str = "error.html";

    fn head(&self) -> Head {
        Head::titled(self.body.message.trim_end_matches('。')).crumb(Crumb::here("提示"))
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let Self::Internal(error) | Self::NoRoom(error) = &self {
            tracing::error!(error = %chain(error.as_ref()), "request failed");
        }
        let (status, body) = self.parts();
        let mut response = (status, Page(ErrorPage { body: body.clone(), status: status.as_u16() })).into_response();
        response.extensions_mut().insert(body);
        response
    }
}

/// An error and its causes in one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut at = error.source();
    while let Some(cause) = at {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        at = cause.source();
    }
    text
}
