//! Where in a slide a page stands, in words.

/// "Trang 2 trên 5"; nothing for a single page.
pub(super) fn page_label(page: usize, count: usize) -> String {
    if count < 2 { String::new() } else { format!("Trang {} trên {count}", page + 1) }
}
