//! A small value however many references a template puts before it: what stands in a loop or a macro is handed on as `&&`.

use super::section::Section;
use crate::{approval::SlideState, form::Words};

/// Something that is, or leads to, a value of that type.
pub(in crate::server) trait Value<T> {
    /// The value.
    fn value(&self) -> T;
}

macro_rules! value {
    ($type:ty) => {
        impl Value<$type> for $type {
            fn value(&self) -> $type {
                *self
            }
        }

        impl<P: Value<$type>> Value<$type> for &P {
            fn value(&self) -> $type {
                (**self).value()
            }
        }
    };
}

value!(Words);
value!(Section);
value!(SlideState);
