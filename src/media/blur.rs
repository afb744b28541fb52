//! A wide blur. It is meant for pictures already made small, which the renderer then stretches.

use super::Picture;

impl Picture {
    /// The same picture blurred as by a Gaussian with a standard deviation of `sigma` pixels.
    pub fn blurred(&self, sigma: f32) -> Self {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        Self { size: self.size, rgba: bangtin_pixels::gaussian(&self.rgba, width, height, sigma) }
    }
}
