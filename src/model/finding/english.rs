//! Findings in English, for the command line.

use super::{
    explanation::Explanation,
    kind::{FindingKind, Shortening},
};

/// What, why and what to do.
pub(super) fn explain(kind: &FindingKind) -> Explanation {
    match kind {
        FindingKind::LeftOpen { text } => Explanation::new(
            format!("“{text}” has a gap that was to be filled in"),
            "People are told to call or to come, and not whom or where.",
            "Write the name or the number where the dots are.",
        ),
        FindingKind::ObsoleteTerm { found, instead, because } => Explanation::new(
            format!(
                "“{found}” is no longer right{}",
                because.as_ref().map_or(String::new(), |why| format!(" ({why})"))
            ),
            "People look for an office or a paper that no longer exists.",
            format!("Write: {instead}."),
        ),
        FindingKind::PersonalData { number } => Explanation::new(
            format!("“{number}” looks like somebody's identity number"),
            "It would be shown to the whole village.",
            "Take it out; show sums and never persons.",
        ),
        FindingKind::WeekdayDoesNotMatch { text, date } => Explanation::new(
            format!("“{text}”: {date} is a {}", date.strftime("%A")),
            "Half of the people come on the wrong day.",
            "Correct the weekday or the date.",
        ),
        FindingKind::FactsNotChecked { checked_on, age_days } => Explanation::new(
            format!("its facts were last checked on {checked_on}, {age_days} days ago"),
            "Fees, deadlines and telephone numbers change; people act on what the screen says.",
            "Check them against the source and write today's date into “Checked on” (`checked_on`).",
        ),
        FindingKind::NoSource => Explanation::new(
            "it does not say where its facts come from".to_owned(),
            "Nobody can check later whether they are still right.",
            "Write the document or the page into “Source” (`source`).",
        ),
        FindingKind::EventIsOver { date } => Explanation::new(
            format!("the event was on {date}"),
            "It is no longer shown, but it is still in the programme.",
            "Take the slide out.",
        ),
        FindingKind::AlertExpired { expires } => Explanation::new(
            format!("the alert is scheduled and its `expires` is past: {}", expires.strftime("%Y-%m-%d %H:%M")),
            "People would follow advice that no longer holds.",
            "Take it out of its playlist, or publish the next bulletin.",
        ),
        FindingKind::AlertShownPastEnd { expires, until } => Explanation::new(
            match until {
                Some(until) => format!(
                    "the alert holds until {}, and its campaign goes on until {}",
                    expires.strftime("%Y-%m-%d %H:%M"),
                    until.strftime("%Y-%m-%d %H:%M")
                ),
                None => {
                    format!("the alert holds until {}, and its campaign has no end", expires.strftime("%Y-%m-%d %H:%M"))
                }
            },
            "Halls would show advice that no longer holds, and one without a line for ever.",
            format!("Let its campaign end then (`until = {}`).", expires.strftime("%Y-%m-%dT%H:%M:%S")),
        ),
        FindingKind::TableNotChecked { file, checked_on, age_days } => Explanation::new(
            format!("`{file}` was last gone through on {checked_on}, {age_days} days ago"),
            "New rules make words wrong that it still lets pass.",
            "Go through it, and write today's date into its `checked_on`.",
        ),
        FindingKind::TopicNotCovered { topic, name } => Explanation::new(
            format!("no slide that is scheduled serves the topic “{name}”"),
            "It is part of the plan, and nobody will have heard of it.",
            format!("Write a slide with `topic = \"{topic}\"`, and put it into a playlist."),
        ),
        FindingKind::ProcedureNotCovered { procedure } => Explanation::new(
            format!("no slide that is scheduled names the procedure “{procedure}”"),
            "People who need it do not learn how long it takes and what it costs.",
            "Add it to the table of procedures, or write a guide.",
        ),
        FindingKind::UnknownTopic { topic } => Explanation::new(
            format!("its topic `{topic}` is not in the plan"),
            "It is not counted where it belongs when the campaign is reported on.",
            "Use one of the topics of `plan.toml`, or add it there.",
        ),
        FindingKind::TextTooSmall { words, angle, wanted, distance_m, panel_inches, shortening } => Explanation::new(
            format!(
                "“{words}” is too small to be read at {distance_m} m on {panel_inches}″: {angle:.1}′, {wanted:.0}′ are needed"
            ),
            "People on the back benches, and old people anywhere, cannot read it.",
            match shortening {
                Shortening::Untried => "Write less on this page, or split it into two slides.".into(),
                Shortening::To { now, most } => format!("Cut it to {most} syllables (it has {now})."),
                Shortening::InVain => {
                    "Less text does not help: make a slogan of it, or use a larger screen, or hang it nearer.".into()
                }
            },
        ),
        FindingKind::CaptionTooSmall { words, angle, wanted, distance_m } => Explanation::new(
            format!("the small print “{words}” is {angle:.1}′ high at {distance_m} m; {wanted:.0}′ are needed"),
            "People must come very near to read it.",
            "Shorten it; if it is short, use a larger screen, or hang it nearer.",
        ),
        FindingKind::LowContrast { words, ratio, wanted } => Explanation::new(
            format!("“{words}” stands out by {ratio:.1}:1; {wanted}:1 are needed"),
            "Weak eyes, and anybody in a hall with the sun on the screen, see nothing there.",
            "Choose another theme, or a picture that is calmer where the words are.",
        ),
        FindingKind::CodeDoesNotScan { url, decoded } => Explanation::new(
            format!(
                "the QR code should lead to `{url}`, but {} was read from the picture",
                decoded.as_ref().map_or("nothing".to_owned(), |other| format!("`{other}`"))
            ),
            "People hold up their telephones and nothing happens, or the wrong page opens.",
            "Shorten the address; on a poster, draw the code larger, dark on light, with a white margin.",
        ),
        FindingKind::CodeTooSmall { side_mm, wanted_mm, distance_m } => Explanation::new(
            format!("the QR code is {side_mm:.0} mm wide; {wanted_mm:.0} mm scan from {distance_m} m"),
            "People must come right up to the screen to scan it.",
            "Shorten the address, or write less beside it.",
        ),
        FindingKind::QrTooLong { url } => Explanation::new(
            format!("the address `{url}` makes no QR code"),
            "There is nothing to scan.",
            "Use a shorter address.",
        ),
        FindingKind::PictureMissing { picture } => Explanation::new(
            format!("there is no picture `{picture}`"),
            "The poster is not seen; its words are shown instead.",
            "Add that picture, or choose another under “Picture” (`picture`).",
        ),
        FindingKind::CannotBeDrawn { reason } => Explanation::new(
            format!("it cannot be drawn: {reason}"),
            "Halls would show the default slide instead.",
            "Shorten the text or replace the picture; if that does not help, report the slide.",
        ),
        FindingKind::UnknownLetters { letters } => Explanation::new(
            format!("`{letters}` cannot be shown: no bundled face has these letters"),
            "A gap stands where they should be, and what was meant is lost.",
            "Take emoji out; write in Vietnamese or Latin letters, or make a poster of it.",
        ),
        FindingKind::TooLittleTime { shown_s, need_s } => Explanation::new(
            format!("it is shown for {shown_s:.0} s and takes {need_s:.0} s to read"),
            "It is gone before slow readers have reached the end.",
            "Leave “Seconds shown” (`duration_s`) empty, or raise it, or write less.",
        ),
        FindingKind::TooMuchOnAPage { need_s } => Explanation::new(
            format!("it takes {need_s:.0} s to read"),
            "Few people look at one picture for longer than half a minute.",
            "Split it into two slides.",
        ),
        FindingKind::TickerInEmergency => Explanation::new(
            "it is an emergency and has a ticker or a clock, which are never shown".to_owned(),
            "Who looks for help must not have to wait for words that run by.",
            "Say it in the alert's “What to do” (`actions`).",
        ),
        FindingKind::TickerTooLong { words, syllables, most } => Explanation::new(
            format!("the ticker's “{words}…” has {syllables} syllables; {most} are followed"),
            "The beginning is forgotten before the end has come.",
            "Make two sentences of it, or a slide.",
        ),
        FindingKind::TickerTooFast { words, rate, most } => Explanation::new(
            format!("the ticker's “{words}” passes at {rate:.1} syllables a second; {most} are read"),
            "Moving text is read more slowly than text that stands.",
            "Write out what is abbreviated, or show it as a slide.",
        ),
        FindingKind::TextTooLong { chars, entries } => Explanation::new(
            format!("a text of more than {chars} characters or a list of more than {entries} entries was cut"),
            "What lies beyond is never shown.",
            "Shorten it or make several slides of it.",
        ),
        FindingKind::SlideTooLarge { chars, most } => Explanation::new(
            format!("{chars} characters cannot be laid out; {most} can, if they are spread over entries and lines"),
            "The slide is not shown; the name of the commune stands in its place.",
            "Shorten it or make several slides of it.",
        ),
        FindingKind::TooManyPages { pages, canvas, most } => Explanation::new(
            format!("{pages} pages on a canvas of {canvas}; only the first {most} are shown"),
            "Nobody waits for so many pages, and what lies beyond is never seen.",
            "Shorten the text or make several slides of it.",
        ),
        FindingKind::LegacyEncoding { file, encoding, shown } => Explanation::new(
            format!("`{file}` has a text written in {encoding}; it is shown as “{shown}”"),
            "Old encodings come out as gibberish on every other machine; a wrong guess would do so on screen.",
            "Read what is shown once, and type or paste the text anew in Unicode.",
        ),
    }
}
