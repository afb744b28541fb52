//! Promises about what ends soon: by one press it is proposed for a month more, and somebody else approves it.

use bangtin::{
    approval::{ItemId, SubmissionId},
    clock::Clock,
    office::{PlaceTo, Placement, Placing, Sending},
};
use reqwest::StatusCode;

use crate::{fixture::MORNING, served_office::ServedOffice};

/// The end of what is about to end, ten days after the [`MORNING`], and the end a month later.
const END: &str = "2026-12-01T00:00:00";
const LATER: &str = "2027-01-01T00:00:00";

/// Slides that A wrote and B approved, on every display until the [`END`], in one campaign; its id.
pub async fn ending(desk: &ServedOffice, slides: &[&str]) -> (String, Vec<ItemId>) {
    let mut drafts = Vec::new();
    for words in slides {
        drafts.push(desk.new_slide('a', words).await);
    }
    let place = Placement { until: Some(END.parse().unwrap()), ..Placement::default() };
    let place = vec![Placing { slides: Vec::new(), to: PlaceTo::Place(place) }];
    let sending = Sending { drafts: drafts.clone(), place, ..Sending::default() };
    let sent = desk.office.send(desk.person('a'), &sending).await.unwrap();
    desk.approve('b', &sent).await.unwrap();
    let live = desk.office.live().await.unwrap();
    let campaign = live.campaigns().find(|body| body.campaign.until.is_some()).expect("it was approved");
    (campaign.campaign.id.to_string(), drafts)
}

/// When the campaigns that play a slide begin and end.
fn spans(desk: &ServedOffice, slide: &ItemId) -> Vec<(Option<String>, Option<String>)> {
    let programme = desk.programme();
    let plays = |id| {
        let playlist = programme.playlists.iter().find(|playlist| playlist.id == id);
        playlist.is_some_and(|playlist| playlist.slides.iter().any(|one| one.as_str() == slide.own()))
    };
    let text = |at: Option<jiff::civil::DateTime>| at.map(|at| at.to_string());
    let playing = programme.campaigns.iter().filter(|campaign| plays(campaign.playlist.clone()));
    playing.map(|campaign| (text(campaign.from), text(campaign.until))).collect()
}

/// The submission that a page leads to.
fn waiting(page: &str) -> SubmissionId {
    let at = page.find("prolongs\" href=\"/duyet/").expect("something waits");
    let id = page[at..].split("/duyet/").nth(1).unwrap();
    SubmissionId(id.split('"').next().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_proposes_a_month_more_and_whoever_pressed_does_not_approve_it() {
    let desk = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let (campaign, slides) = ending(&desk, &["Đăng ký tạm trú"]).await;
    let press = format!("/lich/chien-dich/{campaign}/gia-han");
    for path in ["/", "/lich/chien-dich"] {
        let page = desk.page('b', path).await;
        let offers = page.contains(&press) && page.contains("Gia hạn đến hết ngày 31/12");
        assert!(offers, "{path}: {page}");
    }
    assert!(!desk.page('v', "/").await.contains("gia-han\" name"), "whoever only looks is offered nothing");
    assert_eq!(desk.post('v', &press, &[("het", END)]).await.status(), StatusCode::FORBIDDEN);
    let before = desk.programme().version;
    assert_eq!(desk.led('b', &press, &[("het", END)]).await, "/");
    assert_eq!(desk.programme().version, before, "a proposal changes no screen");
    // Pressed twice it waits once, and the page leads to it instead of asking again.
    desk.led('b', &press, &[("het", END), ("ve", "lich")]).await;
    let page = desk.page('c', "/").await;
    assert!(!page.contains(&press), "{page}");
    let sent = waiting(&page);
    assert_eq!(waiting(&desk.page('c', "/lich/chien-dich").await), sent);
    assert_eq!(waiting(&desk.page('c', "/trang").await), sent, "the slide waits with its campaign");
    let card = desk.page('c', &format!("/duyet/{sent}")).await;
    assert!(card.contains("Gia hạn đến hết ngày 31/12"), "{card}");
    // B may approve what others write, and this is B's.
    desk.post('b', &format!("/duyet/{sent}/duyet"), &[]).await;
    assert_eq!((desk.programme().version, waiting(&desk.page('c', "/").await)), (before, sent.clone()));
    assert_eq!(spans(&desk, &slides[0]), [(None, Some(END.to_owned()))]);
    desk.led('c', &format!("/duyet/{sent}/duyet"), &[]).await;
    assert_eq!(spans(&desk, &slides[0]), [(None, Some(LATER.to_owned()))]);
    // A page that stood open since then asks for what is no more.
    desk.led('a', &press, &[("het", END)]).await;
    let open = desk.office.lasts_longer().await.unwrap();
    assert!(open.campaign(&campaign.parse().unwrap()).is_none(), "a month more is proposed once");
    assert_eq!(desk.post('a', &press, &[("het", "mai")]).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_slide_goes_on_for_a_month_and_what_plays_beside_it_ends_when_it_was_to_end() {
    let desk = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let (_, slides) = ending(&desk, &["Đăng ký tạm trú", "Lịch cắt điện"]).await;
    let press = format!("/trang/{}/gia-han", slides[0].own());
    assert!(desk.page('a', "/trang").await.contains(&press));
    assert_eq!(desk.led('a', &press, &[("het", END), ("ve", "trang")]).await, "/trang");
    let page = desk.page('b', "/trang").await;
    assert!(!page.contains(&press) && page.contains(&format!("/trang/{}/gia-han", slides[1].own())));
    let sent = waiting(&page);
    desk.led('a', &press, &[("het", END)]).await;
    assert_eq!(waiting(&desk.page('b', "/trang").await), sent, "pressed twice it waits once");
    desk.led('b', &format!("/duyet/{sent}/duyet"), &[]).await;
    let end = || Some(END.to_owned());
    assert_eq!(spans(&desk, &slides[0]), [(None, end()), (end(), Some(LATER.to_owned()))], "one after the other");
    assert_eq!(spans(&desk, &slides[1]), [(None, end())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_has_begun_to_write_of_a_campaign_is_not_sent_by_a_press() {
    let desk = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let (campaign, _) = ending(&desk, &["Đăng ký tạm trú"]).await;
    let item: ItemId = format!("campaign:{campaign}").parse().unwrap();
    let mut text = desk.office.edit(desk.person('a').id(), &item).await.unwrap().text;
    text.fields.set("title", "Tên khác");
    desk.write('a', &item, text).await;
    let form = format!("/lich/chien-dich/{campaign}");
    assert_eq!(desk.led('a', &format!("{form}/gia-han"), &[("het", END)]).await, form, "there the day is written");
    let open = desk.office.lasts_longer().await.unwrap();
    assert!(open.campaign(&campaign.parse().unwrap()).is_none());
}
