//! Statements as constants, and the list of them: one that is not in the list cannot be written.

/// Declares constants of SQL and `STATEMENTS`, the list of all of them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* const $name: &str = $sql;)*
        /// Every statement of this file.
        pub(super) const STATEMENTS: &[&str] = &[$($name),*];
    };
}
