//! A stable text form of a scene, so that a test's difference can be read.

use std::fmt::{Display, Formatter, Result};

use super::{Item, Scene};

impl Display for Scene {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "scene {} {:?}", self.size, self.ground)?;
        for item in &self.items {
            match item {
                Item::Shape { shape, paint } => writeln!(f, "shape {shape:.1?} {paint:.1?}")?,
                Item::Picture(picture) => {
                    writeln!(f, "picture {} {:.1?} blur {:.1}", picture.digest, picture.rect, picture.blur)?;
                }
                Item::Text(text) => {
                    let (role, face, size) = (text.role, text.face, text.size);
                    writeln!(f, "text {role:?} {face:?} {size:.1} px {:?}", text.color)?;
                    for line in &text.lines {
                        writeln!(f, "  {:.1},{:.1} {:?}", line.x, line.baseline, line.words)?;
                    }
                }
            }
        }
        Ok(())
    }
}
