//! Whether the campaign speaks of everything the commune has resolved to speak of.

use jiff::civil::Date;

use super::{finding_sink::FindingSink, words::holds};
use crate::model::{CampaignPlan, FieldPath, FindingKind, Programme, Severity, Slide};

/// Everything there is to say about a programme as a whole, measured by the plan; of no slide, or of one whose topic
/// the plan does not know.
pub(super) fn check(programme: &Programme, plan: &CampaignPlan, today: Date, findings: &mut FindingSink) {
    let scheduled: Vec<&Slide> =
        programme.slides.iter().filter(|slide| programme.is_scheduled(&slide.id, today.at(0, 0, 0, 0))).collect();
    for topic in &plan.topics {
        if !scheduled.iter().any(|slide| slide.topic.as_ref() == Some(&topic.id)) {
            let (topic, name) = (topic.id.clone(), topic.name.clone());
            findings.add(Severity::Suggestion, FindingKind::TopicNotCovered { topic, name });
        }
    }
    for procedure in &plan.procedures {
        let names = |slide: &&Slide| slide.content.texts().any(|text| holds(text, procedure));
        if !scheduled.iter().any(names) {
            let procedure = procedure.clone();
            findings.add(Severity::Suggestion, FindingKind::ProcedureNotCovered { procedure });
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
        let kind = FindingKind::UnknownTopic { topic: topic.clone() };
        findings.add_at(Severity::Suggestion, kind, Some(FieldPath::of("topic")), None);
    }
}
