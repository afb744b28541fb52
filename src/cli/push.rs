//! `bangtin push`: a folder of slides goes to an office elsewhere, to be approved there.

use std::{path::PathBuf, time::Duration};

use super::{
    Exit,
    office_address::on_a_runtime,
    progress::Bar,
    remote::{RemoteArgs, usage},
    terminal::{errln, outln},
};
use crate::{
    api::{CheckedFinding, Push, PushStep, Pushed, Remote, SubmissionAnswer, push},
    form::{Language, Words},
};

/// Send a folder of slides to an office, to be approved there
///
/// The office checks the folder, is brought the pictures that it lacks, and keeps the rest as one submission, whose page is printed.
/// Run again after a line was cut, it does only what is left. Ends with 0 where nothing is new or, with `--wait`, once it is
/// published; with 3 while it waits for approval.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder with `campaign.toml` and the slides
    slides: PathBuf,
    /// Address of the office's page, such as https://10.0.0.2:8443
    #[arg(long, value_name = "URL")]
    to: String,
    #[command(flatten)]
    remote: RemoteArgs,
    /// What is said of it to whoever approves
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Take away slides and campaigns that the folder does not have
    #[arg(long)]
    prune: bool,
    /// Wait until somebody has decided
    #[arg(long)]
    wait: bool,
}

/// How often it is asked whether somebody has decided: at first, and at last.
const ASKED: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(15));

const CHECKING: Words = Words::new("kiểm tra", "check");
const SENDING: Words = Words::new("gửi duyệt", "send");
const NOTHING_NEW: Words =
    Words::new("không có gì mới: đang phát đúng nội dung này", "nothing is new: this is what is on");
const WAITS: Words = Words::new("chờ người duyệt, tại", "waits for approval at");
const WAIT_HINT: Words = Words::new(
    "người duyệt mở địa chỉ đó; `--wait` đợi đến khi có quyết định",
    "whoever approves opens that page; `--wait` waits for the decision",
);
const NOTHING_SENT: Words = Words::new(
    "chỗ phải sửa: chưa gửi gì. Sửa rồi chạy lại",
    "errors: nothing was sent for approval; mend them and run the same again",
);
const SENT_BACK: Words = Words::new("bị trả lại", "it was sent back");
const WITHDRAWN: Words = Words::new("đã rút lại", "it was taken back");
const NOT_KEPT: Words = Words::new(
    "chú ý: tên xã, màn hình, trang chờ và kế hoạch không gửi theo cách này; đổi chúng trên trang của Bảng Tin",
    "note: the commune, its displays, the waiting slide and the plan are not sent like this; they are changed on the office's pages",
);

pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let Args { slides, to, remote, note, prune, wait } = args;
    let remote = remote.open(to)?;
    let language = remote.language();
    on_a_runtime(async {
        let bar = std::sync::Mutex::new(Bar::new());
        let on_step = |step: PushStep<'_>| {
            let bar = bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            match step {
                PushStep::Checking => bar.count(CHECKING.get(language), 0, 1),
                PushStep::Bringing { key, done, of } => bar.count(key, done, of),
                PushStep::Sending => bar.count(SENDING.get(language), 0, 1),
            }
        };
        let how = Push { note, complete: prune };
        let pushed = push(&remote, &slides, &how, &on_step).await.map_err(usage);
        drop(bar);
        let pushed = pushed?;
        tell(&pushed, language);
        let Some(submission) = &pushed.submission else {
            errln!("{} {}", pushed.errors(), NOTHING_SENT.get(language));
            return Ok(Exit::Failed);
        };
        if submission.state == "unchanged" {
            outln!("{} (version {})", NOTHING_NEW.get(language), submission.version.unwrap_or_default())?;
            return Ok(Exit::Done);
        }
        outln!("{} {}", WAITS.get(language), remote.page(&submission.address))?;
        if !wait {
            errln!("hint: {}", WAIT_HINT.get(language));
            return Ok(Exit::Waiting);
        }
        decided(&remote, submission, language).await
    })
}

/// What was found, what goes, and what does not.
fn tell(pushed: &Pushed, language: Language) {
    for CheckedFinding { item, severity, code, field, what, hint, .. } in &pushed.checked.findings {
        let field = field.as_ref().map(|field| format!(" `{field}`")).unwrap_or_default();
        errln!("{severity}: {item}{field}: {what} [{code}]");
        if !hint.is_empty() {
            errln!("  hint: {hint}");
        }
    }
    let (items, pictures) = (pushed.checked.changed.len(), pushed.brought);
    match language {
        Language::Vi => errln!("{items} mục thay đổi, {pictures} ảnh mới gửi"),
        Language::En => errln!("{items} items changed, {pictures} pictures sent"),
    }
    errln!("{}", NOT_KEPT.get(language));
}

/// Waits until somebody has decided, and it is signed.
async fn decided(remote: &Remote, sent: &SubmissionAnswer, language: Language) -> anyhow::Result<Exit> {
    let mut pause = ASKED.0;
    loop {
        let now = match remote.submission(&sent.id).await {
            Ok(now) => now,
            // A line that is cut while nothing happens is none of the sender's affair, nor is an office that is started anew.
            Err(error) if error.may_pass() => {
                tracing::warn!(%error, "asked in vain whether it is approved");
                tokio::time::sleep(ASKED.1).await;
                continue;
            }
            Err(error) => return Err(usage(error)),
        };
        match now.state.as_str() {
            "approved" if now.published => {
                outln!("version {}", now.version.unwrap_or_default())?;
                return Ok(Exit::Done);
            }
            "open" | "approved" => {}
            "returned" => {
                let by = now.decided_by.unwrap_or_default();
                errln!("{} ({by}): {}", SENT_BACK.get(language), now.reason.unwrap_or_default());
                return Ok(Exit::Failed);
            }
            _ => {
                errln!("{}", WITHDRAWN.get(language));
                return Ok(Exit::Failed);
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 3 / 2).min(ASKED.1);
    }
}
