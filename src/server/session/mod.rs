//! Who looks at the page: the cookie, the person behind it, and the right that a route asks for.

mod cookie;
mod guard;
mod road;
mod signed_in;

pub(super) use self::{
    cookie::SessionCookie,
    guard::{Access, guard},
    road::refuse_open_road,
    signed_in::Authorised,
};
