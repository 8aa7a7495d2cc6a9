//! The cookie that carries a session's token.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use http::{HeaderMap, HeaderName, header};

use crate::accounts::token::Token;
use crate::config::Transport;

/// Its name: `__Host-` makes browsers refuse it without Secure, from a subdomain or for a path.
fn name(transport: Transport) -> &'static str {
    if transport.secure_cookies { "__Host-zhikong" } else { "zhikong" }
}

/// What the browser sent, if anything.
#[must_use]
pub fn read(headers: &HeaderMap, transport: Transport) -> Option<String> {
    CookieJar::from_headers(headers).get(name(transport)).map(|cookie| cookie.value().to_owned())
}

/// Gives the browser a token until it is closed; the server ends the session by its own times.
#[must_use]
pub fn keep(token: &Token, transport: Transport) -> (HeaderName, String) {
    (header::SET_COOKIE, built(token.text().to_owned(), transport).to_string())
}

/// Makes the browser forget it.
#[must_use]
pub fn forget(transport: Transport) -> (HeaderName, String) {
    (header::SET_COOKIE, format!("{}; Max-Age=0", built(String::new(), transport)))
}

fn built(value: String, transport: Transport) -> Cookie<'static> {
    Cookie::build((name(transport), value))
        .path("/")
        .http_only(true)
        .secure(transport.secure_cookies)
        .same_site(SameSite::Lax)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let transport = Transport { secure_cookies: true, insecure_banner: false, proxy: None };
        let (_, text) = keep(&Token::random(), transport);
        assert!(text.starts_with("__Host-zhikong="));
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(text.contains(part), "{text} lacks {part}");
        }
        assert!(!text.contains("Domain"));
        let (_, text) = forget(Transport { secure_cookies: false, ..transport });
        assert!(text.starts_with("zhikong=;") && text.ends_with("Max-Age=0") && !text.contains("Secure"));
    }
}
