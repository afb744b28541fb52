//! Slides drawn by a warm child: the request, the child that draws, and the server's side of the pipe.
//!
//! Rules: the picture is the hall's, from the same layout and renderer, laid out for the hall's screen and drawn at once in
//! the size in which it is looked at; the newest request of whoever types wins; a slide that ends the child, or takes too
//! long, costs itself and is not tried again for a while.

mod artist;
mod cache;
mod drawer;
mod drawing;
mod error;
mod held_pictures;
mod page_label;
mod program;
mod queue;
mod request;

pub use drawer::{Drawer, DrawerOptions, PictureFiles};
pub use drawing::{BilingualText, Drawing, DrawnFinding, DrawnPage, DrawnPlace};
pub use error::DrawError;
pub use program::{DrawChildError, draw_child};
pub use queue::Urgency;
pub use request::{DrawRequest, Encoding, Judging, PagesWanted};
