//! What waits to be drawn, and who waits for it: what is being typed before what fills lists, and of one typist's requests
//! the newest alone.

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::oneshot;

use super::{drawing::Drawing, error::DrawError, request::DrawRequest};
use crate::model::{Digest, limits::DRAW_WAITING};

/// What comes of a request.
pub(super) type Outcome = Result<Arc<Drawing>, DrawError>;

/// How much somebody waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody is typing: it comes before all lists, and takes the place of what was asked for before under that key,
    /// which names one draft in one window.
    Typing(String),
    /// It fills a list, and is kept on disk for the next time the list is looked at.
    Listing,
}

/// One drawing to be made, and everybody who waits for it.
pub(super) struct Job {
    pub(super) digest: Digest,
    pub(super) request: Arc<DrawRequest>,
    pub(super) listed: bool,
    waiters: Vec<Waiter>,
}

struct Waiter {
    key: Option<String>,
    tell: oneshot::Sender<Outcome>,
}

impl Waiter {
    fn waits(&self) -> bool {
        !self.tell.is_closed()
    }
}

/// The jobs that wait, and those at work.
#[derive(Default)]
pub(super) struct DrawQueue {
    typed: VecDeque<Job>,
    listed: VecDeque<Job>,
    at_work: Vec<Job>,
}

impl DrawQueue {
    /// Puts a request in line; equal requests are drawn once.
    ///
    /// # Errors
    /// [`DrawError::Busy`].
    pub(super) fn push(
        &mut self,
        digest: Digest,
        request: DrawRequest,
        urgency: Urgency,
    ) -> Result<oneshot::Receiver<Outcome>, DrawError> {
        let (tell, outcome) = oneshot::channel();
        let (key, listed) = match urgency {
            Urgency::Typing(key) => (Some(key), false),
            Urgency::Listing => (None, true),
        };
        if let Some(key) = &key {
            self.supersede(key);
        }
        let waiter = Waiter { key, tell };
        let all = self.at_work.iter_mut().chain(&mut self.typed).chain(&mut self.listed);
        if let Some(job) = { all }.find(|job| job.digest == digest) {
            job.waiters.push(waiter);
            job.listed |= listed;
            return Ok(outcome);
        }
        if self.typed.len() + self.listed.len() >= DRAW_WAITING {
            return Err(DrawError::Busy);
        }
        let job = Job { digest, request: Arc::new(request), listed, waiters: vec![waiter] };
        if listed {
            self.listed.push_back(job)
        } else {
            self.typed.push_back(job)
        }
        Ok(outcome)
    }

    /// Tells whoever waits under that key that it is out of date.
    fn supersede(&mut self, key: &str) {
        for job in self.at_work.iter_mut().chain(&mut self.typed).chain(&mut self.listed) {
            for waiter in job.waiters.extract_if(.., |waiter| waiter.key.as_deref() == Some(key)) {
                // Who has left need not be told.
                waiter.tell.send(Err(DrawError::Superseded)).ok();
            }
        }
        self.typed.retain(|job| !job.waiters.is_empty());
    }

    /// The next to be drawn; it counts as at work until [`DrawQueue::done`]. What nobody waits for any more is left out.
    pub(super) fn next(&mut self) -> Option<(Digest, Arc<DrawRequest>)> {
        while let Some(job) = self.typed.pop_front().or_else(|| self.listed.pop_front()) {
            if job.waiters.iter().any(Waiter::waits) {
                let next = (job.digest, job.request.clone());
                self.at_work.push(job);
                return Some(next);
            }
        }
        None
    }

    /// Tells everybody who waits for that job what came of it. Says whether it fills a list.
    pub(super) fn done(&mut self, digest: &Digest, outcome: &Outcome) -> bool {
        let Some(at) = self.at_work.iter().position(|job| job.digest == *digest) else { return false };
        let job = self.at_work.swap_remove(at);
        for waiter in job.waiters {
            waiter.tell.send(outcome.clone()).ok();
        }
        job.listed
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.listed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{compose::built_in, model::Size};

    fn request(width: u32) -> DrawRequest {
        let programme = built_in::programme("");
        DrawRequest::new(programme.default_slide.clone(), programme.unit.clone(), Size::new(width, 540))
    }

    fn push(queue: &mut DrawQueue, width: u32, urgency: Urgency) -> oneshot::Receiver<Outcome> {
        let request = request(width);
        queue.push(request.digest(), request, urgency).unwrap()
    }

    fn typing(key: &str) -> Urgency {
        Urgency::Typing(key.to_owned())
    }

    #[test]
    fn the_newest_request_of_a_typist_wins_and_other_typists_are_left_alone() {
        let mut queue = DrawQueue::default();
        let mut first = push(&mut queue, 100, typing("a"));
        let mut other = push(&mut queue, 200, typing("b"));
        let mut second = push(&mut queue, 300, typing("a"));
        assert_eq!(first.try_recv().unwrap(), Err(DrawError::Superseded));
        assert!(other.try_recv().is_err() && second.try_recv().is_err(), "both still wait");
        assert_eq!(queue.next().unwrap().0, request(200).digest());
        assert_eq!(queue.next().unwrap().0, request(300).digest());
        assert!(queue.next().is_none());
    }

    #[test]
    fn what_is_typed_comes_before_lists() {
        let mut queue = DrawQueue::default();
        let _list = push(&mut queue, 100, Urgency::Listing);
        let _typed = push(&mut queue, 200, typing("a"));
        assert_eq!(queue.next().unwrap().0, request(200).digest());
        assert_eq!(queue.next().unwrap().0, request(100).digest());
    }

    #[test]
    fn one_drawing_answers_everybody_who_asked_for_it() {
        let mut queue = DrawQueue::default();
        let mut one = push(&mut queue, 100, Urgency::Listing);
        let (digest, _) = queue.next().unwrap();
        let mut two = push(&mut queue, 100, typing("a"));
        assert!(queue.is_empty(), "it is being drawn already");
        assert!(queue.done(&digest, &Err(DrawError::TooSlow)), "a list asked for it");
        assert_eq!(
            [one.try_recv().unwrap(), two.try_recv().unwrap()],
            [Err(DrawError::TooSlow), Err(DrawError::TooSlow)]
        );
    }

    #[test]
    fn what_nobody_waits_for_is_not_drawn() {
        let mut queue = DrawQueue::default();
        drop(push(&mut queue, 100, Urgency::Listing));
        let _waits = push(&mut queue, 200, Urgency::Listing);
        assert_eq!(queue.next().unwrap().0, request(200).digest());
    }
}
