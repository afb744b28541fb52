//! Hands the feed out over HTTP.
