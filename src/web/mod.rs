//! 页面套件: routes with their access, page structs and the one layer that renders them, errors in reader
//! vocabulary, the frame of every page, forms, paging, uploads, downloads, number formats. Knows no feature.

mod assets;
mod counts;
mod download;
mod error;
mod form;
pub mod format;
mod layout;
mod menu;
mod origin;
mod paging;
mod path;
mod routes;
mod saved;
mod templates;
mod upload;
mod view;

pub use assets::asset;
pub use counts::Counts;
pub use download::{Download, attachment, csv_bytes};
pub use error::{ErrorBody, PageError};
pub use form::{Checked, Field, FieldErrors, Form, Query};
pub use layout::{Crumb, Flash, Head, Layout, MenuGroup, PeriodPicker, Site};
pub use menu::{MenuPage, menu};
pub use origin::{Address, Peer, address_of};
pub use paging::{Paging, PagingQuery};
pub use path::{Path, stays_here};
pub use routes::{Access, RouteRow, Routes, form_encoded, sign_in_first};
pub use saved::saved;
pub use templates::Templates;
pub use upload::{Multipart, Uploaded, read_form, read_uploads};
pub use view::{Page, Renderer, View, render, wants_html, wants_json};
