//! What whoever passes by reads, small, on a screen that has nothing else yet: what it waits for, and who can mend it.

use crate::feed::{CollectError, TreeFile, transport::TransportError};

/// The words for a cycle that failed, in Vietnamese.
pub(super) fn waiting_note(error: &CollectError) -> &'static str {
    match error {
        CollectError::Unreachable(TransportError::NoFolder { .. }) => {
            "Không thấy thư mục nguồn tin. Cần kiểm tra ổ đĩa hoặc địa chỉ đã khai báo."
        }
        CollectError::Unreachable(TransportError::NotRegular { .. }) => {
            "Thư mục nguồn tin có tệp lạ nên không đọc được. Cần chép lại."
        }
        CollectError::Unreachable(TransportError::Read { .. } | TransportError::DiskHangs { .. }) => {
            "Không đọc được thư mục nguồn tin. Cần kiểm tra ổ đĩa."
        }
        CollectError::Unreachable(TransportError::Redirect { .. }) => {
            "Máy chủ chuyển sang địa chỉ khác. Cần kiểm tra mạng hoặc địa chỉ nguồn tin."
        }
        error if error.is_offline() => "Đang chờ mạng để nhận nội dung đầu tiên…",
        CollectError::Lacks { file } if is_timestamp(file) => {
            "Địa chỉ đã khai báo không có nguồn tin nào. Cần kiểm tra lại địa chỉ."
        }
        CollectError::Lacks { .. } => "Nguồn tin chưa đầy đủ. Đang chờ xã phát hành lại.",
        CollectError::Refused { file, .. } if is_timestamp(file) => {
            "Nguồn tin không khớp với tệp gốc (root.json) của máy này. Cần cài lại tệp gốc."
        }
        CollectError::Expired { .. } => "Nguồn tin đã quá hạn. Đang chờ xã gia hạn.",
        CollectError::Exceeds { .. } => "Chương trình lớn quá mức máy này chiếu được. Đang chờ xã phát hành lại.",
        CollectError::Store(_) => "Bộ nhớ của máy không ghi được. Cần người kiểm tra.",
        _ => "Nội dung nhận được không đúng chữ ký nên không hiển thị.",
    }
}

/// Whether that is the first file that a feed is asked for: where it is missing there is no feed, and where its signature is
/// not by the installed root's keys it is another feed.
fn is_timestamp(file: &str) -> bool {
    file.parse() == Ok(TreeFile::Timestamp)
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeSet,
        path::{Path, PathBuf},
        sync::Arc,
    };

    use super::*;
    use crate::{
        clock::Clock,
        feed::{self, Collector, Lifetimes, RootKeys, transport::FolderTransport},
        model::{Size, WallTime},
        store::Store,
    };

    #[test]
    fn each_cause_has_words_of_its_own() {
        let path = || PathBuf::from("/feed");
        let timestamp = || TreeFile::Timestamp.to_string();
        let errors = [
            CollectError::Unreachable(TransportError::NoFolder { path: path() }),
            CollectError::Unreachable(TransportError::DiskHangs { path: path(), seconds: 15 }),
            CollectError::Unreachable(TransportError::Status { url: String::new(), status: 500 }),
            CollectError::Unreachable(TransportError::Redirect { url: String::new(), to: String::new() }),
            CollectError::Lacks { file: timestamp() },
            CollectError::Lacks { file: "metadata/2.snapshot.json".to_owned() },
            CollectError::Refused { file: timestamp(), why: String::new() },
            CollectError::Refused { file: "metadata/2.targets.json".to_owned(), why: String::new() },
            CollectError::Expired { file: timestamp(), role: "timestamp".to_owned(), expires: WallTime(0) },
        ];
        let notes: BTreeSet<_> = errors.iter().map(waiting_note).collect();
        assert_eq!(notes.len(), errors.len(), "{notes:?}");
    }

    /// What the screen says of that folder, to a hall with that root file and an empty store.
    async fn note_of(folder: &Path, root: &[u8], now: WallTime) -> &'static str {
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(data.path()).unwrap();
        let collector = Collector::new(store, Arc::new(FolderTransport::at(folder)), root, Size::FULL_HD);
        waiting_note(&collector.collect(&Clock::fixed(now), &|_| {}).await.unwrap_err())
    }

    #[tokio::test]
    async fn a_missing_folder_an_empty_one_another_feeds_root_and_a_stale_feed_are_each_called_by_their_name() {
        let (home, now) = (tempfile::tempdir().unwrap(), WallTime(1_795_136_400_000));
        let feed_of = |name: &str| {
            let (dir, keys) = (home.path().join(name), home.path().join(format!("{name}-keys")));
            let repository = feed::Repository::in_folder(&dir, &keys);
            repository.init(RootKeys::default(), Lifetimes::SERVED, now).unwrap();
            let root = std::fs::read(feed::root_file(&dir)).unwrap();
            (dir, root)
        };
        let ((ours, root), (_, theirs)) = (feed_of("ours"), feed_of("theirs"));
        let empty = home.path().join("empty");
        std::fs::create_dir(&empty).unwrap();
        let said = [
            (note_of(&home.path().join("missing"), &root, now).await, "Không thấy thư mục"),
            (note_of(&empty, &root, now).await, "không có nguồn tin nào"),
            (note_of(&ours, &theirs, now).await, "không khớp với tệp gốc"),
            (note_of(&ours, &root, now + 365 * 86_400_000).await, "quá hạn"),
        ];
        for (note, expected) in said {
            assert!(note.contains(expected), "{expected}: {note}");
        }
    }
}
