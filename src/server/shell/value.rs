//! A small value however many references a template puts before it: what stands in a loop or a macro is handed on as `&&`.

use super::section::OfficeSection;
use crate::{approval::SlideState, form::Words};

/// Something that is, or leads to, a value of that type.
pub(in crate::server) trait ValueOf<T> {
    /// The value.
    fn value(&self) -> T;
}

macro_rules! value {
    ($type:ty) => {
        impl ValueOf<$type> for $type {
            fn value(&self) -> $type {
                *self
            }
        }

        impl<P: ValueOf<$type>> ValueOf<$type> for &P {
            fn value(&self) -> $type {
                (**self).value()
            }
        }
    };
}

value!(Words);
value!(OfficeSection);
value!(SlideState);
