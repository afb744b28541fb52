//! A folder of TOML and pictures becomes slides, campaigns and displays.
