//! Words of "Thêm".

use crate::form::Words;

pub const EMERGENCY_HINT: Words =
    Words::new("Phát tin ngay, hoặc dừng tất cả", "Put out an emergency, or stop everything");
pub const SCHEDULE_HINT: Words = Words::new("Hôm nay phát gì, ở đâu", "What is on today, and where");
pub const DISPLAYS_HINT: Words = Words::new("Nơi đặt, liên lạc, bộ cài", "Places, contact, set-up kits");
pub const VERSIONS_HINT: Words = Words::new("Những lần đã phát, phát lại", "What was published; play it again");
pub const SETTINGS_HINT: Words = Words::new("Xã, người dùng, sao lưu", "The commune, people, backups");
