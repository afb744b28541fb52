//! Counts requests and how long they take, in the form that Prometheus reads.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::http::StatusCode;

use super::accept_loop::Connections;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Area {
    /// Files of the tree, for halls; some are held back for minutes.
    Feed,
    /// Styles, scripts and letters of the page.
    Asset,
    /// Pages, pictures and forms.
    Page,
    /// What programs ask: a folder of slides may take a minute to be drawn.
    Program,
}

impl Area {
    const ALL: [Self; 4] = [Self::Feed, Self::Asset, Self::Page, Self::Program];

    /// By the path.
    pub fn of(path: &str) -> Self {
        match path.split('/').nth(1) {
            Some("metadata" | "targets" | "objects") => Self::Feed,
            Some("assets") => Self::Asset,
            Some("api") => Self::Program,
            _ => Self::Page,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Asset => "asset",
            Self::Page => "page",
            Self::Program => "program",
        }
    }
}

/// Bounds of the histogram of pages, milliseconds.
const BOUNDS_MS: [u64; 8] = [5, 15, 50, 100, 250, 1_000, 2_500, 10_000];

/// The counts; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct Metrics(Arc<MetricCounts>);

#[derive(Debug, Default)]
struct MetricCounts {
    /// By area, and by the first digit of the status.
    requests: [[AtomicU64; 6]; 4],
    /// Pages that took no longer than each bound, and all.
    took: [AtomicU64; BOUNDS_MS.len() + 1],
    took_micros: AtomicU64,
    connections: Connections,
}

impl Metrics {
    /// Counts that tell of those connections too.
    pub fn of(connections: Connections) -> Self {
        Self(Arc::new(MetricCounts { connections, ..MetricCounts::default() }))
    }

    /// Counts one answer.
    pub fn count(&self, area: Area, status: StatusCode, took: Duration) {
        let class = usize::from(status.as_u16() / 100).min(5);
        self.0.requests[area as usize][class].fetch_add(1, Ordering::Relaxed);
        if area == Area::Page {
            let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            let bucket = BOUNDS_MS.iter().position(|bound| ms <= *bound).unwrap_or(BOUNDS_MS.len());
            self.0.took[bucket].fetch_add(1, Ordering::Relaxed);
            let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            self.0.took_micros.fetch_add(micros, Ordering::Relaxed);
        }
    }

    /// As Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a String takes every character");
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let counts = &*self.0;
        writeln!(text, "# HELP bangtin_requests_total Answers, by what was asked for and the class of the status.")?;
        writeln!(text, "# TYPE bangtin_requests_total counter")?;
        for area in Area::ALL {
            for class in 1..=5 {
                let n = counts.requests[area as usize][class].load(Ordering::Relaxed);
                writeln!(text, "bangtin_requests_total{{area=\"{}\",status=\"{class}xx\"}} {n}", area.name())?;
            }
        }
        writeln!(text, "# HELP bangtin_page_seconds How long pages and forms took.")?;
        writeln!(text, "# TYPE bangtin_page_seconds histogram")?;
        let mut all = 0;
        for (bound, n) in BOUNDS_MS.iter().zip(&counts.took) {
            all += n.load(Ordering::Relaxed);
            writeln!(text, "bangtin_page_seconds_bucket{{le=\"{}.{:03}\"}} {all}", bound / 1_000, bound % 1_000)?;
        }
        all += counts.took[BOUNDS_MS.len()].load(Ordering::Relaxed);
        writeln!(text, "bangtin_page_seconds_bucket{{le=\"+Inf\"}} {all}")?;
        let micros = counts.took_micros.load(Ordering::Relaxed);
        writeln!(text, "bangtin_page_seconds_sum {}.{:06}", micros / 1_000_000, micros % 1_000_000)?;
        writeln!(text, "bangtin_page_seconds_count {all}")?;
        let open = counts.connections.open.load(Ordering::Relaxed);
        let refused = counts.connections.refused.load(Ordering::Relaxed);
        writeln!(text, "# HELP bangtin_connections Connections that are open.")?;
        writeln!(text, "# TYPE bangtin_connections gauge\nbangtin_connections {open}")?;
        writeln!(text, "# HELP bangtin_connections_refused_total Connections of addresses that had too many.")?;
        writeln!(text, "# TYPE bangtin_connections_refused_total counter\nbangtin_connections_refused_total {refused}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buckets_add_up_and_only_pages_are_timed() {
        let metrics = Metrics::default();
        metrics.count(Area::of("/trang"), StatusCode::OK, Duration::from_millis(10));
        metrics.count(Area::of("/"), StatusCode::NOT_FOUND, Duration::from_secs(20));
        metrics.count(Area::of("/metadata/timestamp.json"), StatusCode::OK, Duration::from_secs(60));
        let text = metrics.text();
        for line in [
            "bangtin_requests_total{area=\"page\",status=\"2xx\"} 1",
            "bangtin_requests_total{area=\"page\",status=\"4xx\"} 1",
            "bangtin_requests_total{area=\"feed\",status=\"2xx\"} 1",
            "bangtin_page_seconds_bucket{le=\"0.005\"} 0",
            "bangtin_page_seconds_bucket{le=\"0.015\"} 1",
            "bangtin_page_seconds_bucket{le=\"10.000\"} 1",
            "bangtin_page_seconds_bucket{le=\"+Inf\"} 2",
            "bangtin_page_seconds_sum 20.010000",
        ] {
            assert!(text.lines().any(|said| said == line), "{line} in\n{text}");
        }
    }
}
