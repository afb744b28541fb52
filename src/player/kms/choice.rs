//! Which connector is driven, and in which mode.

use super::card::{Connector, PanelMode};
use crate::player::wanted_mode::WantedMode;

/// What the technician asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PanelChoice {
    /// The name of the connector; the first that is connected, where it is not said.
    pub connector: Option<String>,
    /// The mode; the one the panel prefers, where it is not said or the panel has none such.
    pub mode: Option<WantedMode>,
}

/// A connector to drive, from which engine and in which of its modes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedPanel {
    /// The kernel's number of the connector.
    pub connector: u32,
    /// The connector's name.
    pub name: String,
    /// The kernel's number of the engine.
    pub crtc: u32,
    /// The place of the mode in the connector's list.
    pub place: usize,
    /// The mode.
    pub mode: PanelMode,
}

impl WantedMode {
    /// Whether it means that one.
    pub(super) fn is(&self, mode: &PanelMode) -> bool {
        self.size == mode.size && self.refresh_hz.is_none_or(|rate| rate == mode.refresh_hz)
    }
}

impl PanelChoice {
    /// The panel to drive; `None` while none is plugged in that can be driven.
    pub fn of(&self, connectors: &[Connector]) -> Option<ConnectedPanel> {
        let wanted = |connector: &&Connector| self.connector.as_ref().is_none_or(|name| *name == connector.name);
        let drivable =
            |connector: &&Connector| connector.connected && !connector.modes.is_empty() && !connector.crtcs.is_empty();
        let connector = connectors.iter().filter(wanted).find(drivable)?;
        let place = self.place(&connector.modes);
        Some(ConnectedPanel {
            connector: connector.id,
            name: connector.name.clone(),
            crtc: *connector.crtcs.first()?,
            place,
            mode: connector.modes[place],
        })
    }

    /// The place of the mode asked for, else of the panel's own, else the first.
    fn place(&self, modes: &[PanelMode]) -> usize {
        let asked = modes.iter().position(|mode| self.mode.is_some_and(|wanted| wanted.is(mode)));
        asked.or_else(|| modes.iter().position(|mode| mode.preferred)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Size;

    fn connector(name: &str, connected: bool) -> Connector {
        let mode =
            |width, height, refresh_hz, preferred| PanelMode { size: Size::new(width, height), refresh_hz, preferred };
        Connector {
            id: 7,
            name: name.to_owned(),
            connected,
            modes: vec![mode(3840, 2160, 30, false), mode(1920, 1080, 60, true), mode(1920, 1080, 50, false)],
            crtcs: vec![3],
        }
    }

    #[test]
    fn the_panel_decides_on_its_mode_unless_the_technician_does() {
        let plugged = [connector("HDMI-A-1", false), connector("HDMI-A-2", true)];
        let any = PanelChoice::default();
        let chosen = any.of(&plugged).unwrap();
        assert_eq!((chosen.name.as_str(), chosen.place), ("HDMI-A-2", 1));
        let asked =
            |mode: &str| PanelChoice { mode: Some(mode.parse().unwrap()), ..any.clone() }.of(&plugged).unwrap().place;
        assert_eq!([asked("3840x2160"), asked("1920x1080@50"), asked("800x600")], [0, 2, 1]);
        let named = |name: &str| PanelChoice { connector: Some(name.to_owned()), mode: None }.of(&plugged);
        assert_eq!(named("HDMI-A-1"), None, "nothing is plugged in there");
        assert!(named("HDMI-A-2").is_some());
        assert!("1920@50".parse::<WantedMode>().is_err() && "1920x1080@x".parse::<WantedMode>().is_err());
    }
}
