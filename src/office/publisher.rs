//! Makes programmes of what is approved, with everything that was made before still at hand.

use std::sync::{Mutex, PoisonError};

use crate::{
    fonts::Fonts,
    model::Programme,
    publish::{Built, Content, ProgrammeBuilder, PublishError, PublishOptions},
};

/// Makes programmes, one at a time, and remembers what it has made: only what changed is drawn anew. All of it blocks the
/// thread.
#[derive(Default)]
pub(super) struct Publisher {
    warm: Mutex<Option<Warm>>,
}

/// What is worth keeping from one programme to the next.
struct Warm {
    builder: ProgrammeBuilder,
    fonts: Fonts,
    options: PublishOptions,
}

impl Publisher {
    /// Makes the programme of a content. `signed` is the content that is on and its programme, whose pictures are taken
    /// over where they are not known yet.
    pub(super) fn build(
        &self,
        content: &Content,
        signed: Option<(&Content, &Programme)>,
    ) -> Result<Built, PublishError> {
        let mut warm = self.warm.lock().unwrap_or_else(PoisonError::into_inner);
        let Warm { builder, fonts, options } = warm.get_or_insert_with(|| {
            let options = PublishOptions::default();
            let mut builder = ProgrammeBuilder::default();
            if let Some((content, programme)) = signed {
                builder.remember(content, &options, programme);
            }
            Warm { builder, fonts: Fonts::bundled(), options }
        });
        builder.build(content, options, fonts)
    }

    /// Lets go of the bytes of pictures that are in the feed now.
    pub(super) fn published(&self) {
        if let Some(warm) = &mut *self.warm.lock().unwrap_or_else(PoisonError::into_inner) {
            warm.builder.forget_bytes();
        }
    }

    /// Forgets everything: what was remembered is not in the feed after all.
    pub(super) fn forget(&self) {
        *self.warm.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
