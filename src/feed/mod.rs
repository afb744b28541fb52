//! Signs finished programmes into a tree; verifies and fetches them.
