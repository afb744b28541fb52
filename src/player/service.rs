//! What the service manager is told (systemd's `sd_notify`): ready with the first frame shown, alive with those that follow.
//! Nothing where no manager listens.

#[cfg(target_os = "linux")]
fn tell(state: sd_notify::NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::debug!(%error, "the service manager could not be told");
    }
}

/// The first frame was shown.
pub(super) fn ready() {
    #[cfg(target_os = "linux")]
    tell(sd_notify::NotifyState::Ready);
}

/// Frames are being shown, or the one that is to be on is on.
pub(super) fn alive() {
    #[cfg(target_os = "linux")]
    tell(sd_notify::NotifyState::Watchdog);
}

/// The display is about to end.
pub(super) fn stopping() {
    #[cfg(target_os = "linux")]
    tell(sd_notify::NotifyState::Stopping);
}
