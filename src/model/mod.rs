//! The words of the project as plain serde types: what a programme is made of, and the limits everything keeps to.
//!
//! Nothing here draws, reads files, asks the time or talks to anybody; every other module imports this one.

mod campaign;
mod digest;
mod field_path;
mod finding;
mod ids;
mod language;
pub mod limits;
mod plan;
mod play_record;
mod played_page;
mod printable;
mod programme;
mod programme_limits;
mod programmes;
mod screen_hours;
mod size;
mod slide;
mod status_bar;
mod suggest;
mod term;
mod unknown_display;
mod wall_time;
mod zone;

pub use campaign::{Campaign, Priority};
pub use digest::{BadDigest, Digest, Hasher};
pub use field_path::FieldPath;
pub use finding::{
    Explanation, Finding, FindingCode, FindingKind, FindingPlace, FindingReport, PixelArea, Quantity, Severity,
    Shortening, merged,
};
pub use ids::{BadId, CampaignId, DaypartId, DisplayId, FeedId, PlaylistId, SlideId};
pub use language::Language;
pub use plan::{CampaignPlan, Topic};
pub use play_record::{PlayRecord, RecordBefore, Unproven};
pub use played_page::PlayedPage;
pub use printable::{printable, printable_lines, report};
pub use programme::{Asset, Daypart, Display, MediaType, Playlist, Programme, Rendition, Unit, Weekday};
pub use programme_limits::LimitExceeded;
pub use programmes::{FeedProgramme, Programmes};
pub use screen_hours::{OnHours, ScreenHours};
pub use size::Size;
pub use slide::{
    Alert, Default as DefaultContent, Event, Figure, Guide, Notice, Poster, Procedure, Procedures, Question, Results,
    Slide, SlideContent, Slogan, ThemeName, Transition,
};
pub use status_bar::StatusBar;
pub use suggest::suggest;
pub use term::{Term, Terms};
pub use unknown_display::UnknownDisplay;
pub use wall_time::WallTime;
pub use zone::{UnknownZone, Zone};
