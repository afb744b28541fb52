//! Every shader is one that a GPU would take, found out without one.

use bangtin::{model::Transition, render::shaders};
use naga::valid::{Capabilities, ValidationFlags, Validator};

fn assert_valid(name: &str, source: &str) {
    let module = naga::front::wgsl::parse_str(source)
        .unwrap_or_else(|error| panic!("{name}:\n{}", error.emit_to_string(source)));
    // No capability beyond the plainest: these run on the oldest machines too.
    if let Err(error) = Validator::new(ValidationFlags::all(), Capabilities::empty()).validate(&module) {
        panic!("{name}:\n{}", error.emit_to_string(source));
    }
}

#[test]
fn every_shader_is_valid() {
    for (name, source) in shaders::COMPOSE {
        assert_valid(name, source);
    }
    for (name, transition) in Transition::ALL {
        assert_valid(name, &shaders::transition(transition));
    }
}

#[test]
fn every_shader_file_is_used() {
    let used: String = shaders::COMPOSE
        .iter()
        .map(|(_, source)| (*source).to_owned())
        .chain(Transition::ALL.iter().map(|(_, transition)| shaders::transition(*transition)))
        .collect();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/shaders");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        assert!(used.contains(source.trim()), "{} is used by nothing", path.display());
    }
}
