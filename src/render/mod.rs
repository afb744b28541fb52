//! A scene becomes pixels on an output: all of wgpu and glyphon.
