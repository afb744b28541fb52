use jiff::civil::Date;

use super::*;
use crate::{
    form::{self, FieldValues, Value},
    model::{Language, Slide, SlideContent, Zone},
    text::Legacy,
};

/// A Saturday.
const TODAY: Date = Date::constant(2026, 11, 28);

fn best(text: &str) -> Proposal {
    let found = from_text(text, TODAY);
    for proposal in &found {
        for slide in &proposal.slides {
            let read = form::read_slide("thu".parse().unwrap(), &slide.table, &Zone::default());
            assert!(read.mistakes.is_empty(), "{}: {:?}\n{text}", proposal.template, read.mistakes);
        }
    }
    found.into_iter().next().unwrap_or_else(|| panic!("nothing comes of {text}"))
}

fn templates(text: &str) -> Vec<&'static str> {
    from_text(text, TODAY).iter().map(|proposal| proposal.template).collect()
}

fn slide(table: &FieldValues) -> Slide {
    form::read_slide("thu".parse().unwrap(), table, &Zone::default()).value.unwrap()
}

fn value<'a>(slide: &'a ProposedSlide, field: &str) -> &'a str {
    match slide.table.get(field).map(|input| &input.value) {
        Some(Value::Text(text)) => text,
        None => "",
        other => panic!("`{field}` is {other:?}"),
    }
}

fn list<'a>(slide: &'a ProposedSlide, field: &str) -> Vec<&'a str> {
    let Some(input) = slide.table.get(field) else { return Vec::new() };
    let Value::List(entries) = &input.value else { panic!("`{field}` is no list") };
    let text = |entry: &'a form::Input| match &entry.value {
        Value::Text(text) => text.as_str(),
        other => panic!("{other:?}"),
    };
    entries.iter().map(text).collect()
}

fn notes(proposal: &Proposal) -> Vec<ProposalNote> {
    proposal.slides.iter().flat_map(|slide| &slide.notes).chain(&proposal.notes).cloned().collect()
}

#[test]
fn a_zalo_invitation_is_an_event() {
    let text = "🔔 MỜI HỌP THÔN 🔔\nKính mời bà con thôn Mai Lâm đến dự họp thôn cuối năm.\n⏰ Thời gian: 19h30 thứ 7, ngày 12/12/2026\n📍 Địa điểm: Nhà văn hóa thôn Mai Lâm\n👉 Nội dung: bàn việc làm đường, bầu trưởng thôn.\nRất mong bà con đến đông đủ! ❤️❤️";
    let proposal = best(text);
    assert_eq!((proposal.template, proposal.reason), ("event", TemplateReason::DateAndPlace));
    let event = &proposal.slides[0];
    assert_eq!(value(event, "title"), "MỜI HỌP THÔN");
    assert_eq!(value(event, "when"), "19 giờ 30, thứ Bảy, ngày 12/12/2026");
    assert_eq!(value(event, "place"), "Nhà văn hóa thôn Mai Lâm");
    let SlideContent::Event(read) = slide(&event.table).content else { panic!() };
    assert_eq!(read.date, Some(Date::constant(2026, 12, 12)));
    assert_eq!(
        list(event, "lines"),
        ["Kính mời bà con thôn Mai Lâm đến dự họp thôn cuối năm.", "Nội dung: bàn việc làm đường, bầu trưởng thôn."]
    );
    assert_eq!(notes(&proposal), [ProposalNote::LeftOut(vec!["Rất mong bà con đến đông đủ!".to_owned()])]);
    assert_eq!(templates(text).last(), Some(&"notice"), "a notice is always among them");
}

#[test]
fn an_invitation_in_one_sentence_is_an_event() {
    let proposal = best("Tối mai 19h30 tại nhà văn hóa thôn Đông Thắng có buổi tập huấn cài VNeID, mời bà con đến dự.");
    let event = &proposal.slides[0];
    assert_eq!(proposal.template, "event");
    assert_eq!(value(event, "title"), "Tập huấn cài VNeID");
    assert_eq!(value(event, "when"), "19 giờ 30, Chủ nhật, ngày 29/11/2026");
    assert_eq!(value(event, "place"), "Nhà văn hóa thôn Đông Thắng");
    assert!(notes(&proposal).contains(&ProposalNote::DateAssumed(Date::constant(2026, 11, 29))));
}

#[test]
fn a_vaccination_is_an_event_with_what_to_bring() {
    let text = "Trạm y tế xã tổ chức tiêm vắc xin sởi cho trẻ từ 1 đến 5 tuổi vào 7h30 ngày 5/12/2026 tại Trạm y tế xã Mai Phụ.\nBà con mang theo sổ tiêm chủng.";
    let proposal = best(text);
    let event = &proposal.slides[0];
    assert_eq!(value(event, "title"), "Tiêm vắc xin sởi cho trẻ");
    assert_eq!(value(event, "when"), "7 giờ 30, thứ Bảy, ngày 5/12/2026");
    assert_eq!(value(event, "place"), "Trạm y tế xã Mai Phụ");
    assert!(list(event, "lines").contains(&"Bà con mang theo sổ tiêm chủng."));
}

#[test]
fn what_is_written_beside_the_date_stays() {
    let text =
        "PHÁT QUÀ TẾT CHO HỘ NGHÈO\nThời gian: từ 7 giờ ngày 10/12/2026 đến khi phát hết\nĐịa điểm: Hội trường UBND xã";
    let event = &best(text).slides[0];
    assert_eq!(value(event, "when"), "từ 7 giờ ngày 10/12/2026 đến khi phát hết");
}

#[test]
fn a_weekday_that_does_not_go_with_its_date_is_told_and_left() {
    let proposal = best("HIẾN MÁU NHÂN ĐẠO\nThời gian: 7 giờ, thứ Sáu, ngày 12/12/2026\nĐịa điểm: Trạm y tế xã");
    assert_eq!(value(&proposal.slides[0], "when"), "7 giờ, thứ Sáu, ngày 12/12/2026");
    let [note] = &notes(&proposal)[..] else { panic!("{:?}", notes(&proposal)) };
    let said = note.words(Language::Vi);
    assert_eq!(said, "Bài ghi Thứ Sáu, nhưng 12/12/2026 là Thứ Bảy. Hỏi lại người gửi rồi sửa cho khớp.");
}

#[test]
fn an_event_that_is_over_is_told() {
    let proposal = best("Họp phụ huynh\nThời gian: 8h ngày 15/11/2026\nĐịa điểm: Trường Tiểu học Mai Phụ");
    assert!(notes(&proposal).contains(&ProposalNote::DateIsPast(Date::constant(2026, 11, 15))));
}

#[test]
fn numbered_lines_are_a_guide() {
    let text = "Các bước đăng ký tạm trú trên VNeID:\n1. Mở VNeID, bấm biểu tượng tìm kiếm\n2. Chọn “Đăng ký tạm trú”, nhập mã xác thực\n3. Chọn “Tạo yêu cầu mới”\n4. Kiểm tra, nộp lệ phí, gửi hồ sơ\nLệ phí: 7.000 đồng\nThời hạn: 3 ngày làm việc\nHỗ trợ: 1900 0368 (giờ hành chính)";
    let proposal = best(text);
    assert_eq!((proposal.template, proposal.reason), ("guide", TemplateReason::Steps(4)));
    let guide = &proposal.slides[0];
    assert_eq!(value(guide, "title"), "Đăng ký tạm trú trên VNeID");
    assert_eq!(list(guide, "steps")[3], "Kiểm tra, nộp lệ phí, gửi hồ sơ");
    assert_eq!(
        [value(guide, "fee"), value(guide, "time"), value(guide, "hotline")],
        ["7.000 đồng", "3 ngày làm việc", "1900 0368"]
    );
    assert_eq!(notes(&proposal), []);
}

#[test]
fn steps_in_one_paragraph_are_a_guide() {
    let text = "Cách nộp hồ sơ khai sinh: Bước 1: Mở dichvucong.gov.vn. Bước 2: Đăng nhập bằng VNeID. Bước 3: Khai thông tin của con. Bước 4: Gửi hồ sơ.";
    let guide = &best(text).slides[0];
    assert_eq!(value(guide, "title"), "Nộp hồ sơ khai sinh");
    assert_eq!(
        list(guide, "steps"),
        ["Mở dichvucong.gov.vn", "Đăng nhập bằng VNeID", "Khai thông tin của con", "Gửi hồ sơ"]
    );
    assert_eq!(value(guide, "url"), "https://dichvucong.gov.vn");
}

#[test]
fn numbers_in_boxes_are_steps_with_what_to_prepare_above() {
    let text = "📌 HƯỚNG DẪN CHỨNG THỰC BẢN SAO ĐIỆN TỬ\nCần chuẩn bị:\n- Tài khoản VNeID mức 2\n- Bản chính giấy tờ còn nguyên vẹn\nCác bước:\n1️⃣ Đăng nhập dichvucong.gov.vn\n2️⃣ Tìm “Chứng thực bản sao từ bản chính”\n3️⃣ Chọn nơi nộp và giờ hẹn\n   + Mang bản chính đến đúng giờ";
    let guide = &best(text).slides[0];
    assert_eq!(value(guide, "title"), "HƯỚNG DẪN CHỨNG THỰC BẢN SAO ĐIỆN TỬ");
    assert_eq!(list(guide, "prepare"), ["Tài khoản VNeID mức 2", "Bản chính giấy tờ còn nguyên vẹn"]);
    assert_eq!(list(guide, "steps")[2], "Chọn nơi nộp và giờ hẹn. Mang bản chính đến đúng giờ");
}

#[test]
fn two_numbered_lines_are_no_guide() {
    assert_eq!(templates("Lưu ý:\n1. Không đưa mã OTP cho ai.\n2. Không bấm đường dẫn lạ."), ["notice"]);
}

#[test]
fn questions_with_answers_are_questions() {
    let text = "Hỏi: Khai sinh trong bao lâu thì được miễn lệ phí?\nĐáp: Trong 60 ngày kể từ ngày sinh.\nHỏi: Nộp ở đâu?\nĐáp: Tại UBND xã,\nhoặc trên dichvucong.gov.vn.";
    let proposal = best(text);
    assert_eq!((proposal.template, proposal.slides.len()), ("question", 2));
    assert_eq!(value(&proposal.slides[0], "question"), "Khai sinh trong bao lâu thì được miễn lệ phí?");
    assert_eq!(list(&proposal.slides[1], "answer"), ["Tại UBND xã, hoặc trên dichvucong.gov.vn."]);
    assert_eq!(value(&proposal.slides[1], "url"), "https://dichvucong.gov.vn");
}

#[test]
fn a_text_that_begins_with_a_question_is_one() {
    let proposal = best(
        "Ai được trợ cấp hưu trí xã hội?\nNgười từ đủ 75 tuổi, không có lương hưu.\nHộ nghèo, cận nghèo: từ đủ 70 tuổi.",
    );
    assert_eq!((proposal.template, proposal.reason), ("question", TemplateReason::Question));
    assert_eq!(list(&proposal.slides[0], "answer").len(), 2);
    let one_line = best("Con chưa có thẻ căn cước thì làm gì? Cha mẹ đưa con đến Công an xã, không mất phí.");
    assert_eq!(list(&one_line.slides[0], "answer"), ["Cha mẹ đưa con đến Công an xã, không mất phí."]);
}

#[test]
fn capitals_and_short_are_a_slogan() {
    let proposal = best("CẢI CÁCH HÀNH CHÍNH –\nGẦN DÂN, SÁT VIỆC, ĐÚNG HẸN");
    assert_eq!((proposal.template, proposal.reason), ("slogan", TemplateReason::ShortAndLoud));
    assert_eq!(value(&proposal.slides[0], "text"), "CẢI CÁCH HÀNH CHÍNH –|GẦN DÂN, SÁT VIỆC, ĐÚNG HẸN");
    assert_eq!(best("MỖI NHÀ MỘT TÀI KHOẢN VNeID").template, "slogan");
    let soft = best("Nói không với cò mồi, tự tay nộp hồ sơ");
    assert_eq!((soft.template, soft.reason), ("slogan", TemplateReason::Short));
}

#[test]
fn a_paragraph_of_word_in_tcvn3_is_converted_and_told() {
    let proposal = best(
        "Tuyªn truyÒn c¶i c¸ch hµnh chÝnh n¨m 2026\nMêi bµ con ®Õn nhµ v¨n hãa th«n ®Ó ®\u{AD}îc h\u{AD}íng dÉn nép hå s¬ trùc tuyÕn miÔn phÝ.",
    );
    assert_eq!(proposal.template, "notice");
    assert_eq!(value(&proposal.slides[0], "title"), "Tuyên truyền cải cách hành chính năm 2026");
    let body = "Mời bà con đến nhà văn hóa thôn để được hướng dẫn nộp hồ sơ trực tuyến miễn phí.";
    assert_eq!(list(&proposal.slides[0], "body"), [body]);
    assert_eq!(notes(&proposal), [ProposalNote::Converted(Legacy::Tcvn3)]);
}

#[test]
fn a_paragraph_in_vni_is_converted_too() {
    let proposal = best("Thoâng baùo veà vieäc tieâm phoøng cho ñaøn gia suùc naêm nay treân ñòa baøn xaõ");
    assert!(notes(&proposal).contains(&ProposalNote::Converted(Legacy::Vni)), "{proposal:?}");
    let title = "Tiêm phòng cho đàn gia súc năm nay trên địa bàn xã";
    assert_eq!((proposal.template, value(&proposal.slides[0], "title")), ("notice", title));
}

#[test]
fn an_official_notice_loses_its_head_and_foot_and_keeps_its_number() {
    let text = "ỦY BAN NHÂN DÂN\nXÃ MAI PHỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 45/TB-UBND\nMai Phụ, ngày 20 tháng 11 năm 2026\nTHÔNG BÁO\nVề việc thu gom rác thải sinh hoạt\nKính gửi: Các hộ gia đình trên địa bàn xã\nUBND xã thông báo từ nay rác được thu gom vào các buổi sáng thứ Ba và thứ Sáu hằng tuần.\nĐề nghị bà con để rác trước cổng trước 6 giờ.\nTrân trọng thông báo!\nNơi nhận:\n- Như trên;\n- Lưu VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nNguyễn Văn A";
    let proposal = best(text);
    assert_eq!(proposal.template, "notice");
    let notice = &proposal.slides[0];
    assert_eq!(value(notice, "title"), "Thu gom rác thải sinh hoạt");
    assert_eq!(value(notice, "source"), "Thông báo số 45/TB-UBND ngày 20/11/2026");
    assert_eq!(list(notice, "body").len(), 2, "{:?}", list(notice, "body"));
    let left = notes(&proposal);
    let [ProposalNote::LeftOut(left)] = &left[..] else { panic!("{left:?}") };
    assert!(left.iter().any(|line| line == "Nguyễn Văn A"));
}

#[test]
fn the_law_that_a_text_names_is_its_source() {
    let text = "Trợ cấp hưu trí xã hội\nTheo Nghị định số 176/2025/NĐ-CP, người từ đủ 75 tuổi không có lương hưu được hưởng 500.000 đồng mỗi tháng.";
    assert_eq!(value(&best(text).slides[0], "source"), "Nghị định 176/2025/NĐ-CP");
    let text = "Phân luồng giao thông cầu Hộ Độ theo Quyết định số 12/QĐ-UBND ngày 15/3/2026 của UBND tỉnh, cấm xe trên 10 tấn.";
    let found = from_text(text, TODAY);
    assert_eq!(
        found.iter().map(|proposal| proposal.template).collect::<Vec<_>>(),
        ["notice"],
        "a decision's day is no event"
    );
    assert_eq!(value(&found[0].slides[0], "source"), "Quyết định số 12/QĐ-UBND ngày 15/3/2026");
}

#[test]
fn a_warning_is_a_notice_with_its_heading() {
    let text = "CẢNH BÁO LỪA ĐẢO QUA ĐIỆN THOẠI\nCó người tự xưng công an gọi điện yêu cầu đọc mã OTP. Công an không làm việc qua điện thoại.\nBà con không đưa mã OTP cho ai, không bấm đường dẫn lạ.\nNghi ngờ thì gọi 113.";
    let proposal = best(text);
    assert_eq!(proposal.template, "notice");
    assert_eq!(value(&proposal.slides[0], "title"), "CẢNH BÁO LỪA ĐẢO QUA ĐIỆN THOẠI");
    assert_eq!(list(&proposal.slides[0], "body").len(), 3);
}

#[test]
fn a_text_without_a_heading_gets_one_and_says_so() {
    let proposal = best(
        "Trạm bơm bị hỏng, nước sạch tạm ngừng cấp ở ba thôn Đông Thắng, Mai Lâm và Hợp Tiến. Bà con dự trữ nước, thợ đang sửa và sẽ báo khi có nước trở lại.",
    );
    assert_eq!(value(&proposal.slides[0], "title"), "Trạm bơm bị hỏng");
    assert!(notes(&proposal).contains(&ProposalNote::TitleMade));
}

#[test]
fn a_danger_is_pointed_to_the_page_for_emergencies() {
    let proposal = best(
        "BÃO SỐ 5 ĐANG VÀO GẦN BỜ\nBà con không ra khơi, chằng chống nhà cửa, sơ tán trước 17 giờ hôm nay khi có lệnh.",
    );
    assert!(notes(&proposal).contains(&ProposalNote::LooksLikeEmergency));
}

#[test]
fn a_table_of_procedures_from_a_spreadsheet_is_a_table_of_procedures() {
    let csv = "stt,ten_thu_tuc,thoi_han,phi_le_phi,co_quan,do_tin_cay\n\
        1,Đăng ký khai sinh,Trong ngày,Miễn nếu đúng hạn; quá hạn 10.000 đ,UBND xã,A\n\
        2,Liên thông khai sinh – thường trú – thẻ BHYT,Không quá 3 ngày làm việc,Miễn,UBND xã – Công an – BHXH,B\n\
        3,\"Thay đổi, cải chính hộ tịch\",3 ngày làm việc,10.000 đ,UBND xã,C\n";
    let document = crate::document::read(crate::document::DocumentKind::Text, csv.as_bytes()).unwrap();
    let found = from_document(&document, TODAY);
    assert_eq!((found[0].template, found[0].reason), ("procedures", TemplateReason::Procedures(3)));
    let SlideContent::Procedures(procedures) = slide(&found[0].slides[0].table).content else { panic!() };
    assert_eq!(procedures.rows[2].name, "Thay đổi, cải chính hộ tịch");
    assert_eq!(procedures.rows[1].authority.as_deref(), Some("UBND xã – Công an – BHXH"));
    let pasted = "Tên thủ tục\tThời hạn\tLệ phí\nĐăng ký khai sinh\tTrong ngày\tMiễn\nĐăng ký kết hôn\t5 ngày\tMiễn";
    let proposal = best(pasted);
    assert_eq!((proposal.template, proposal.reason), ("procedures", TemplateReason::Procedures(2)));
}

/// The national portal's list: a title above the head, many fields, no time limit.
fn portal_list(procedures: usize) -> Document {
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
    let head = row(&["STT", "Mã TTHC", "Tên TTHC", "Cơ quan công khai", "Lĩnh vực"]);
    let fields = ["Hộ tịch", "Chứng thực", "Bảo trợ xã hội"];
    let rows = (0..procedures).map(|n| {
        row(&[&(n + 1).to_string(), &format!("1.00{n:04}"), &format!("Thủ tục số {n}"), "UBND cấp xã", fields[n % 3]])
    });
    let rows = [row(&["DANH MỤC THỦ TỤC HÀNH CHÍNH"]), head].into_iter().chain(rows).collect();
    Document {
        blocks: vec![crate::document::DocumentBlock::Table(crate::document::DocumentTable { name: None, rows })],
    }
}

#[test]
fn the_list_of_the_national_portal_is_split_by_field_and_says_what_it_lacks() {
    let document = portal_list(150);
    let found = from_document(&document, TODAY);
    let proposal = &found[0];
    assert_eq!(
        (proposal.template, proposal.reason, proposal.slides.len()),
        ("procedures", TemplateReason::Procedures(150), 6)
    );
    assert_eq!(value(&proposal.slides[0], "title"), "Thủ tục: Hộ tịch (1/2)");
    let said = proposal.slides[0].notes[0].words(Language::Vi);
    assert_eq!(said, "Trong bài không có: thời hạn, phí, lệ phí. Đang để dấu “…”, điền vào rồi gửi duyệt.");
    for part in &proposal.slides {
        assert!(
            matches!(slide(&part.table).content, SlideContent::Procedures(procedures) if procedures.rows.len() <= 40)
        );
    }
    let listed = procedures_in(&document);
    assert_eq!((listed.len(), listed[0].code.as_str(), listed[0].field.as_str()), (150, "1.000000", "Hộ tịch"));
    let changes = compare(&listed, &procedures_in(&portal_list(149)));
    assert_eq!((changes.added.len(), changes.changed.len(), changes.abolished.len()), (0, 0, 1));
}

#[test]
fn one_procedure_as_the_portal_exports_it_is_a_guide() {
    let text = "Mã thủ tục: 1.001193\nTên thủ tục: Đăng ký khai sinh\nLĩnh vực: Hộ tịch\nTrình tự thực hiện:\n- Người đi đăng ký nộp hồ sơ tại UBND cấp xã.\n- Công chức kiểm tra hồ sơ, ghi vào sổ hộ tịch.\n- Người dân nhận giấy khai sinh.\nThành phần hồ sơ:\n- Tờ khai đăng ký khai sinh\n- Giấy chứng sinh\nThời hạn giải quyết: Ngay trong ngày tiếp nhận hồ sơ\nPhí, lệ phí: Miễn\nCơ quan thực hiện: UBND cấp xã\nCăn cứ pháp lý: Nghị định 123/2015/NĐ-CP";
    let proposal = best(text);
    assert_eq!((proposal.template, proposal.reason), ("guide", TemplateReason::OneProcedure));
    let guide = &proposal.slides[0];
    assert_eq!(value(guide, "title"), "Đăng ký khai sinh");
    assert_eq!(list(guide, "steps").len(), 3);
    assert_eq!(list(guide, "prepare"), ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh"]);
    assert_eq!([value(guide, "fee"), value(guide, "authority")], ["Miễn", "UBND cấp xã"]);
    assert_eq!(value(guide, "source"), "Nghị định 123/2015/NĐ-CP");
}

#[test]
fn a_table_of_numbers_is_results() {
    let text = "Kết quả giải quyết thủ tục hành chính đến ngày 31/10/2026\nChỉ tiêu\tSố lượng\nHồ sơ tiếp nhận\t1.245\nGiải quyết đúng hạn\t1.230\nĐang giải quyết\t15";
    let proposal = best(text);
    assert_eq!((proposal.template, proposal.reason), ("results", TemplateReason::Numbers));
    let SlideContent::Results(results) = slide(&proposal.slides[0].table).content else { panic!() };
    assert_eq!((results.as_of, results.figures[0].value), (Date::constant(2026, 10, 31), 1_245));
}

#[test]
fn another_table_is_a_notice_row_by_row() {
    let text = "LỊCH TIÊM PHÒNG\nThôn\tThời gian\nMai Lâm\t7 giờ thứ Hai\nĐông Thắng\t7 giờ thứ Ba";
    let proposal = best(text);
    assert_eq!(proposal.template, "notice");
    assert!(list(&proposal.slides[0], "body").contains(&"Mai Lâm: 7 giờ thứ Hai"));
}

/// A plan as communes write them: letterhead, grounds, numbered sections of long paragraphs.
fn plan() -> String {
    let task = "Tuyên truyền sâu rộng về tầm quan trọng, ý nghĩa và mục tiêu của cải cách hành chính; công khai thủ tục tại trụ sở và trên trang thông tin của xã; hướng dẫn bà con nộp hồ sơ trực tuyến, không phải đi lại nhiều lần.";
    let sections = ["I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG TUYÊN TRUYỀN", "III. TỔ CHỨC THỰC HIỆN"];
    let section = |name: &&str| format!("{name}\n- {task}\n- {task}\n- {task}\n");
    let head = "Số: 12 /KH-UBND\n\nMai Phụ, ngày 15 tháng 3 năm 2026\n\n## KẾ HOẠCH\n\n### Tuyên truyền cải cách hành chính năm 2026\n\nCăn cứ Kế hoạch số 21/KH-UBND ngày 18/02/2026 của UBND tỉnh;\n\n";
    let foot = "Nơi nhận:\n- Thường trực Đảng ủy;\n- Lưu VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n";
    format!("{head}{}{foot}", sections.iter().map(section).collect::<String>())
}

#[test]
fn a_long_plan_becomes_slides_under_its_own_headings() {
    let proposal = best(&plan());
    assert_eq!((proposal.template, proposal.slides.len()), ("notice", 6));
    let titles: Vec<&str> = proposal.slides.iter().map(|slide| value(slide, "title")).collect();
    assert_eq!(titles[..3], ["MỤC ĐÍCH, YÊU CẦU (1/2)", "MỤC ĐÍCH, YÊU CẦU (2/2)", "NỘI DUNG TUYÊN TRUYỀN (1/2)"]);
    assert_eq!(value(&proposal.slides[0], "source"), "Kế hoạch số 12/KH-UBND ngày 15/3/2026");
    for part in &proposal.slides {
        let syllables: u64 = list(part, "body").iter().map(|text| crate::text::count(text)).sum();
        assert!(syllables <= 120, "{syllables} on {:?}", value(part, "title"));
    }
    assert!(proposal.notes.contains(&ProposalNote::Split(6)), "{:?}", proposal.notes);
    let book = best(&plan().repeat(30));
    assert!(book.slides.len() <= 20 && book.notes.contains(&ProposalNote::Shortened { slides: 20 }));
}

#[test]
fn the_heading_of_a_document_is_the_heading_of_its_slide() {
    let blocks = vec![
        crate::document::DocumentBlock::Heading(1, "Lịch trực Tết".to_owned()),
        crate::document::DocumentBlock::Paragraph("Trạm y tế trực 24/24 giờ trong dịp Tết.".to_owned()),
    ];
    let found = from_document(&Document { blocks }, TODAY);
    assert_eq!(value(&found[0].slides[0], "title"), "Lịch trực Tết");
}

#[test]
fn nothing_comes_of_nothing_and_something_of_everything_else() {
    for nothing in ["", "  \n\t\n", "🎉🎉🎉", "---", "?!"] {
        assert_eq!(from_text(nothing, TODAY), [], "{nothing:?}");
    }
    for odd in
        ["x", "1.", "Bước 1:", "Hỏi:", "Địa điểm:", "12/12/2026", "|a|b|", "a\tb", "https://dichvucong.gov.vn", "???a"]
    {
        for proposal in from_text(odd, TODAY) {
            assert!(!proposal.slides.is_empty(), "{odd}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_text_crashes_the_rules_or_fills_a_form_wrongly(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "Bước 1: ", "1. ", "2) ", "- ", "Hỏi: ", "Đáp: ", "?", "\n", "\t", "|", "Địa điểm: ", "Thời gian: ", "ngày 12/12", "/2026", "19h30",
                " tại nhà văn hóa ", "THÔNG BÁO", "Số: 12/QĐ-UBND", "Tên TTHC", "Mã TTHC", "1.245", "ß", "İ", "😀", "1️⃣", "Về việc ", "a\u{301}", ". ", "…",
                "Lệ phí:", " thứ 7 ", "CN", "31/2/2026", "Kính gửi", "Tuyªn truyÒn c¶i c¸ch", "https://a.vn",
            ]),
            0..40,
        )
    ) {
        let text = parts.concat();
        for proposal in from_text(&text, TODAY) {
            for slide in &proposal.slides {
                let read = form::read_slide("thu".parse().unwrap(), &slide.table, &Zone::default());
                proptest::prop_assert!(read.mistakes.is_empty(), "{}: {:?}\n{text:?}", proposal.template, read.mistakes);
            }
            for note in notes(&proposal) {
                proptest::prop_assert!(!note.words(Language::Vi).is_empty() && !note.words(Language::En).is_empty());
            }
        }
    }
}
