//! Emergencies: put out by one person at once, confirmed by a second one afterwards, and over when two people say so or its
//! end has come; then halls are told for ten minutes that it is over.
//!
//! What tells that the end has come is signed together with the emergency itself, so that halls without a line show it too.

use std::sync::Arc;

use super::{
    actor::Actor,
    alerts_over::{OVER, PREFIX, alert_of, without_over},
    care::must_care_for,
    error::OfficeError,
    item_form::DraftText,
    office::Office,
    publishing::{NewVersion, OVER_MS, PublishedItems, PublishedVersion, log},
    title::{search_of, title_of},
};
use crate::{
    approval::{AlertRecord, AlertState, Body, CampaignBody, ItemId, Refusal, Right, SlideBody, Version, VersionKind},
    form,
    model::{
        Alert, Campaign, CampaignId, DisplayId, Priority, Slide, SlideContent, SlideId, Slogan, ThemeName, WallTime,
        Zone, limits,
    },
    records::{ReadTransaction, WriteTransaction, alert, item, revision, version},
};

/// How many of the newest versions are looked through for the one that brought an emergency: it was put out a day ago at most.
const LOOKED_THROUGH: u32 = 1_000;

/// An emergency that is to be put out.
#[derive(Debug, Clone, PartialEq)]
pub struct Alerting {
    /// The fields of template `alert`, but for those that follow from the rest: when it is issued and until when it holds.
    pub text: DraftText,
    /// Displays by name. With `tags` empty too: all of them.
    pub displays: Vec<DisplayId>,
    /// Displays by group.
    pub tags: Vec<String>,
    /// Until when it holds.
    pub until: WallTime,
}

/// What came of saying that an emergency is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertEnding {
    /// A second person has to say so too.
    Asked,
    /// It is over; nothing is published where everything is stopped.
    Over(Option<PublishedVersion>),
}

impl Office {
    /// Puts an emergency out: on screens at once, alone, until it ends. A second person is to confirm it afterwards. Answers
    /// with its id too.
    ///
    /// # Errors
    /// No right to, not for such displays, [`Refusal::NoEnd`], [`OfficeError::Mistakes`], and what hinders a publish.
    pub async fn alert(&self, by: &Actor, alerting: &Alerting) -> Result<(String, PublishedVersion), OfficeError> {
        self.alert_as(by, &self.new_id(), alerting).await
    }

    /// The same under an id that was set aside: a second emergency under it is an error, and nothing is put out twice.
    ///
    /// # Errors
    /// As [`Office::alert`], and there is one under that id.
    pub async fn alert_as(
        &self,
        by: &Actor,
        id: &str,
        alerting: &Alerting,
    ) -> Result<(String, PublishedVersion), OfficeError> {
        let id = format!("{PREFIX}{id}");
        let version = self.put_out(by, &id, alerting, None).await?;
        Ok((id, version))
    }

    /// The emergency that was put out under an id that was set aside: its own id, and the version that brought it; `None` where
    /// there is none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn alert_under(&self, id: &str) -> Result<Option<(String, Version)>, OfficeError> {
        let id = format!("{PREFIX}{id}");
        let mut tx = self.records().read().await?;
        let Some(record) = alert::get(&mut tx, &id).await? else { return Ok(None) };
        for listed in version::list(&mut tx, u64::from(u32::MAX), LOOKED_THROUGH).await? {
            if listed.kind != VersionKind::Alert || listed.at < record.at {
                continue;
            }
            let Some(version) = version::get(&mut tx, listed.n).await? else { continue };
            if record.items.iter().any(|entry| version.items.contains(entry)) && version.at == record.at {
                return Ok(Some((id, version)));
            }
        }
        Ok(None)
    }

    /// Puts a newer bulletin out in the place of an emergency that is on. It is to be confirmed anew.
    ///
    /// # Errors
    /// As [`Office::alert`], and there is no such emergency that is on.
    pub async fn renew_alert(
        &self,
        by: &Actor,
        id: &str,
        alerting: &Alerting,
    ) -> Result<PublishedVersion, OfficeError> {
        let before = self.alert_on(id).await?;
        self.put_out(by, id, alerting, Some(before)).await
    }

    async fn put_out(
        &self,
        by: &Actor,
        id: &str,
        alerting: &Alerting,
        before: Option<AlertRecord>,
    ) -> Result<PublishedVersion, OfficeError> {
        by.must(Right::Alert)?;
        let now = seconds(self.clock().now().wall);
        let until = seconds(alerting.until);
        if until <= now || until - now > limits::ALERT_MS {
            return Err(Refusal::NoEnd.into());
        }
        let mut publishing = self.begin_publishing().await?;
        let live = Arc::clone(&publishing.live);
        let bodies = bodies(id, alerting, (now, until), &live.zone())?;
        let mut tx = self.records().read().await?;
        let account = by.now(&mut tx).await?;
        for body in &bodies {
            if let Body::Campaign(body) = body {
                must_care_for(&account, &live, &body.campaign)?;
            }
        }
        let mut items = without_over(&mut tx, &live, now).await?;
        drop(tx);
        let added: PublishedItems =
            bodies.into_iter().map(|body| (body.item(), (body.digest(), Arc::new(body)))).collect();
        items.extend(added.clone());
        let prepared = publishing.prepare(&items, true).await?;
        let mut tx = self.records().write().await?;
        by.must_now(&mut tx, Right::Alert).await?;
        for (_, body) in added.values() {
            put(&mut tx, body, by, now).await?;
        }
        let revisions = added.iter().map(|(item, (digest, _))| (item.clone(), *digest));
        let is_new = before.is_none();
        // Read again: another bulletin may have come out meanwhile.
        let before = if is_new { None } else { alert::get(&mut tx, id).await? };
        let mut earlier = before.map(|before| before.items).unwrap_or_default();
        earlier.retain(|entry| !revisions.clone().any(|added| added == *entry));
        let record = AlertRecord {
            id: id.to_owned(),
            by: by.id().clone(),
            at: now,
            until,
            state: AlertState::Unconfirmed,
            second: None,
            end_asked: None,
            ended: None,
            items: earlier.into_iter().chain(revisions).collect(),
        };
        match is_new {
            true => alert::insert(&mut tx, &record).await?,
            false => alert::update(&mut tx, &record).await?,
        }
        let (kind, by_id) = (VersionKind::Alert, Some(by.id()));
        let new = NewVersion { kind, of: None, submission: None, by: by_id, items: &items, at: now };
        let n = publishing.record(&mut tx, new).await?;
        let detail = serde_json::json!({ "version": n, "until": until, "again": !is_new }).to_string();
        log(&mut tx, Some(by), now, "alert", id, &detail).await?;
        tx.commit().await?;
        publishing.sign(n, prepared).await
    }

    /// Says as the second person that an emergency is right.
    ///
    /// # Errors
    /// No right to put out emergencies or to approve, it is the person's own, or there is no such emergency that is on and not
    /// confirmed.
    pub async fn confirm_alert(&self, by: &Actor, id: &str) -> Result<(), OfficeError> {
        must_alert_or_approve(&mut self.records().read().await?, by).await?;
        let now = self.clock().now().wall;
        let second = Some((by.id().clone(), now));
        let confirm = |record: AlertRecord| match record {
            record if record.by == *by.id() => Err(Refusal::OwnWork.into()),
            AlertRecord { state: AlertState::Unconfirmed, .. } => {
                Ok(AlertRecord { state: AlertState::Confirmed, second, ..record })
            }
            _ => Err(OfficeError::not_found("unconfirmed alert", id)),
        };
        self.change(by, id, "alert-confirm", now, confirm).await
    }

    /// Says that an emergency is over. It is once two people have said so; one that nobody has confirmed yet is called off by
    /// anybody but whoever put it out.
    ///
    /// # Errors
    /// No right to put out emergencies or to approve, there is no such emergency that is on, and what hinders a publish.
    pub async fn end_alert(&self, by: &Actor, id: &str) -> Result<AlertEnding, OfficeError> {
        must_alert_or_approve(&mut self.records().read().await?, by).await?;
        let record = self.alert_on(id).await?;
        let now = seconds(self.clock().now().wall);
        let another = record.end_asked.as_ref().is_some_and(|(first, _)| first != by.id());
        let called_off = record.state == AlertState::Unconfirmed && record.by != *by.id();
        if !another && !called_off {
            let end_asked = Some((by.id().clone(), now));
            self.change(by, id, "alert-end-asked", now, |record| Ok(AlertRecord { end_asked, ..record })).await?;
            return Ok(AlertEnding::Asked);
        }
        self.end(by, id, now).await.map(AlertEnding::Over)
    }

    /// Says that an emergency is not over after all, when somebody said so.
    ///
    /// # Errors
    /// No right to put out emergencies or to approve, or nobody has said that it is over.
    pub async fn keep_alert(&self, by: &Actor, id: &str) -> Result<(), OfficeError> {
        must_alert_or_approve(&mut self.records().read().await?, by).await?;
        let now = self.clock().now().wall;
        let keep = |record: AlertRecord| match record.end_asked {
            Some(_) => Ok(AlertRecord { end_asked: None, ..record }),
            None => Err(OfficeError::not_found("asked end of an alert", id)),
        };
        self.change(by, id, "alert-kept", now, keep).await
    }

    async fn end(&self, by: &Actor, id: &str, now: WallTime) -> Result<Option<PublishedVersion>, OfficeError> {
        let mut publishing = self.begin_publishing().await?;
        let live = Arc::clone(&publishing.live);
        let ended = Some((by.id().clone(), now));
        let end = |record| AlertRecord { state: AlertState::Ended, ended, ..record };
        let slide = ItemId::Slide(id.parse().map_err(|_| OfficeError::not_found("alert", id))?);
        let (Some(Body::Slide(slide)), Some(campaign)) =
            (live.body(&slide).map(|body| &**body), campaign_of(&live, id))
        else {
            // Stopped with everything else: no hall shows it.
            self.change(by, id, "alert-end", now, |record| Ok(end(record))).await?;
            return Ok(None);
        };
        let added = [over_body(id, &slide.slide, true), over_campaign(campaign, now, &live.zone())];
        let mut items = without_over(&mut self.records().read().await?, &live, now).await?;
        items.retain(|item, _| alert_of(item) != Some(id));
        let added: PublishedItems =
            added.into_iter().map(|body| (body.item(), (body.digest(), Arc::new(body)))).collect();
        items.extend(added.clone());
        let prepared = publishing.prepare(&items, true).await?;
        let mut tx = self.records().write().await?;
        let mut record = end(alert_in(&mut tx, id, now).await?);
        for (item, (digest, body)) in &added {
            put(&mut tx, body, by, now).await?;
            record.items.push((item.clone(), *digest));
        }
        alert::update(&mut tx, &record).await?;
        let (kind, by_id) = (VersionKind::AlertEnd, Some(by.id()));
        let new = NewVersion { kind, of: None, submission: None, by: by_id, items: &items, at: now };
        let n = publishing.record(&mut tx, new).await?;
        log(&mut tx, Some(by), now, "alert-end", id, &format!("{{\"version\":{n}}}")).await?;
        tx.commit().await?;
        publishing.sign(n, prepared).await.map(Some)
    }

    /// The emergency of that id, if it is on.
    async fn alert_on(&self, id: &str) -> Result<AlertRecord, OfficeError> {
        let now = self.clock().now().wall;
        alert_in(&mut self.records().read().await?, id, now).await
    }

    /// Changes the record of an emergency that is on. It is read and written in one transaction: a newer bulletin that comes
    /// out meanwhile is neither confirmed unseen nor forgotten.
    async fn change(
        &self,
        by: &Actor,
        id: &str,
        act: &str,
        at: WallTime,
        change: impl FnOnce(AlertRecord) -> Result<AlertRecord, OfficeError>,
    ) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        let record = change(alert_in(&mut tx, id, at).await?)?;
        alert::update(&mut tx, &record).await?;
        log(&mut tx, Some(by), at, act, id, "").await?;
        Ok(tx.commit().await?)
    }
}

/// The emergency of that id, if it is on at that instant.
async fn alert_in(tx: &mut ReadTransaction, id: &str, at: WallTime) -> Result<AlertRecord, OfficeError> {
    let record = alert::get(tx, id).await?.filter(|record| record.is_on(at));
    record.ok_or_else(|| OfficeError::not_found("alert", id))
}

/// Who may speak as the second person.
async fn must_alert_or_approve(tx: &mut ReadTransaction, by: &Actor) -> Result<(), OfficeError> {
    let by = Actor { account: by.now(tx).await?, ip: String::new() };
    Ok(by.must(Right::Alert).or_else(|refusal| by.must(Right::Approve).map_err(|_| refusal))?)
}

/// Signed instants are whole seconds.
fn seconds(at: WallTime) -> WallTime {
    WallTime(at.0.div_euclid(1_000) * 1_000)
}

async fn put(tx: &mut WriteTransaction, body: &Body, by: &Actor, at: WallTime) -> Result<(), OfficeError> {
    item::put(tx, &body.item(), &title_of(body), &search_of(body), at).await?;
    revision::insert(tx, body, None, Some(by.id()), at).await?;
    Ok(())
}

fn campaign_of<'a>(live: &'a super::live::LiveVersion, id: &str) -> Option<&'a Campaign> {
    live.campaigns().map(|body| &body.campaign).find(|campaign| campaign.id.as_str() == id)
}

/// The slide of an emergency and the campaign that shows it, and those that tell afterwards that its end has come.
fn bodies(
    id: &str,
    alerting: &Alerting,
    (now, until): (WallTime, WallTime),
    zone: &Zone,
) -> Result<[Body; 4], OfficeError> {
    let slide_id: SlideId = id.parse().map_err(|_| OfficeError::not_found("alert", id))?;
    let campaign_id: CampaignId = id.parse().map_err(|_| OfficeError::not_found("alert", id))?;
    let mut fields = alerting.text.fields.clone();
    fields.set("template", "alert");
    fields.set("issued", now.timestamp().to_string());
    fields.set("expires", until.timestamp().to_string());
    let reading = form::read_slide(slide_id.clone(), &fields.table(), zone);
    let Some(slide) = reading.value else {
        return Err(OfficeError::Mistakes { item: ItemId::Slide(slide_id), mistakes: reading.mistakes });
    };
    let campaign = Campaign {
        title: Some(title_of(&Body::Slide(SlideBody { slide: slide.clone(), pictures: Default::default() }))),
        playlist: id.parse().map_err(|_| OfficeError::not_found("alert", id))?,
        id: campaign_id,
        priority: Priority::Emergency,
        from: None,
        until: Some(zone.local(until)),
        dayparts: Vec::new(),
        displays: alerting.displays.clone(),
        tags: alerting.tags.clone(),
        clock: false,
        ticker: Vec::new(),
    };
    let shows = CampaignBody { campaign: campaign.clone(), slides: vec![slide_id], dayparts: Vec::new() };
    let (over, told) = (over_body(id, &slide, false), over_campaign(&campaign, until, zone));
    Ok([Body::Slide(SlideBody { slide, pictures: Default::default() }), Body::Campaign(shows), over, told])
}

fn over_body(id: &str, alert: &Slide, said: bool) -> Body {
    Body::Slide(SlideBody { slide: over_slide(id, alert, said), pictures: Default::default() })
}

/// The slide that tells that an emergency is over: people have said so, or only its end has come.
pub fn over_slide(id: &str, alert: &Slide, said: bool) -> Slide {
    let id: SlideId = format!("{id}{OVER}").parse().expect("the id of an emergency leaves room for an ending");
    let (headline, exercise) = match &alert.content {
        SlideContent::Alert(Alert { headline, exercise, .. }) => (headline.replace('|', " "), *exercise),
        _ => (String::new(), false),
    };
    let text = match (said, exercise) {
        (true, false) => "ĐÃ HẾT NGUY HIỂM,|BÀ CON VỀ NHÀ AN TOÀN",
        (false, false) => "TIN KHẨN ĐÃ HẾT GIỜ HIỆU LỰC,|NGHE LOA XÃ ĐỂ BIẾT TIN MỚI",
        (_, true) => "DIỄN TẬP ĐÃ XONG,|CẢM ƠN BÀ CON",
    };
    let kicker = if exercise { format!("{headline} · DIỄN TẬP") } else { headline };
    let kicker = Some(kicker.trim_start_matches([' ', '·']).to_owned()).filter(|kicker| !kicker.is_empty());
    Slide {
        id,
        content: SlideContent::Slogan(Slogan { text: text.to_owned(), kicker }),
        theme: Some(ThemeName::CalmGreen),
        transition: None,
        duration_ms: None,
        topic: None,
        source: None,
        checked_on: None,
    }
}

/// The campaign that shows it, for ten minutes, where the emergency was.
fn over_campaign(alert: &Campaign, from: WallTime, zone: &Zone) -> Body {
    let id = |id: &str| format!("{id}{OVER}");
    let own = id(alert.id.as_str());
    let campaign = Campaign {
        id: own.parse().expect("the id of an emergency leaves room for an ending"),
        playlist: own.parse().expect("the id of an emergency leaves room for an ending"),
        from: Some(zone.local(from)),
        until: Some(zone.local(from + OVER_MS)),
        ..alert.clone()
    };
    let slides = vec![own.parse().expect("the id of an emergency leaves room for an ending")];
    Body::Campaign(CampaignBody { campaign, slides, dayparts: Vec::new() })
}
