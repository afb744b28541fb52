//! Other sources of time that an office's clock is compared with: a web server's `Date`, an NTP server.
//!
//! None of them is asked to set the clock, or believed for more than it is: each may only say that the clock is wrong, or
//! that a long pause was one.

use std::{fmt, io, str::FromStr, thread, time::Duration};

use reqwest::{Url, header::DATE, redirect};
use rsntp::{SntpClient, SynchronizationError};

use super::clock_doubt::ClockReading;
use crate::model::WallTime;

/// How long a source has to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Another source of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeSource {
    /// A web server, by the `Date` of its answers. Over `https://` nobody on the way can change it.
    Web(Url),
    /// An NTP server, `HOST` or `HOST:PORT`, asked by SNTP (RFC 5905). Not authenticated.
    Ntp(String),
}

/// Text that names no source of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no source of time; hint: give `https://HOST` or `ntp://HOST`")]
pub struct BadTimeSource(String);

impl FromStr for TimeSource {
    type Err = BadTimeSource;

    fn from_str(text: &str) -> Result<Self, BadTimeSource> {
        let bad = || BadTimeSource(text.to_owned());
        if let Some(host) = text.strip_prefix("ntp://") {
            return if host.is_empty() { Err(bad()) } else { Ok(Self::Ntp(host.to_owned())) };
        }
        let url = Url::parse(text).map_err(|_| bad())?;
        if matches!(url.scheme(), "http" | "https") { Ok(Self::Web(url)) } else { Err(bad()) }
    }
}

impl fmt::Display for TimeSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web(url) => url.fmt(f),
            Self::Ntp(host) => write!(f, "ntp://{host}"),
        }
    }
}

/// Why a source told no time.
#[derive(Debug, thiserror::Error)]
pub enum TimeSourceError {
    /// The web server did not answer.
    #[error("it does not answer")]
    Web(#[from] reqwest::Error),
    /// The web server answered without a usable `Date`.
    #[error("its answer has no `Date`")]
    NoDate,
    /// The NTP server did not answer, or not usably.
    #[error("it does not answer")]
    Ntp(#[from] SynchronizationError),
    /// The question could not be asked.
    #[error("the question could not be asked")]
    Runtime(#[from] io::Error),
}

impl TimeSource {
    /// Asks the source; blocks the thread until it has answered, for at most ten seconds.
    ///
    /// # Errors
    /// It does not answer, or not with a time.
    pub fn ask(&self) -> Result<WallTime, TimeSourceError> {
        match self {
            Self::Web(url) => thread::scope(|scope| {
                // A thread of its own, so that this may be called from inside another runtime.
                scope.spawn(|| ask_web(url)).join().unwrap_or(Err(TimeSourceError::NoDate))
            }),
            Self::Ntp(host) => {
                let client = SntpClient::with_config(rsntp::Config::default().timeout(PATIENCE));
                let told = client.synchronize(host)?.datetime().unix_timestamp();
                let told = told.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
                Ok(WallTime(i64::try_from(told.as_millis()).unwrap_or(i64::MAX)))
            }
        }
    }
}

fn ask_web(url: &Url) -> Result<WallTime, TimeSourceError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = reqwest::Client::builder().timeout(PATIENCE).redirect(redirect::Policy::none()).build()?;
        // Whatever it answers, it says when.
        let answer = client.head(url.clone()).send().await?;
        let date = answer.headers().get(DATE).and_then(|date| date.to_str().ok()).ok_or(TimeSourceError::NoDate)?;
        let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date);
        Ok(date.map_err(|_| TimeSourceError::NoDate)?.into())
    })
}

/// What the sources say; those that do not answer are logged and passed over.
pub(super) fn ask_all(sources: &[TimeSource]) -> Vec<ClockReading> {
    let told = sources.iter().map(|source| (source, source.ask()));
    told.filter_map(|(source, told)| match told {
        Ok(time) => Some(ClockReading { source: source.to_string(), time }),
        Err(error) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            tracing::warn!(%source, %error, cause, "a source of time does not tell the time");
            None
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_web_address_or_an_ntp_server() {
        for text in ["https://example.org/", "http://127.0.0.1:8080/", "ntp://pool.ntp.org", "ntp://[::1]:123"] {
            assert_eq!(text.parse::<TimeSource>().map(|source| source.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "pool.ntp.org", "ntp://", "ftp://example.org"] {
            assert!(text.parse::<TimeSource>().is_err(), "{text}");
        }
    }
}
