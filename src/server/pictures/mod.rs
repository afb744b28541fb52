//! Pictures for pages: the true ones, drawn as halls draw them.

mod drawn;
mod on_display;
mod programmes;
mod revision;

pub(super) use self::{
    drawn::{Keep, WhichPage, encoding, picture, width, within},
    on_display::on_display,
    programmes::SignedProgrammes,
    revision::{revision_picture, src_of_revision},
};
