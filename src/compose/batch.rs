//! Many slides on all cores, their results handed over in order.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use super::{LaidSlide, StillComposer};
use crate::{
    media::Pictures,
    model::{Programme, Size, SlideId},
    render::RenderError,
};

/// Lays each of `slides` out on `screen` and has `work` make something of it, as many at a time as there are cores;
/// hands what was made to `deliver`, in the order of `slides`, on this thread.
///
/// # Errors
/// The first, in that order, of those of `work` and `deliver`; [`RenderError`] where no device can be opened. What comes
/// after it is not delivered.
pub fn for_each_slide<T: Send, E: From<RenderError> + Send>(
    programme: &Arc<Programme>,
    slides: &[SlideId],
    screen: Size,
    pictures: &(dyn Pictures + Sync),
    work: impl Fn(&mut StillComposer<'_>, &LaidSlide) -> Result<T, E> + Sync,
    mut deliver: impl FnMut(usize, T) -> Result<(), E>,
) -> Result<(), E> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let next = AtomicUsize::new(0);
    // Where there is memory for fewer devices than cores, those that could be opened do the work.
    let refused = Mutex::new(None);
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..cores.min(slides.len()) {
            let (done, next, refused, work) = (done.clone(), &next, &refused, &work);
            scope.spawn(move || {
                let mut composer = match StillComposer::open(pictures) {
                    Ok(composer) => composer,
                    Err(error) => {
                        *refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                        return;
                    }
                };
                while let index = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(slide) = slides.get(index)
                {
                    let laid = composer.lay_out(programme, slide, screen);
                    if done.send((index, work(&mut composer, &laid))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (index, made) in results {
            early.insert(index, made);
            while let Some(made) = early.remove(&due) {
                deliver(due, made?)?;
                due += 1;
            }
        }
        match refused.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) if due < slides.len() => Err(error.into()),
            _ => Ok(()),
        }
    })
}
