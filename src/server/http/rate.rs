//! How often one address may ask.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicUsize, Ordering},
};

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{Quota, RateLimiter, clock::DefaultClock, state::keyed::HashMapStateStore};

use super::{caller::Caller, peer::network};

/// After how many questions addresses that have been quiet are forgotten.
const TIDY: usize = 4_096;

/// How often one address may ask: so many at once, and then so many a minute.
pub(in crate::server) struct Rate {
    limiter: RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>,
    asked: AtomicUsize,
}

impl Rate {
    /// So many at once, and then so many a minute.
    pub fn new(at_once: u32, a_minute: u32) -> Self {
        let some = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(some(a_minute)).allow_burst(some(at_once));
        Self { limiter: RateLimiter::hashmap(quota), asked: AtomicUsize::new(0) }
    }

    /// Whether that address may ask once more; a house has many addresses of IPv6, and counts as one.
    pub fn allows(&self, address: IpAddr) -> bool {
        if self.asked.fetch_add(1, Ordering::Relaxed) % TIDY == TIDY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&network(address)).is_ok()
    }
}

impl std::fmt::Debug for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rate(…)")
    }
}

/// Turns away whoever asks too often.
pub(in crate::server) async fn limit_rate(
    State(rate): State<std::sync::Arc<Rate>>,
    request: Request,
    next: Next,
) -> Response {
    let caller = request.extensions().get::<Caller>();
    if caller.is_some_and(|caller| !rate.allows(caller.address)) {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")]).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_asks_too_often_waits_and_no_other_does() {
        let rate = Rate::new(3, 1);
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let allowed: Vec<bool> = (0..5).map(|_| rate.allows(one)).collect();
        assert_eq!(allowed, [true, true, true, false, false]);
        assert!(rate.allows(other));
    }
}
