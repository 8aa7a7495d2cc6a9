//! Where a request came from.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;
use http::{Extensions, HeaderMap};

use crate::web::PageError;

/// The proxy whose forwarded address is believed; layered in at start.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub Option<IpAddr>);

/// The address of the reader: the peer's, or the last `X-Forwarded-For` entry when the peer is the trusted proxy.
#[must_use]
pub fn address_of(headers: &HeaderMap, extensions: &Extensions) -> String {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let proxy = extensions.get::<Peer>().and_then(|peer| peer.0);
    let forwarded = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let address = match (peer, proxy) {
        (Some(peer), Some(proxy)) if peer == proxy => forwarded().or(Some(peer)),
        (peer, _) => peer,
    };
    address.map(|ip| ip.to_string()).unwrap_or_default()
}

/// The reader's address as an extractor.
impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        Ok(Self(address_of(&parts.headers, &parts.extensions)))
    }
}

/// The reader's address, text; empty when unknown.
#[derive(Clone, Debug)]
pub struct Address(pub String);
