//! TLS: an authority of one's own, made at the first start, or certificate files from elsewhere.

mod authority;
mod error;
mod files;
mod names;
mod secure;
mod write;

pub use self::{
    error::TlsError,
    names::{outward_address, own_names},
    secure::{Certificates, Secure},
};
