//! Hears from the kernel that something was plugged in or pulled out.
//!
//! The kernel notices that by itself and tells whoever listens, but it asks the panel for its modes only when it is asked to
//! (`drm_helper_hpd_irq_event`).

use std::os::fd::OwnedFd;

use rustix::{
    io::Errno,
    net::{
        AddressFamily, RecvFlags, SocketFlags, SocketType, bind,
        netlink::{self, SocketAddrNetlink},
        recv, socket_with,
    },
};

/// The kernel's own messages, as they come before udev has seen them.
const KERNEL: u32 = 1;

/// Looks after an event at which panels are asked: one that was just plugged in may take a moment to answer.
const ASKED: u32 = 3;

/// Where the kernel does not tell, panels are asked with each such look: that takes up to a second on some.
const SELDOM: u32 = 10;

/// Whether panels are to be asked anew.
#[derive(Debug)]
pub(super) struct Hotplug {
    events: Option<OwnedFd>,
    looks: u32,
}

impl Hotplug {
    /// Listens from now on.
    pub(super) fn listen() -> Self {
        let listen = || {
            let (family, kind) = (AddressFamily::NETLINK, SocketType::DGRAM);
            let socket = socket_with(family, kind, SocketFlags::CLOEXEC, Some(netlink::KOBJECT_UEVENT))?;
            bind(&socket, &SocketAddrNetlink::new(0, KERNEL))?;
            Ok::<OwnedFd, Errno>(socket)
        };
        let events =
            listen().inspect_err(|error| tracing::warn!(%error, "the kernel does not tell what is plugged in"));
        Self { events: events.ok(), looks: 0 }
    }

    /// Whether the next look is to ask the panels.
    pub(super) fn asks(&mut self) -> bool {
        let Some(events) = &self.events else {
            self.looks = (self.looks + 1) % SELDOM;
            return self.looks == 0;
        };
        let mut event = [0; 8 << 10];
        loop {
            match recv(events, &mut event[..], RecvFlags::DONTWAIT) {
                Ok((length, _)) if concerns_cards(&event[..length]) => self.looks = ASKED,
                Ok(_) | Err(Errno::INTR) => {}
                // There were more than fit in.
                Err(Errno::NOBUFS) => self.looks = ASKED,
                Err(_) => break,
            }
        }
        let asks = self.looks > 0;
        self.looks = self.looks.saturating_sub(1);
        asks
    }
}

/// Whether an event of the kernel is about graphics cards. It is a list of `KEY=value`, a zero after each.
fn concerns_cards(event: &[u8]) -> bool {
    event.split(|byte| *byte == 0).any(|part| part == b"SUBSYSTEM=drm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_are_asked_where_the_kernel_says_so_and_seldom_where_it_says_nothing() {
        assert!(concerns_cards(b"change@/devices/card0\0ACTION=change\0SUBSYSTEM=drm\0HOTPLUG=1\0"));
        assert!(!concerns_cards(b"add@/devices/usb1\0ACTION=add\0SUBSYSTEM=usb\0"));
        let mut deaf = Hotplug { events: None, looks: 0 };
        assert_eq!((0..40).filter(|_| deaf.asks()).count(), 4);
        let mut hearing = Hotplug { events: Hotplug::listen().events, looks: ASKED };
        assert!(hearing.events.is_some(), "everybody may listen");
        assert!((0..ASKED).all(|_| hearing.asks()));
    }
}
