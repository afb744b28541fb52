//! The one way from approved revisions to a signed feed, in two steps that a cut in between leaves whole.
//!
//! Rules: first the decision, the version and its entry in the log are written in one transaction, then the version is
//! signed into the tree, then the database notes that it is. Whoever publishes first finishes what was cut off
//! ([`super::reconcile`]), so that database and tree agree. One process at a time publishes. Whatever could refuse is asked
//! before the first step; and before anything is signed, the rule that nobody approves what he wrote is asked about the
//! very version.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{File, OpenOptions},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    actor::Actor,
    content::Assembled,
    error::OfficeError,
    left_out::LeftOut,
    live::LiveVersion,
    office::{Office, blocking},
};
use crate::{
    approval::{self, Account, AccountId, Body, History, ItemId, SubmissionId, Version, VersionKind},
    check,
    feed::{Lifetimes, Publication, RepositoryError},
    model::{Digest, Finding, Programme, Severity, SlideContent as Template, SlideId, WallTime},
    publish::{self, Built, Content},
    records::{
        DatabaseEngine, HeldLock, LockName, ReadTransaction, WriteTransaction, alert, audit, submission, version,
    },
};

/// For how long it is told that an emergency is over, milliseconds.
pub(super) const OVER_MS: i64 = 10 * 60_000;

/// What became of a version that was decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedVersion {
    /// Its number.
    pub n: u64,
    /// What it leaves out.
    pub left_out: Vec<LeftOut>,
    /// Why it is not signed yet: the office tries again by itself.
    pub unsigned: Option<String>,
}

/// The right to publish, held, and what is on meanwhile.
pub(super) struct Publishing<'a> {
    pub(super) office: &'a Office,
    pub(super) live: Arc<LiveVersion>,
    /// The programme that is signed.
    pub(super) programme: Option<Arc<Programme>>,
    /// Never locked: so wrapped, a verb that waits for something may go on on another thread.
    held: Mutex<HeldLock>,
    _file: Option<File>,
}

/// What a new version holds.
pub(super) type PublishedItems = BTreeMap<ItemId, (Digest, Arc<Body>)>;

/// How a new version comes to be.
pub(super) struct NewVersion<'a> {
    pub(super) kind: VersionKind,
    pub(super) of: Option<u64>,
    pub(super) submission: Option<&'a SubmissionId>,
    pub(super) by: Option<&'a AccountId>,
    pub(super) items: &'a PublishedItems,
    pub(super) at: WallTime,
}

/// A programme that is ready to be signed.
pub(super) struct PreparedProgramme {
    built: Built,
    assembled: Assembled,
}

impl Office {
    /// Waits for the right to publish; nothing is read yet.
    pub(super) async fn hold_publishing(&self) -> Result<Publishing<'_>, OfficeError> {
        let held = Mutex::new(self.records().hold(LockName::Publishing).await?);
        let file = self.lock_file().await?;
        Ok(Publishing { office: self, live: Arc::default(), programme: None, held, _file: file })
    }

    /// A database that is a file does not tell processes apart: a lock of the system does, and ends with the process.
    pub(super) async fn lock_file(&self) -> Result<Option<File>, OfficeError> {
        if self.records().engine() != DatabaseEngine::Sqlite {
            return Ok(None);
        }
        let path = self.data().join("publishing.lock");
        let locked = blocking(move || {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            Ok(file)
        });
        let failed =
            |source| OfficeError::Disk { what: "the lock of those who publish cannot be taken".to_owned(), source };
        locked.await?.map(Some).map_err(failed)
    }
}

impl Publishing<'_> {
    /// The next version's number.
    pub(super) fn next(&self) -> u64 {
        self.live.n() + 1
    }

    /// Reads again what is on.
    pub(super) async fn read_live(&mut self) -> Result<(), OfficeError> {
        self.live = self.office.live().await?;
        Ok(())
    }

    /// Makes the programme of those items. With `at_any_price`, pictures that cannot be read are left out: nothing may keep
    /// an emergency from going out.
    pub(super) async fn prepare(
        &self,
        items: &PublishedItems,
        at_any_price: bool,
    ) -> Result<PreparedProgramme, OfficeError> {
        let mut assembled = self.office.assembled(items.values().map(|(_, body)| &**body))?;
        let signed = match &self.programme {
            Some(programme) if self.live.version.is_some() => {
                let content = self.office.assembled(self.live.items.values().map(|(_, body)| &**body)).ok();
                content.map(|assembled| (assembled.content, Arc::clone(programme)))
            }
            _ => None,
        };
        let office = self.office.clone();
        blocking(move || {
            let publisher = office.publisher();
            let signed = signed.as_ref().map(|(content, programme)| (content, &**programme));
            let mut built = publisher.build(&assembled.content, signed);
            if at_any_price && built.is_err() {
                drop_unreadable(&mut assembled.content);
                built = publisher.build(&assembled.content, signed);
            }
            Ok(PreparedProgramme { built: built?, assembled })
        })
        .await?
    }

    /// Writes a version down, unsigned, and asks the rule about it. What belongs to it is written in the same transaction.
    pub(super) async fn record(&self, tx: &mut WriteTransaction, new: NewVersion<'_>) -> Result<u64, OfficeError> {
        let version = Version {
            n: self.next(),
            kind: new.kind,
            of: new.of,
            submission: new.submission.cloned(),
            by: new.by.cloned(),
            at: new.at,
            programme: None,
            items: new.items.iter().map(|(item, (digest, _))| (item.clone(), *digest)).collect(),
        };
        version::insert(tx, &version).await?;
        must_hold(tx, &version).await?;
        Ok(version.n)
    }

    /// Signs a version that is written down.
    pub(super) async fn sign(&mut self, n: u64, prepared: PreparedProgramme) -> Result<PublishedVersion, OfficeError> {
        let left_out = prepared.assembled.left_out.clone();
        match self.try_to_sign(n, prepared).await {
            Ok(()) => Ok(PublishedVersion { n, left_out, unsigned: None }),
            Err(error) => {
                tracing::warn!(version = n, %error, "a version is decided on and could not be signed; it is tried again");
                Ok(PublishedVersion { n, left_out, unsigned: Some(error.to_string()) })
            }
        }
    }

    /// The same, telling what hinders it.
    pub(super) async fn try_to_sign(&mut self, n: u64, prepared: PreparedProgramme) -> Result<(), OfficeError> {
        self.held.get_mut().unwrap_or_else(PoisonError::into_inner).check().await?;
        let record = audit::newest_hash(&mut self.office.records().read().await?).await?;
        let office = self.office.clone();
        let now = office.clock().now().wall;
        let signed = blocking(move || {
            let Built { mut programme, files, .. } = prepared.built;
            programme.record = Some(record);
            let publication = Publication {
                programme: programme.clone(),
                files: &files,
                lifetimes: Lifetimes::SERVED,
                force: true,
                version: Some(n),
                now,
            };
            let published = office.repository().publish(publication).inspect_err(|error| {
                if matches!(error, RepositoryError::MissingObject(_)) {
                    office.publisher().forget();
                }
            })?;
            office.publisher().published();
            Ok::<_, OfficeError>(published.programme)
        });
        let digest = signed.await??;
        self.note_signed(n, digest, record).await
    }

    /// Notes that a version is signed.
    pub(super) async fn note_signed(&mut self, n: u64, programme: Digest, record: Digest) -> Result<(), OfficeError> {
        let mut tx = self.office.records().write().await?;
        version::signed(&mut tx, n, programme, record).await?;
        self.office.records().tell(&mut tx, "version").await?;
        tx.commit().await?;
        self.office.keep_programme(None);
        Ok(())
    }
}

/// Asks the rule about a version that is written down and not signed.
pub(super) async fn must_hold(tx: &mut ReadTransaction, version: &Version) -> Result<(), OfficeError> {
    let imported = version::imported(tx, version.n).await?;
    let imported = [Version { kind: VersionKind::Import, items: imported, ..version.clone() }];
    let submissions = submission::approved_in(tx, version.n).await?;
    let alerts = alert::since(tx, version.at + -2 * OVER_MS).await?;
    let history = History { versions: &imported, submissions: &submissions, alerts: &alerts };
    approval::holds(version, history).map_err(|broken| {
        tracing::error!(%broken, "a version was not signed");
        broken.into()
    })
}

impl PreparedProgramme {
    /// Errors in what is new: readers could not read it, or would be told something wrong. What is on already hinders
    /// nobody from publishing something else.
    pub(super) fn errors_in(&self, changed: &BTreeSet<ItemId>, now: WallTime) -> Vec<Finding> {
        let (programme, measures) = (&self.built.programme, &self.assembled.measures);
        let viewing = publish::usual_viewing(programme, now, measures.terms.clone());
        let is_new = |slide: &SlideId| changed.contains(&ItemId::Slide(slide.clone()));
        let mut found = self.built.findings.clone();
        for slide in programme.slides.iter().filter(|slide| is_new(&slide.id)) {
            let scheduled = programme.is_scheduled(&slide.id, viewing.local());
            found.extend(check::content(slide, scheduled, &[], &viewing));
        }
        found.extend(check::programme(programme, &measures.plan, &measures.terms, viewing.today()));
        let about_new = |finding: &Finding| {
            let campaign = finding.campaign.as_ref().is_some_and(|id| changed.contains(&ItemId::Campaign(id.clone())));
            campaign || finding.slide.as_ref().is_some_and(is_new)
        };
        found.retain(|finding| finding.severity == Severity::Error && about_new(finding));
        found
    }
}

/// Takes out of a content the pictures that cannot be read, and the slides that would show nothing else.
fn drop_unreadable(content: &mut Content) {
    let Content { pictures, slides, default_slide, .. } = content;
    pictures.retain(|key, picture| {
        let read = (picture.open)().and_then(|mut file| std::io::copy(&mut file, &mut std::io::sink()));
        if let Err(error) = &read {
            tracing::warn!(key, %error, "a picture cannot be read; an emergency goes out without it");
        }
        read.is_ok()
    });
    let is_whole = |slide: &crate::model::Slide| match &slide.content {
        Template::Poster(_) => super::fold::keys_of(slide).all(|key| pictures.contains_key(key)),
        _ => true,
    };
    slides.retain(is_whole);
    if !is_whole(default_slide) {
        tracing::warn!(slide = %default_slide.id, "the waiting slide has no picture");
    }
}

/// What a verb writes into the log.
pub(super) async fn log(
    tx: &mut WriteTransaction,
    by: Option<&Actor>,
    at: WallTime,
    act: &str,
    subject: &str,
    detail: &str,
) -> Result<(), OfficeError> {
    let account: Option<&Account> = by.map(|by| &by.account);
    let entry = audit::Act {
        at,
        account: account.map(|account| &account.id),
        ip: by.map_or("", |by| by.ip.as_str()),
        act,
        subject,
        detail,
    };
    audit::append(tx, &entry).await?;
    Ok(())
}
