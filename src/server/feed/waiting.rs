//! How many requests wait for the next version.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// How many requests wait. Clones count the same.
#[derive(Debug, Default, Clone)]
pub(super) struct WaitingCount(Arc<AtomicUsize>);

/// One request that waits; counted until it is dropped, however it ends.
pub(super) struct WaitingRequest(WaitingCount);

impl WaitingCount {
    /// One more.
    pub fn one_more(&self) -> WaitingRequest {
        self.0.fetch_add(1, Ordering::Relaxed);
        WaitingRequest(self.clone())
    }

    /// How many there are.
    pub fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for WaitingRequest {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
