//! The files that make the page, compiled into the program.

/// One file, by the name it is asked for.
pub(super) struct File {
    pub name: &'static str,
    pub mime: &'static str,
    pub bytes: &'static [u8],
}

/// Every style of the page as one file, so that a first visit asks once. A page's own style stands beside its template.
const STYLES: &str = concat!(
    ":root{",
    include_str!("styles/light.css"),
    "}:root[data-scheme=dark]{",
    include_str!("styles/dark.css"),
    "}@media(prefers-color-scheme:dark){:root:not([data-scheme=light]){",
    include_str!("styles/dark.css"),
    "}}",
    include_str!("styles/base.css"),
    include_str!("styles/button.css"),
    include_str!("styles/chip.css"),
    include_str!("styles/tv.css"),
    include_str!("styles/field.css"),
    include_str!("styles/card.css"),
    include_str!("styles/word.css"),
    include_str!("styles/shell.css"),
    include_str!("../api/interface.css"),
    include_str!("../pages/approval/approval.css"),
    include_str!("../pages/components/components.css"),
    include_str!("../pages/displays/displays.css"),
    include_str!("../pages/displays/sheet.css"),
    include_str!("../pages/editor/editor.css"),
    include_str!("../pages/emergency/emergency.css"),
    include_str!("../pages/first_start/first_start.css"),
    include_str!("../pages/log_in/log_in.css"),
    include_str!("../pages/more/more.css"),
    include_str!("../pages/new_slide/new_slide.css"),
    include_str!("../pages/schedule/schedule.css"),
    include_str!("../pages/settings/settings.css"),
    include_str!("../pages/slides/slides.css"),
    include_str!("../pages/today/today.css"),
    include_str!("../pages/versions/versions.css"),
);

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A file of this folder.
macro_rules! file {
    ($name:literal, $mime:expr, $path:literal) => {
        File { name: $name, mime: $mime, bytes: include_bytes!($path) }
    };
}

/// All of them.
pub(super) const FILES: &[File] = &[
    File { name: "office.css", mime: "text/css; charset=utf-8", bytes: STYLES.as_bytes() },
    file!("icons.svg", "image/svg+xml", "icons.svg"),
    file!("chevron.svg", "image/svg+xml", "chevron.svg"),
    file!("crowd.svg", "image/svg+xml", "crowd.svg"),
    file!("favicon.svg", "image/svg+xml", "favicon.svg"),
    file!("be-vietnam-pro-500.woff2", "font/woff2", "fonts/be-vietnam-pro-500.woff2"),
    file!("be-vietnam-pro-700.woff2", "font/woff2", "fonts/be-vietnam-pro-700.woff2"),
    file!("be-vietnam-pro-800.woff2", "font/woff2", "fonts/be-vietnam-pro-800.woff2"),
    file!("slogan.webp", "image/webp", "pictures/slogan.webp"),
    file!("guide.webp", "image/webp", "pictures/guide.webp"),
    file!("emergency.js", SCRIPT, "scripts/emergency.js"),
    file!("htmx.js", SCRIPT, "vendor/htmx.min.js"),
    file!("hx-sse.js", SCRIPT, "vendor/hx-sse.min.js"),
    file!("sortable.js", SCRIPT, "vendor/Sortable.min.js"),
    file!("editor.js", SCRIPT, "scripts/editor.js"),
    file!("editor_files.js", SCRIPT, "scripts/editor_files.js"),
    file!("editor_findings.js", SCRIPT, "scripts/editor_findings.js"),
    file!("editor_lists.js", SCRIPT, "scripts/editor_lists.js"),
    file!("editor_picture.js", SCRIPT, "scripts/editor_picture.js"),
    file!("editor_saving.js", SCRIPT, "scripts/editor_saving.js"),
    file!("slides.js", SCRIPT, "scripts/slides.js"),
    file!("new_slide.js", SCRIPT, "scripts/new_slide.js"),
    file!("office.js", SCRIPT, "scripts/office.js"),
    file!("download.js", SCRIPT, "scripts/download.js"),
    file!("live.js", SCRIPT, "scripts/live.js"),
    file!("menu.js", SCRIPT, "scripts/menu.js"),
    file!("password.js", SCRIPT, "scripts/password.js"),
    file!("place.js", SCRIPT, "scripts/place.js"),
    file!("playlist.js", SCRIPT, "scripts/playlist.js"),
    file!("print.js", SCRIPT, "scripts/print.js"),
    file!("preview.js", SCRIPT, "scripts/preview.js"),
    file!("sheet.js", SCRIPT, "scripts/sheet.js"),
    file!("submit.js", SCRIPT, "scripts/submit.js"),
    file!("toast.js", SCRIPT, "scripts/toast.js"),
    file!("why.js", SCRIPT, "scripts/why.js"),
    file!("words.js", SCRIPT, "scripts/words.js"),
];
