//! The WGSL sources, as they are given to the GPU.

use crate::model::Transition;

/// Pipelines that compose a page, by name.
pub const COMPOSE: [(&str, &str); 3] = [("shapes", SHAPES), ("drum", DRUM), ("picture", PICTURE)];

/// Every outline but the drum.
pub(super) const SHAPES: &str =
    concat!(include_str!("../../shaders/paint.wgsl"), include_str!("../../shaders/shapes.wgsl"));

/// The drum, with the vertex stage of the shapes.
pub(super) const DRUM: &str = concat!(
    include_str!("../../shaders/paint.wgsl"),
    include_str!("../../shaders/shapes.wgsl"),
    include_str!("../../shaders/drum.wgsl")
);

/// Pictures.
pub(super) const PICTURE: &str =
    concat!(include_str!("../../shaders/paint.wgsl"), include_str!("../../shaders/picture.wgsl"));

/// A transition between its prelude and epilogue.
pub fn transition(transition: Transition) -> String {
    let own = match transition {
        Transition::Cut => include_str!("../../shaders/cut.wgsl"),
        Transition::Fade => include_str!("../../shaders/fade.wgsl"),
        Transition::Push => include_str!("../../shaders/push.wgsl"),
        Transition::Wipe => include_str!("../../shaders/wipe.wgsl"),
    };
    [include_str!("../../shaders/prelude.wgsl"), own, include_str!("../../shaders/epilogue.wgsl")].join("\n")
}
