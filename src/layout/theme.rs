//! The four sets of colours. Contrast is theirs by construction: a test keeps all text at 7:1, and titles and
//! numerals at 4.5:1 and better, on everything they are set on (WCAG 2.2, 1.4.6).

use crate::{
    model::{Size, ThemeName},
    scene::{Color, Paint, Point},
};

/// A set of colours for every template.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// The two colours between which the ground runs, lighter first.
    pub ground: [Color; 2],
    /// Headlines on the ground.
    pub headline: Color,
    /// Text on the ground.
    pub body: Color,
    /// Labels on ground and card; marks and icons.
    pub accent: Color,
    /// Numerals on a mark of the accent colour.
    pub on_accent: Color,
    /// The bar behind titles.
    pub title_bar: Color,
    /// Titles on that bar.
    pub on_title_bar: Color,
    /// The strip behind the footer.
    pub footer: Color,
    /// Text in the footer.
    pub on_footer: Color,
    /// Cards on the ground.
    pub card: Color,
    /// Text on cards.
    pub on_card: Color,
    /// Hairlines on the ground, and unlit dots.
    pub rule: Color,
    /// The bronze drum on the ground.
    pub drum: Color,
    /// Whether the ground glows from its middle, or runs from top to bottom.
    pub glows: bool,
}

const WHITE: Color = Color::hex(0xFFFFFF);

const RED_BANNER: Theme = Theme {
    ground: [Color::hex(0x930A0C), Color::hex(0x5E0407)],
    headline: Color::hex(0xFFE45A),
    body: Color::hex(0xFFFAEE),
    accent: Color::hex(0xFFE07A),
    on_accent: Color::hex(0x5E0407),
    title_bar: Color::hex(0x6E0609),
    on_title_bar: Color::hex(0xFFE04A),
    footer: Color::hex(0x560408),
    on_footer: Color::hex(0xFFF3D6),
    card: Color::hex(0x7A080A),
    on_card: Color::hex(0xFFFAEE),
    rule: Color::hex(0xE0A93A),
    drum: Color::hex(0xFFC95A).at(0.055),
    glows: true,
};

const CALM_GREEN: Theme = Theme {
    ground: [Color::hex(0xFCF8EE), Color::hex(0xF7F1E2)],
    headline: Color::hex(0x0B5138),
    body: Color::hex(0x12251D),
    accent: Color::hex(0x0B5D3F),
    on_accent: WHITE,
    title_bar: Color::hex(0x0B5A3C),
    on_title_bar: WHITE,
    footer: Color::hex(0xEEE5CF),
    on_footer: Color::hex(0x1A3328),
    card: WHITE,
    on_card: Color::hex(0x12251D),
    rule: Color::hex(0xD3CBB2),
    drum: Color::hex(0x0B5D3F).at(0.07),
    glows: false,
};

const PAPER: Theme = Theme {
    ground: [Color::hex(0xF6F9FD), Color::hex(0xEDF2F9)],
    headline: Color::hex(0x0D3A78),
    body: Color::hex(0x0E1F35),
    accent: Color::hex(0x0F4289),
    on_accent: WHITE,
    title_bar: Color::hex(0x0D3A78),
    on_title_bar: WHITE,
    footer: Color::hex(0xDDE6F2),
    on_footer: Color::hex(0x1B3352),
    card: WHITE,
    on_card: Color::hex(0x0E1F35),
    rule: Color::hex(0xC3D0E2),
    drum: Color::hex(0x0D3A78).at(0.07),
    glows: false,
};

const NIGHT: Theme = Theme {
    ground: [Color::hex(0x11294D), Color::hex(0x081529)],
    headline: Color::hex(0xFFD95C),
    body: Color::hex(0xF3F7FF),
    accent: Color::hex(0x8CCBFF),
    on_accent: Color::hex(0x081529),
    title_bar: Color::hex(0x0A1C38),
    on_title_bar: Color::hex(0xFFD95C),
    footer: Color::hex(0x060F20),
    on_footer: Color::hex(0xDCE8FA),
    card: Color::hex(0x17345F),
    on_card: Color::hex(0xF3F7FF),
    rule: Color::hex(0x35547F),
    drum: Color::hex(0xBFD9FF).at(0.055),
    glows: true,
};

impl Theme {
    /// The colours of that name.
    pub fn named(name: ThemeName) -> Self {
        match name {
            ThemeName::RedBanner => RED_BANNER,
            ThemeName::CalmGreen => CALM_GREEN,
            ThemeName::Paper => PAPER,
            ThemeName::Night => NIGHT,
        }
    }

    /// The ground of a whole canvas.
    pub fn paint(&self, canvas: Size) -> Paint {
        let (w, h) = (canvas.width as f32, canvas.height as f32);
        let [light, deep] = self.ground;
        if self.glows {
            Paint::Radial {
                center: Point::new(w * 0.5, h * 0.44),
                radius: (w * w + h * h).sqrt() * 0.58,
                inner: light,
                outer: deep,
            }
        } else {
            Paint::Linear { from: Point::new(0.0, 0.0), to: Point::new(0.0, h), a: light, b: deep }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_theme_sets_text_that_old_eyes_cannot_tell_from_its_ground() {
        for (name, theme) in ThemeName::ALL {
            let theme = Theme::named(theme);
            let least = |text: Color, grounds: &[Color]| {
                grounds.iter().map(|ground| text.contrast(*ground)).fold(f64::INFINITY, f64::min)
            };
            let [light, deep] = theme.ground;
            for (what, ratio, limit) in [
                ("body", least(theme.body, &[light, deep]), 7.0),
                ("card", least(theme.on_card, &[theme.card]), 7.0),
                ("footer", least(theme.on_footer, &[theme.footer, light, deep]), 7.0),
                ("headline", least(theme.headline, &[light, deep, theme.card]), 7.0),
                ("title bar", least(theme.on_title_bar, &[theme.title_bar]), 4.5),
                ("accent", least(theme.accent, &[light, deep, theme.card]), 7.0),
                ("numeral", least(theme.on_accent, &[theme.accent]), 4.5),
            ] {
                assert!(ratio >= limit, "{name}: {what} has {ratio:.2}:1");
            }
        }
    }
}
