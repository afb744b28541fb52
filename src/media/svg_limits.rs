//! Whether an SVG is small enough to be drawn: judged on its elements, before anything is built from them.
//!
//! References are followed as drawing follows them, so that what is drawn a thousand times counts a thousand times. The
//! walk keeps its own stack and stops at the first limit: it takes no longer than the limits allow.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node};

use super::MediaError;
use crate::model::limits;

/// Attributes that have a part drawn apart before it is laid over what is below.
const APART: [&str; 5] = ["opacity", "mask", "clip-path", "filter", "mix-blend-mode"];

/// Elements that are drawn only where something refers to them.
const DEFINED: [&str; 9] =
    ["defs", "symbol", "filter", "mask", "clipPath", "pattern", "marker", "linearGradient", "radialGradient"];

/// The longer side of the picture in its own units.
fn side(root: Node<'_, '_>) -> f64 {
    let numbers = |name: &str| {
        let text = root.attribute(name).unwrap_or_default();
        let numbers = text.split([' ', ',']).filter_map(|number| number.trim_end_matches("px").parse::<f64>().ok());
        numbers.collect::<Vec<_>>()
    };
    match numbers("viewBox").as_slice() {
        [_, _, width, height] => width.max(*height),
        _ => numbers("width").into_iter().chain(numbers("height")).fold(0.0, f64::max),
    }
}

/// Looks at the whole document.
///
/// # Errors
/// [`MediaError::SvgTooLarge`] with the first limit that is exceeded.
pub(super) fn check(document: &Document<'_>) -> Result<(), MediaError> {
    let ids: HashMap<&str, Node<'_, '_>> =
        document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let styles = StyleRules::of(document)?;
    let mut count = Count { side: side(document.root_element()), ..Count::default() };
    let mut open = vec![Visit { node: document.root_element(), depth: 1, layers: 0, drawn: true }];
    while let Some(Visit { node, depth, layers, drawn }) = open.pop() {
        count.node(node, depth, drawn)?;
        let apart = APART.iter().any(|name| has(node, name)) || styles.draw_apart(node);
        let layers = layers + usize::from(apart);
        within("nested layers", layers, limits::SVG_LAYERS)?;
        let child = |node: Node<'_, '_>| drawn && !DEFINED.contains(&node.tag_name().name());
        let elements = node.children().filter(Node::is_element);
        open.extend(elements.map(|node| Visit { node, depth: depth + 1, layers, drawn: child(node) }));
        let own = node.attributes().flat_map(|attribute| references(attribute.name(), attribute.value()));
        let targets = own.chain(styles.references(node)).filter_map(|id| ids.get(id).copied());
        open.extend(targets.map(|node| Visit { node, depth: depth + 1, layers, drawn }));
        // What has been put on the stack is visited in the end: no more of it than may be visited.
        within("elements", count.nodes + open.len(), limits::SVG_NODES)?;
    }
    Ok(())
}

/// An element to be visited, how deep it stands, and how many layers are below it.
struct Visit<'a, 'input> {
    node: Node<'a, 'input>,
    depth: usize,
    layers: usize,
    /// Whether it is drawn there, and not only described to be drawn elsewhere.
    drawn: bool,
}

/// What has been seen so far.
#[derive(Default)]
struct Count {
    side: f64,
    nodes: usize,
    numbers: usize,
    chars: usize,
    steps: usize,
}

impl Count {
    fn node(&mut self, node: Node<'_, '_>, depth: usize, drawn: bool) -> Result<(), MediaError> {
        self.nodes += 1;
        within("nested elements", depth, limits::SVG_DEPTH)?;
        if !drawn {
            return Ok(());
        }
        let name = node.tag_name().name();
        for name in ["d", "points", "stroke-dasharray"] {
            self.numbers += node.attribute(name).map_or(0, numbers);
        }
        within("numbers in outlines", self.numbers, limits::SVG_PATH_NUMBERS)?;
        let texts = node.children().filter(Node::is_text).filter_map(|text| text.text());
        self.chars += if name == "style" { 0 } else { texts.map(letters).sum() };
        within("letters", self.chars, limits::SVG_TEXT_CHARS)?;
        if name == "filter" {
            within("steps in one filter", node.children().filter(Node::is_element).count(), limits::SVG_FILTER_CHAIN)?;
        }
        self.steps = self.steps.saturating_add(self.steps_of(node, name)?);
        within("filter steps", self.steps, limits::SVG_FILTER_STEPS)
    }

    /// How many times one element goes over all pixels, about.
    fn steps_of(&self, node: Node<'_, '_>, name: &str) -> Result<usize, MediaError> {
        let largest = |name: &str, otherwise: f64| {
            let numbers = node.attribute(name).unwrap_or_default().split([' ', ',']);
            numbers.filter_map(|number| number.trim().parse::<f64>().ok()).fold(otherwise, f64::max)
        };
        Ok(match name {
            "feMorphology" => {
                // Every pixel around every pixel.
                let thousandths = 1_000.0 * largest("radius", 0.0) / self.side;
                let found = if thousandths.is_nan() { usize::MAX } else { thousandths.ceil() as usize };
                within("thousandths of its side as the reach of a filter", found, limits::SVG_FILTER_REACH)?;
                16
            }
            "feTurbulence" => (4.0 * largest("numOctaves", 1.0)) as usize,
            "feConvolveMatrix" => (largest("order", 3.0).powi(2) / 2.0) as usize,
            "feMergeNode" | "feFuncR" | "feFuncG" | "feFuncB" | "feFuncA" => 0,
            name => usize::from(name.starts_with("fe")),
        })
    }
}

fn within(what: &'static str, found: usize, most: usize) -> Result<(), MediaError> {
    if found <= most { Ok(()) } else { Err(MediaError::SvgTooLarge { what, found, most }) }
}

/// How many numbers stand in a list of them.
fn numbers(text: &str) -> usize {
    let mut inside = false;
    let mut count = 0;
    for byte in text.bytes() {
        let digit = byte.is_ascii_digit() || byte == b'.';
        count += usize::from(digit && (!inside || byte == b'.'));
        inside = digit;
    }
    count
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Whether an element has a property, as an attribute or in its own style, that is more than a word for "none".
fn has(node: Node<'_, '_>, name: &str) -> bool {
    let drawn = |value: &str| !matches!(value.trim(), "" | "none" | "1" | "normal" | "auto");
    node.attribute(name).is_some_and(drawn) || node.attribute("style").is_some_and(|style| style.contains(name))
}

/// The ids that an attribute refers to.
fn references<'a>(name: &str, value: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    if name == "href" {
        return Box::new(value.trim().strip_prefix('#').into_iter());
    }
    Box::new(urls(value))
}

/// The ids in `url(#id)`, however it is written.
fn urls(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let id = rest.split(')').next()?.trim().trim_matches(['"', '\'']).trim();
        id.strip_prefix('#')
    })
}

/// The rules of style sheets that have elements refer to something or be drawn apart.
#[derive(Default)]
struct StyleRules<'a> {
    rules: Vec<Rule<'a>>,
}

/// One rule.
struct Rule<'a> {
    /// The names in its selectors; an element that bears one of them may be meant.
    names: Vec<&'a str>,
    /// The ids that it refers to.
    ids: Vec<&'a str>,
    /// Whether it has the element drawn apart.
    apart: bool,
}

impl<'a> StyleRules<'a> {
    fn of(document: &'a Document<'_>) -> Result<Self, MediaError> {
        let mut styles = Self::default();
        let mut bytes = 0;
        let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
        for text in sheets.flat_map(|node| node.children()).filter_map(|node| node.text()) {
            bytes += text.len();
            within("bytes of style", bytes, limits::SVG_STYLE_BYTES)?;
            for rule in text.split('}') {
                let Some((selectors, body)) = rule.split_once('{') else { continue };
                let ids: Vec<&str> = urls(body).collect();
                let apart = APART.iter().any(|name| body.contains(name));
                if ids.is_empty() && !apart {
                    continue;
                }
                let names = selectors.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '*')));
                styles.rules.push(Rule { names: names.filter(|name| !name.is_empty()).collect(), ids, apart });
            }
        }
        Ok(styles)
    }

    /// The rules that may be meant for an element. More than are is no harm: real posters have few.
    fn rules<'n>(&'n self, node: Node<'n, '_>) -> impl Iterator<Item = &'n Rule<'a>> {
        let bears = move |name: &&str| {
            let mut classes = node.attribute("class").unwrap_or_default().split_whitespace();
            *name == "*"
                || *name == node.tag_name().name()
                || node.attribute("id") == Some(*name)
                || classes.any(|class| class == *name)
        };
        self.rules.iter().filter(move |rule| rule.names.iter().any(&bears))
    }

    fn references<'n>(&'n self, node: Node<'n, '_>) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.rules(node).flat_map(|rule| rule.ids.iter().copied())
    }

    fn draw_apart(&self, node: Node<'_, '_>) -> bool {
        self.rules(node).any(|rule| rule.apart)
    }
}
