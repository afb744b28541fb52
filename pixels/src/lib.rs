//! The loops that touch every pixel, and nothing else.
//!
//! They are a crate of their own because they alone need the optimiser: every profile compiles this crate at `opt-level` 3,
//! so that everything else may be compiled without it and a changed line is built again within seconds. For the same reason
//! nothing here is generic or inlined into the caller: it would be compiled there.
//!
//! A *packed* pixel is a `u32`, `0x00RRGGBB`; RGB and RGBA are bytes in that order, alpha straight. Pictures are row by row
//! from the top. Slices of other lengths than are asked for are a mistake of the caller, and panic.

mod blend;
mod blur;
mod convert;
mod turn;

pub use self::{
    blend::{mix, push, stretch, wipe},
    blur::gaussian,
    convert::{is_opaque, luma, pack, pack_onto, rgb_to_rgba, rgba_to_rgb, unpack, write_little_endian},
    turn::{half_turn, quarter_turn, three_quarter_turn},
};
