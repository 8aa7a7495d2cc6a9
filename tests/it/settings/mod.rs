//! 本省设置: who sets what, what is told, and that a changed threshold acts on the next upload.

mod acts;
mod pages;
