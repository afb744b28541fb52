//! Findings in Vietnamese, for officers.

use jiff::civil::{Date, Weekday};

use super::{
    explanation::Explanation,
    kind::{FindingKind, Shortening},
};

/// What, why and what to do.
pub(super) fn explain(kind: &FindingKind) -> Explanation {
    match kind {
        FindingKind::LeftOpen { text } => Explanation::new(
            format!("“{text}” còn chỗ trống chưa điền"),
            "Người dân được bảo gọi điện hoặc tìm đến mà không biết gọi ai, đến đâu.",
            "Điền tên hoặc số vào chỗ có dấu chấm.",
        ),
        FindingKind::ObsoleteTerm { found, instead, because } => Explanation::new(
            format!("“{found}” không còn đúng{}", because.as_ref().map_or(String::new(), |why| format!(" ({why})"))),
            "Người dân đi tìm một cơ quan hoặc giấy tờ không còn nữa.",
            format!("Viết: {instead}."),
        ),
        FindingKind::PersonalData { number } => Explanation::new(
            format!("“{number}” giống số định danh của một người"),
            "Cả thôn sẽ nhìn thấy số này.",
            "Bỏ số này đi; chỉ nêu số liệu tổng hợp, không nêu từng người.",
        ),
        FindingKind::WeekdayDoesNotMatch { text, date } => Explanation::new(
            format!("“{text}”: ngày {} là {}", day(*date), weekday(date.weekday())),
            "Một nửa số người sẽ đến nhầm ngày.",
            "Sửa lại thứ hoặc ngày.",
        ),
        FindingKind::FactsNotChecked { checked_on, age_days } => Explanation::new(
            format!("nội dung được đối chiếu lần cuối ngày {}, cách đây {age_days} ngày", day(*checked_on)),
            "Lệ phí, thời hạn, số điện thoại hay thay đổi; người dân làm theo những gì màn hình ghi.",
            "Đối chiếu lại với nguồn rồi ghi ngày hôm nay vào mục Ngày kiểm tra (`checked_on`).",
        ),
        FindingKind::NoSource => Explanation::new(
            "chưa ghi nội dung lấy từ đâu".to_owned(),
            "Sau này không ai kiểm tra lại được nội dung còn đúng hay không.",
            "Ghi số văn bản hoặc trang thông tin vào mục Nguồn (`source`) để lần sau đối chiếu.",
        ),
        FindingKind::EventIsOver { date } => Explanation::new(
            format!("sự kiện đã diễn ra ngày {}", day(*date)),
            "Trang này không còn được phát nhưng vẫn nằm trong chương trình.",
            "Gỡ trang này.",
        ),
        FindingKind::AlertExpired { expires } => Explanation::new(
            format!(
                "tin cảnh báo vẫn nằm trong lịch phát mà đã hết hiệu lực từ {} ngày {}",
                expires.strftime("%H:%M"),
                day(expires.date())
            ),
            "Người dân sẽ làm theo lời khuyên không còn đúng.",
            "Gỡ tin khỏi danh sách phát, hoặc phát bản tin tiếp theo.",
        ),
        FindingKind::AlertShownPastEnd { expires, until } => Explanation::new(
            format!(
                "tin cảnh báo có hiệu lực đến {} ngày {} mà chiến dịch {}",
                expires.strftime("%H:%M"),
                day(expires.date()),
                match until {
                    Some(until) => format!("phát đến {} ngày {}", until.strftime("%H:%M"), day(until.date())),
                    None => "không có giờ kết thúc".to_owned(),
                }
            ),
            "Nhà văn hóa sẽ phát lời khuyên không còn đúng; nơi mất mạng sẽ phát mãi.",
            format!("Cho chiến dịch của tin dừng vào lúc ấy (`until = {}`).", expires.strftime("%Y-%m-%dT%H:%M:%S")),
        ),
        FindingKind::TableNotChecked { file, checked_on, age_days } => Explanation::new(
            format!("`{file}` được rà soát lần cuối ngày {}, cách đây {age_days} ngày", day(*checked_on)),
            "Quy định đã đổi thì bảng này để lọt những từ không còn đúng.",
            "Rà soát lại rồi ghi ngày hôm nay vào `checked_on` của tệp.",
        ),
        FindingKind::TopicNotCovered { topic, name } => Explanation::new(
            format!("chưa có trang nào trong lịch phát nói về chủ đề “{name}”"),
            "Chủ đề có trong kế hoạch mà người dân chưa được nghe nói đến.",
            format!("Viết một trang có mục Chủ đề là `{topic}` rồi đưa vào danh sách phát."),
        ),
        FindingKind::ProcedureNotCovered { procedure } => Explanation::new(
            format!("chưa có trang nào trong lịch phát nhắc đến thủ tục “{procedure}”"),
            "Người cần làm thủ tục không biết mất bao lâu, lệ phí bao nhiêu.",
            "Thêm vào bảng thủ tục, hoặc viết một trang hướng dẫn.",
        ),
        FindingKind::UnknownTopic { topic } => Explanation::new(
            format!("chủ đề `{topic}` không có trong kế hoạch"),
            "Khi báo cáo, trang này không được tính vào chủ đề nào.",
            "Dùng một chủ đề có trong `plan.toml`, hoặc thêm chủ đề này vào đó.",
        ),
        FindingKind::TextTooSmall { words, angle, wanted, distance_m, panel_inches, shortening } => Explanation::new(
            format!(
                "chữ “{words}” nhỏ hơn mức đọc được ở {} m trên màn hình {} inch: cao {}′, cần {wanted:.0}′",
                number(*distance_m),
                number(*panel_inches),
                decimal(*angle)
            ),
            "Người ngồi hàng cuối và người già không đọc được.",
            match shortening {
                Shortening::Untried => "Viết ít chữ hơn, hoặc tách thành hai trang.".into(),
                Shortening::To { now, most } => format!("Rút còn {most} tiếng (đang có {now})."),
                Shortening::InVain => {
                    "Viết ngắn hơn cũng không giúp được: làm thành khẩu hiệu, hoặc dùng màn hình lớn hơn, treo gần chỗ ngồi hơn."
                        .into()
                }
            },
        ),
        FindingKind::CaptionTooSmall { words, angle, wanted, distance_m } => Explanation::new(
            format!(
                "dòng chữ nhỏ “{words}” chỉ cao {}′ khi nhìn từ {} m; cần {wanted:.0}′",
                decimal(*angle),
                number(*distance_m)
            ),
            "Phải đến rất gần mới đọc được.",
            "Rút ngắn dòng này; nếu nó đã ngắn, dùng màn hình lớn hơn hoặc treo gần chỗ ngồi hơn.",
        ),
        FindingKind::LowContrast { words, ratio, wanted } => Explanation::new(
            format!("“{words}” chỉ tương phản {}:1 với nền; cần {}:1", decimal(*ratio), number(*wanted)),
            "Người mắt kém không nhìn ra chữ; khi nắng chiếu vào màn hình thì không ai nhìn ra.",
            "Chọn bộ màu khác, hoặc hình ít chi tiết hơn ở chỗ có chữ.",
        ),
        FindingKind::CodeDoesNotScan { url, decoded } => Explanation::new(
            match decoded {
                Some(other) => format!("mã QR phải dẫn tới `{url}`, nhưng quét hình ra `{other}`"),
                None => format!("mã QR phải dẫn tới `{url}`, nhưng quét hình không ra gì"),
            },
            "Bà con giơ điện thoại lên mà không mở được, hoặc mở nhầm trang.",
            "Rút ngắn địa chỉ; nếu là áp phích, vẽ mã to hơn, màu tối trên nền sáng, chừa lề trắng.",
        ),
        FindingKind::CodeTooSmall { side_mm, wanted_mm, distance_m } => Explanation::new(
            format!(
                "mã QR rộng {side_mm:.0} mm; muốn quét được từ {} m phải rộng {wanted_mm:.0} mm",
                number(*distance_m)
            ),
            "Phải đến sát màn hình mới quét được.",
            "Rút ngắn địa chỉ, hoặc viết ít chữ hơn bên cạnh mã.",
        ),
        FindingKind::QrTooLong { url } => Explanation::new(
            format!("địa chỉ `{url}` dài quá, không tạo được mã QR"),
            "Không có gì để quét.",
            "Dùng địa chỉ ngắn hơn.",
        ),
        FindingKind::PictureMissing { picture } => Explanation::new(
            format!("không có hình `{picture}`"),
            "Người xem không thấy áp phích, chỉ thấy lời thay thế.",
            "Thêm hình ấy, hoặc chọn hình khác ở mục Hình (`picture`).",
        ),
        FindingKind::CannotBeDrawn { reason } => Explanation::new(
            format!("không vẽ được: {reason}"),
            "Các nhà văn hóa sẽ chỉ hiện màn hình chờ.",
            "Rút ngắn chữ hoặc thay hình khác; nếu vẫn không được, hãy báo lỗi kèm trang này.",
        ),
        FindingKind::UnknownLetters { letters } => Explanation::new(
            format!("không hiện được `{letters}`: phông chữ không có những ký tự này"),
            "Chỗ ấy thành ô trống, người xem không hiểu ý.",
            "Bỏ biểu tượng cảm xúc; viết bằng chữ Việt hoặc chữ Latinh, hoặc làm thành áp phích.",
        ),
        FindingKind::TooLittleTime { shown_s, need_s } => Explanation::new(
            format!("chỉ hiện {shown_s:.0} giây mà đọc hết mất {need_s:.0} giây"),
            "Người đọc chậm chưa đọc hết thì đã chuyển sang màn khác.",
            "Để trống mục Số giây hiện (`duration_s`), hoặc tăng lên, hoặc viết ít hơn.",
        ),
        FindingKind::TooMuchOnAPage { need_s } => Explanation::new(
            format!("đọc hết mất {need_s:.0} giây"),
            "Ít ai nhìn một màn lâu quá nửa phút.",
            "Tách thành hai trang.",
        ),
        FindingKind::TickerInEmergency => Explanation::new(
            "chiến dịch khẩn cấp có dòng chữ chạy hoặc đồng hồ, là những thứ không bao giờ được hiện khi khẩn cấp"
                .to_owned(),
            "Người đang cần chỉ dẫn không thể chờ chữ chạy qua.",
            "Ghi vào mục Việc phải làm (`actions`) của tin cảnh báo.",
        ),
        FindingKind::TickerTooLong { words, syllables, most } => Explanation::new(
            format!("câu chữ chạy “{words}…” dài {syllables} tiếng; người xem chỉ theo kịp {most} tiếng"),
            "Chưa đến cuối câu đã quên đầu câu.",
            "Tách thành hai câu, hoặc làm thành một trang.",
        ),
        FindingKind::TickerTooFast { words, rate, most } => Explanation::new(
            format!(
                "câu chữ chạy “{words}” trôi qua {} tiếng một giây; người xem chỉ đọc kịp {}",
                decimal(*rate),
                number(*most)
            ),
            "Chữ chạy đọc chậm hơn chữ đứng yên.",
            "Viết đầy đủ những chỗ viết tắt, hoặc làm thành một trang.",
        ),
        FindingKind::TextTooLong { chars, entries } => Explanation::new(
            format!("có đoạn dài quá {chars} ký tự hoặc danh sách quá {entries} mục nên đã bị cắt"),
            "Phần bị cắt không bao giờ được hiện.",
            "Rút ngắn, hoặc chia thành nhiều trang.",
        ),
        FindingKind::SlideTooLarge { chars, most } => Explanation::new(
            format!("{chars} ký tự, không dàn trang được; tối đa {most} ký tự, chia ra nhiều mục, nhiều dòng"),
            "Trang này không được hiện; thay vào đó chỉ có tên xã.",
            "Rút ngắn, hoặc chia thành nhiều trang.",
        ),
        FindingKind::TooManyPages { pages, canvas, most } => Explanation::new(
            format!("trải ra {pages} màn trên khung {canvas}; chỉ {most} màn đầu được hiện"),
            "Không ai chờ xem nhiều màn như thế, và phần sau không bao giờ được hiện.",
            "Rút ngắn, hoặc chia thành nhiều trang.",
        ),
        FindingKind::LegacyEncoding { file, encoding, shown } => Explanation::new(
            format!("`{file}` có đoạn viết bằng bảng mã {encoding}; đang được hiện là “{shown}”"),
            "Bảng mã cũ sang máy khác thành chữ lạ; nếu đoán sai thì trên màn hình cũng vậy.",
            "Đọc lại phần được hiện, rồi gõ hoặc dán lại bằng Unicode.",
        ),
    }
}

fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "thứ hai",
        Weekday::Tuesday => "thứ ba",
        Weekday::Wednesday => "thứ tư",
        Weekday::Thursday => "thứ năm",
        Weekday::Friday => "thứ sáu",
        Weekday::Saturday => "thứ bảy",
        Weekday::Sunday => "chủ nhật",
    }
}

/// 9/12/2026.
fn day(date: Date) -> String {
    format!("{}/{}/{}", date.day(), date.month(), date.year())
}

/// With one decimal, after a comma.
fn decimal(value: f64) -> String {
    format!("{value:.1}").replace('.', ",")
}

/// With as many decimals as it has, after a comma.
fn number(value: f64) -> String {
    value.to_string().replace('.', ",")
}
