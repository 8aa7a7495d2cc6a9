//! The door of the server: when a stop is asked it closes at once, while those who are inside are served to the end.
//!
//! Without it the listener and the kept connections would end in the same moment, and a request that had just come in on
//! one of them would be cut off (`cargo bench --bench rush -- term`).

use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::connect_info::Connected;
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use axum_server::{AddrListener, Address};
use http::Version;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Whether the door is closed.
pub type Closed = watch::Receiver<bool>;

/// Where people come in, or from where one came.
#[derive(Clone, Debug)]
pub struct Door {
    at: SocketAddr,
    closed: Closed,
}

impl Door {
    /// A door at this address.
    pub fn new(at: SocketAddr, closed: Closed) -> Self {
        Self { at, closed }
    }
}

impl Address for Door {
    type Stream = TcpStream;
    type Listener = Listener;
}

impl Connected<Door> for SocketAddr {
    fn connect_info(from: Door) -> Self {
        from.at
    }
}

/// Takes in connections until the door is closed; from then on they are refused.
pub struct Listener {
    open: Mutex<Option<Arc<TcpListener>>>,
    door: Door,
}

impl Listener {
    fn open(&self) -> MutexGuard<'_, Option<Arc<TcpListener>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AddrListener<TcpStream, Door> for Listener {
    async fn bind_to(door: Door) -> io::Result<Self> {
        let listener = TcpListener::bind(door.at).await?;
        let door = Door { at: listener.local_addr()?, ..door };
        Ok(Self { open: Mutex::new(Some(Arc::new(listener))), door })
    }

    async fn accept_stream(&self) -> io::Result<(TcpStream, Door)> {
        let Some(listener) = self.open().clone() else { return pending().await };
        let mut closed = self.door.closed.clone();
        let come = tokio::select! {
            biased;
            // Whoever has knocked is let in.
            come = listener.accept() => Some(come),
            _ = closed.wait_for(|closed| *closed) => None,
        };
        let Some(come) = come else {
            *self.open() = None;
            drop(listener);
            return pending().await;
        };
        let (stream, at) = come?;
        Ok((stream, Door { at, ..self.door.clone() }))
    }

    fn get_local_addr(&self) -> io::Result<Door> {
        Ok(self.door.clone())
    }
}

/// Once the door is closed every answer ends its connection, so that nobody sends on it again. HTTP/2 has its own way.
pub async fn last_answer(State(closed): State<Closed>, request: Request, next: Next) -> Response {
    let kept = request.version() < Version::HTTP_2;
    let mut response = next.run(request).await;
    if kept && *closed.borrow() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
