//! Columns of a row as the types they stand for.

use std::str::FromStr;

use serde::de::DeserializeOwned;
use sqlx::{Row as _, any::AnyRow};

use super::error::RecordsError;
use crate::model::WallTime;

/// Reads columns by name.
pub(super) trait Columns {
    fn text(&self, column: &'static str) -> Result<String, RecordsError>;
    fn maybe_text(&self, column: &'static str) -> Result<Option<String>, RecordsError>;
    fn int(&self, column: &'static str) -> Result<i64, RecordsError>;
    fn maybe_int(&self, column: &'static str) -> Result<Option<i64>, RecordsError>;

    /// A count or size, which is never less than nothing.
    fn count(&self, column: &'static str) -> Result<u64, RecordsError> {
        let value = self.int(column)?;
        u64::try_from(value).map_err(|_| wrong(column, &value.to_string(), "count"))
    }

    fn maybe_count(&self, column: &'static str) -> Result<Option<u64>, RecordsError> {
        let count = |value: i64| u64::try_from(value).map_err(|_| wrong(column, &value.to_string(), "count"));
        self.maybe_int(column)?.map(count).transpose()
    }

    fn time(&self, column: &'static str) -> Result<WallTime, RecordsError> {
        self.int(column).map(WallTime)
    }

    fn maybe_time(&self, column: &'static str) -> Result<Option<WallTime>, RecordsError> {
        Ok(self.maybe_int(column)?.map(WallTime))
    }

    /// A name, such as a role or a digest.
    fn parsed<T: FromStr>(&self, column: &'static str, expected: &'static str) -> Result<T, RecordsError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| wrong(column, &text, expected))
    }

    fn maybe_parsed<T: FromStr>(
        &self,
        column: &'static str,
        expected: &'static str,
    ) -> Result<Option<T>, RecordsError> {
        let parse = |text: String| text.parse().map_err(|_| wrong(column, &text, expected));
        self.maybe_text(column)?.map(parse).transpose()
    }

    /// A list or map.
    fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, RecordsError> {
        let text = self.text(column)?;
        serde_json::from_str(&text).map_err(|_| wrong(column, &text, "list"))
    }
}

impl Columns for AnyRow {
    fn text(&self, column: &'static str) -> Result<String, RecordsError> {
        Ok(self.try_get(column)?)
    }

    fn maybe_text(&self, column: &'static str) -> Result<Option<String>, RecordsError> {
        Ok(self.try_get(column)?)
    }

    fn int(&self, column: &'static str) -> Result<i64, RecordsError> {
        Ok(self.try_get(column)?)
    }

    fn maybe_int(&self, column: &'static str) -> Result<Option<i64>, RecordsError> {
        Ok(self.try_get(column)?)
    }
}

fn wrong(column: &'static str, value: &str, expected: &'static str) -> RecordsError {
    RecordsError::Value { column, value: value.chars().take(80).collect(), expected }
}

/// A list or map as a column holds it.
pub(super) fn to_json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("lists of names have no keys but text")
}

/// A count as a column holds it. None of ours reaches the limit, which is 2^63.
pub(super) fn to_int(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
