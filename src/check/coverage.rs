//! Whether the campaign speaks of everything the commune has resolved to speak of.

use jiff::civil::Date;

use super::{Findings, words::holds};
use crate::model::{Plan, Programme, Severity, Slide};

/// Everything there is to say about a programme as a whole, measured by the plan; of no slide, or of one whose topic
/// the plan does not know.
pub(super) fn check(programme: &Programme, plan: &Plan, today: Date, findings: &mut Findings) {
    let scheduled: Vec<&Slide> =
        programme.slides.iter().filter(|slide| programme.is_scheduled(&slide.id, today)).collect();
    for topic in &plan.topics {
        if !scheduled.iter().any(|slide| slide.topic.as_ref() == Some(&topic.id)) {
            findings.add(
                Severity::Warning,
                "topic-not-covered",
                format!("no slide that is scheduled serves the topic “{}”", topic.name),
                "It is part of the plan, and nobody will have heard of it.",
                format!("Write a slide with `topic = \"{}\"`, and put it into a playlist.", topic.id),
            );
        }
    }
    for procedure in &plan.procedures {
        let names = |slide: &&Slide| slide.content.texts().any(|text| holds(text, procedure));
        if !scheduled.iter().any(names) {
            findings.add(
                Severity::Warning,
                "procedure-not-covered",
                format!("no slide that is scheduled names the procedure “{procedure}”"),
                "People who need it do not learn how long it takes and what it costs.",
                "Add it to the table of procedures, or write a guide.",
            );
        }
    }
    if plan.topics.is_empty() {
        return;
    }
    for slide in &programme.slides {
        let Some(topic) = slide.topic.as_ref().filter(|topic| plan.topics.iter().all(|known| known.id != **topic))
        else {
            continue;
        };
        findings.slide = Some(slide.id.clone());
        findings.add(
            Severity::Warning,
            "unknown-topic",
            format!("its topic `{topic}` is not in the plan"),
            "It is not counted where it belongs when the campaign is reported on.",
            "Use one of the topics of `plan.toml`, or add it there.",
        );
    }
}
