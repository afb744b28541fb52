//! Why something may not be done with an account.

use crate::model::limits;

/// Why something may not be done with an account. The page has words for each, with what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// There is an account of that login name.
    #[error("the login name is taken already")]
    LoginTaken,
    /// The login name has other characters than it may have.
    #[error("a login name has {} to {} of the characters a-z, 0-9, `.`, `-` and `_`, and begins with a letter",
        limits::LOGIN_CHARS.start(), limits::LOGIN_CHARS.end())]
    BadLogin,
    /// The person's name is missing, or it or the post is too long.
    #[error("a name has 1 to {0} characters, and a post no more", limits::PERSON_NAME_CHARS)]
    BadName,
    /// The password is too short.
    #[error("a password has {} characters at least (hint: a few words that go together for nobody but you)",
        limits::PASSWORD_CHARS.start())]
    PasswordShort,
    /// The password is too long.
    #[error("a password has {} characters at most", limits::PASSWORD_CHARS.end())]
    PasswordLong,
    /// The password is little more than the login name or the commune's name, or one run of characters.
    #[error("a password must not be made of the login name, the commune's name or a run such as 123456")]
    PasswordGuessable,
    /// The password that was to be changed was typed wrong.
    #[error("the present password is not right")]
    WrongPassword,
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// It is the last administrator: nobody could give anybody an account any more.
    #[error("this is the last administrator (hint: make somebody else one first)")]
    LastAdministrator,
    /// There are as many as there may be.
    #[error("there are {most} already (hint: end some first)")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// The code of the first start is not right, or somebody has an account already.
    #[error(
        "the link of the first start is no longer good (hint: start `bangtin serve` again for a new one, or log in)"
    )]
    NoFirstStart,
    /// The six-digit code is not right.
    #[error(
        "the six-digit code is not right (hint: look whether the telephone's clock is right, and take the next one)"
    )]
    WrongCode,
    /// The person has six-digit codes already.
    #[error("there are six-digit codes already (hint: end them first)")]
    HasCodes,
    /// No secret for six-digit codes waits to be confirmed.
    #[error("no six-digit codes are being set up")]
    NoCodes,
    /// The end lies in the past or too far ahead.
    #[error("the end must lie ahead, {0} days at most", limits::TOKEN_DAYS)]
    BadEnd,
    /// So many log in at once that one more would have to wait too long.
    #[error("too many log in at once (hint: try again in a moment)")]
    Busy,
}
