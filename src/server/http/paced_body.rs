//! The body of a request, given up on where it does not come.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::model::limits::{MIN_RATE_BYTES, MIN_RATE_SPAN_MS};

/// How long what comes is counted before it is judged.
const SPAN: Duration = Duration::from_millis(MIN_RATE_SPAN_MS);

/// A body that must end within a span, or bring [`MIN_RATE_BYTES`] in each. Whoever sends a letter now and then would
/// otherwise hold a connection, and the memory of what has come, for ever.
pub(super) struct PacedBody<B> {
    inner: B,
    /// The end of this span; it begins when the body is first waited for.
    span: Option<Pin<Box<Sleep>>>,
    /// Bytes that came in it.
    came: u64,
}

impl<B> PacedBody<B> {
    pub fn new(inner: B) -> Self {
        Self { inner, span: None, came: 0 }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for PacedBody<B>
where
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        match Pin::new(&mut this.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                this.came += frame.data_ref().map_or(0, |data| data.len() as u64);
                return Poll::Ready(Some(Ok(frame)));
            }
            Poll::Ready(end) => return Poll::Ready(end.map(|error| error.map_err(Into::into))),
            Poll::Pending => {}
        }
        let span = this.span.get_or_insert_with(|| Box::pin(sleep(SPAN)));
        loop {
            ready!(span.as_mut().poll(context));
            if this.came < MIN_RATE_BYTES {
                let late = io::Error::new(io::ErrorKind::TimedOut, "the body of the request does not come");
                return Poll::Ready(Some(Err(late.into())));
            }
            this.came = 0;
            let next = span.deadline() + SPAN;
            span.as_mut().reset(next);
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    /// A body that brings so many bytes each time it is asked, so far apart, and never ends.
    struct Drip {
        bytes: usize,
        apart: Duration,
        next: Pin<Box<Sleep>>,
    }

    impl Drip {
        fn of(bytes: usize, apart_s: u64) -> Self {
            let apart = Duration::from_secs(apart_s);
            Self { bytes, apart, next: Box::pin(sleep(apart)) }
        }
    }

    impl Body for Drip {
        type Data = Bytes;
        type Error = io::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
            ready!(self.next.as_mut().poll(context));
            let next = self.next.deadline() + self.apart;
            self.next.as_mut().reset(next);
            Poll::Ready(Some(Ok(Frame::data(vec![b'a'; self.bytes].into()))))
        }
    }

    /// After how many pieces the body is given up on; it is asked for a thousand.
    async fn pieces(drip: Drip) -> Option<usize> {
        let mut body = PacedBody::new(drip);
        for piece in 0..1_000 {
            if poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await.expect("it has no end").is_err() {
                return Some(piece);
            }
        }
        None
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_a_letter_now_and_then_is_given_up_on_and_who_is_slow_is_not() {
        assert_eq!(pieces(Drip::of(1, 60)).await, Some(0), "nothing at all");
        assert!(pieces(Drip::of(1, 1)).await.is_some_and(|pieces| pieces <= 30), "a letter a second");
        assert_eq!(pieces(Drip::of(1_024, 1)).await, None, "a mobile line of the slowest kind");
    }
}
