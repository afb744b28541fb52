//! By what a request came.

/// That a request came over TLS; the accept loop says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OverTls;
