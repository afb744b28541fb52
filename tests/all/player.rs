//! Promises about player.
