//! Proposes slides for a text, a table or a picture that an officer brings, by rules and without a network.
