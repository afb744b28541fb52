//! Where, from when and until when a slide is to be shown: the sheet that asks for it, and what its form says.

use jiff::{ToSpan as _, civil::Date};

use super::{findings::GradeCounts, words};
use crate::{
    approval::{ItemId, Right, Role},
    form::Language,
    model::{DisplayId, Priority, SlideId},
    office::{LiveVersion, PlaceTo, Placement, Placing, Sending},
    server::{session::Authorised, shell::PageError, state::PageState, times::Times},
};

/// What comes before the name of a campaign where one is chosen.
const JOIN: &str = "chien-dich:";
/// Most campaigns that are offered.
const JOINS: usize = 6;

/// The sheet.
pub(super) struct SendingView {
    /// The campaigns that play it already.
    pub campaigns: Option<String>,
    /// Campaigns that it can be put into, each with its name and whether it is meant.
    pub joins: Vec<(String, String, bool)>,
    pub displays_words: String,
    pub places: Vec<PlaceView>,
    pub ends: Vec<EndView>,
    pub today: Date,
    pub left: Option<LeftView>,
    pub approvers: String,
    /// The first of them.
    pub first: String,
}

/// A display, or a group of them.
pub(super) struct PlaceView {
    pub id: String,
    pub label: String,
}

/// A day on which it may end.
pub(super) struct EndView {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// What is left to be mended.
pub(super) struct LeftView {
    pub grade: &'static str,
    pub words: String,
}

impl SendingView {
    /// Whether it is meant for a campaign that is there.
    pub fn is_joining(&self) -> bool {
        self.joins.iter().any(|(_, _, meant)| *meant)
    }

    /// The sheet of a slide.
    pub async fn of(
        state: &PageState,
        who: &Authorised,
        live: &LiveVersion,
        (id, joins): (&SlideId, &str),
        counts: GradeCounts,
        times: &Times,
    ) -> Result<Self, PageError> {
        let language = who.language();
        let today = times.zone().day(times.now());
        let playing: Vec<String> =
            live.campaigns_of(id).map(|body| body.campaign.title.clone().unwrap_or_default()).collect();
        let usual = live.campaigns().filter(|body| body.campaign.priority != Priority::Emergency);
        let usual =
            usual.filter(|body| body.campaign.until.is_none_or(|until| times.zone().instant(until) > times.now()));
        let joined = usual.filter(|_| playing.is_empty()).take(JOINS).map(|body| {
            let id = body.campaign.id.to_string();
            (id.clone(), body.campaign.title.clone().unwrap_or_else(|| id.clone()), id == joins)
        });
        let joined = joined.collect();
        let displays: Vec<_> = live.displays().collect();
        let mut tags: Vec<&String> = displays.iter().flat_map(|display| &display.tags).collect();
        tags.sort();
        tags.dedup();
        let groups =
            tags.into_iter().map(|tag| PlaceView { id: format!("nhom:{tag}"), label: words::group(language, tag) });
        let single =
            displays.iter().map(|display| PlaceView { id: display.id.to_string(), label: display.label.clone() });
        let names = approvers(state, who).await?;
        let left = counts.left(language);
        Ok(Self {
            campaigns: (!playing.is_empty()).then(|| playing.join(", ")),
            joins: joined,
            displays_words: words::displays(language, displays.len()),
            places: groups.chain(single).collect(),
            ends: ends(today, language),
            today,
            left: (!left.is_empty())
                .then_some(LeftView { grade: if counts.must > 0 { "bad" } else { "warned" }, words: left }),
            first: names.first().cloned().unwrap_or_default(),
            approvers: if names.is_empty() { String::new() } else { words::approvers(language, &names) },
        })
    }
}

/// The names of those who may approve what this person sends.
pub(super) async fn approvers(state: &PageState, who: &Authorised) -> Result<Vec<String>, PageError> {
    let accounts = state.office().accounts().await?;
    let others = accounts.into_iter().map(|entry| entry.account).filter(|account| account.id != who.account.id);
    let may = others.filter(|account| account.may(Right::Approve) && account.roles.has(Role::Approver));
    Ok(may.map(|account| account.name).collect())
}

fn ends(today: Date, language: Language) -> Vec<EndView> {
    let year = Date::new(today.year(), 12, 31).unwrap_or(today);
    let end = |value: &str, label: String, chosen| EndView { value: value.to_owned(), label, chosen };
    vec![
        end("1-tuan", words::A_WEEK.get(language).to_owned(), false),
        end("1-thang", words::A_MONTH.get(language).to_owned(), true),
        end("nam", year.strftime("%d/%m/%Y").to_string(), false),
        end("khong", words::NO_END.get(language).to_owned(), false),
    ]
}

/// What the sheet's form says.
#[derive(Debug, Default)]
pub(super) struct SendForm {
    at: String,
    places: Vec<String>,
    from: String,
    from_day: String,
    until: String,
    until_day: String,
    note: String,
}

impl SendForm {
    /// Of the pairs of a form.
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "o" => asked.at = value,
                "noi" => asked.places.push(value),
                "tu" => asked.from = value,
                "tu_ngay" => asked.from_day = value,
                "den" => asked.until = value,
                "den_ngay" => asked.until_day = value,
                "loi" => asked.note = value,
                _ => {}
            }
        }
        asked
    }

    /// What is sent; `None` where a day is no day, or no place was chosen.
    pub fn sending(&self, id: &SlideId, has_draft: bool, today: Date) -> Option<Sending> {
        let drafts = has_draft.then(|| ItemId::Slide(id.clone())).into_iter().collect();
        let place = match self.at.as_str() {
            "nhu-cu" | "chua" => Vec::new(),
            at if at.starts_with(JOIN) => {
                let campaign = at[JOIN.len()..].parse().ok()?;
                vec![Placing { slides: vec![id.clone()], to: PlaceTo::Campaigns(vec![campaign]) }]
            }
            _ => vec![Placing { slides: vec![id.clone()], to: PlaceTo::Place(self.place(today)?) }],
        };
        Some(Sending { drafts, remove: Vec::new(), place, note: self.note.clone() })
    }

    fn place(&self, today: Date) -> Option<Placement> {
        let chosen: &[String] = if self.at == "chon" { &self.places } else { &[] };
        if self.at == "chon" && chosen.is_empty() {
            return None;
        }
        let tags = chosen.iter().filter_map(|place| place.strip_prefix("nhom:")).map(str::to_owned).collect();
        let displays = chosen.iter().filter(|place| !place.starts_with("nhom:"));
        let displays = displays.map(|id| id.parse::<DisplayId>().ok()).collect::<Option<_>>()?;
        let from = match self.from.as_str() {
            "chon" => Some(self.from_day.parse::<Date>().ok()?),
            _ => None,
        };
        let last = match self.until.as_str() {
            "1-tuan" => Some(from.unwrap_or(today).checked_add(7.days()).ok()?),
            "nam" => Some(Date::new(today.year(), 12, 31).ok()?),
            "khong" => None,
            "chon" => Some(self.until_day.parse::<Date>().ok()?),
            _ => Some(from.unwrap_or(today).checked_add(1.month()).ok()?),
        };
        // "Until the end of a day" is the midnight after it.
        let until = last.map(|day| day.tomorrow()).transpose().ok()?;
        let midnight = |day: Date| day.to_datetime(jiff::civil::Time::midnight());
        if until.is_some_and(|until| until <= from.unwrap_or(today)) {
            return None;
        }
        Some(Placement { displays, tags, from: from.map(midnight), until: until.map(midnight), is_priority: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Option<Sending> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        SendForm::of(pairs).sending(&"a".parse().unwrap(), true, Date::constant(2026, 11, 28))
    }

    fn place(sending: Sending) -> Placement {
        match sending.place.into_iter().next().map(|placing| placing.to) {
            Some(PlaceTo::Place(place)) => place,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_slide_is_sent_everywhere_for_a_month_unless_something_else_is_said() {
        let place = place(sent(&[("o", "tat-ca"), ("tu", "ngay"), ("den", "1-thang")]).unwrap());
        assert!(place.displays.is_empty() && place.tags.is_empty() && place.from.is_none());
        assert_eq!(place.until.unwrap().to_string(), "2026-12-29T00:00:00", "the whole of the 28th");
    }

    #[test]
    fn places_and_days_are_taken_as_they_were_chosen() {
        let pairs = [
            ("o", "chon"),
            ("noi", "nhom:nha-van-hoa"),
            ("noi", "mh-1"),
            ("tu", "chon"),
            ("tu_ngay", "2026-12-01"),
            ("den", "chon"),
            ("den_ngay", "2026-12-01"),
        ];
        let place = place(sent(&pairs).unwrap());
        assert_eq!((place.tags, place.displays.len()), (vec!["nha-van-hoa".to_owned()], 1));
        assert_eq!(
            (place.from.unwrap().to_string(), place.until.unwrap().to_string()),
            ("2026-12-01T00:00:00".into(), "2026-12-02T00:00:00".into())
        );
    }

    #[test]
    fn nothing_is_sent_to_nowhere_or_to_days_that_are_none() {
        assert!(sent(&[("o", "chon")]).is_none());
        assert!(sent(&[("o", "tat-ca"), ("tu", "chon"), ("tu_ngay", "mai")]).is_none());
        assert!(sent(&[("o", "tat-ca"), ("den", "chon"), ("den_ngay", "2026-11-01")]).is_none(), "it is over already");
        assert!(sent(&[("o", "nhu-cu")]).unwrap().place.is_empty());
    }
}
