//! Promises about two people who write one slide at once: no word is lost, and both texts stand side by side.

use crate::{
    browser::{Browser, Setup},
    office_fixture::Content,
    officer::Officer,
    served_office::ServedOffice,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_write_one_slide_see_both_texts_side_by_side_and_lose_none() {
    let office = ServedOffice::new(Content::Nothing).await;
    let (one, other) = tokio::join!(Browser::open(Setup::DESKTOP), Browser::open(Setup::DESKTOP));
    let an = Officer { office: &office, browser: &one };
    let dung = Officer { office: &office, browser: &other };
    an.log_in('a', "/trang").await;
    let item = an.begin("slogan").await;
    an.say("Gần dân để hiểu dân").await;
    let editor = format!("/trang/{}", item.own());

    // Dũng opens the same slide: he sees what An has written, and that she writes it.
    dung.log_in('d', &editor).await;
    other.wait_for("Nguyễn Thị An cũng đang soạn trang này").await;
    assert!(other.is_true("document.querySelector('[name=text]').value === 'Gần dân để hiểu dân'").await);
    dung.say("Sát dân để giúp dân").await;

    // An writes on; what Dũng has written is shown beside it, and nothing is put into her field.
    let saves = "document.querySelector('[data-editor]').dataset.saves";
    let before = one.run(&format!("return {saves}"), serde_json::json!([])).await;
    one.type_into("[name=text]", " hơn").await;
    one.wait_until(&format!("{saves} !== {before}")).await;
    one.wait_for("Hoàng Văn Dũng vừa lưu trang này từ máy khác").await;
    one.press("Xem cả hai bản").await;
    one.find("[data-two]").await;
    let beside = one.text().await;
    for words in ["Gần dân để hiểu dân hơn", "Sát dân để giúp dân"] {
        assert!(beside.contains(words), "{words} is not side by side:\n{beside}");
    }
    let mine = one.run("return document.querySelector('[name=text]').value", serde_json::json!([])).await;
    assert_eq!(mine, "Gần dân để hiểu dân hơn");

    // She takes his words; hers are in his window still, and his are where he wrote them.
    one.tap("#gop input[value=ho]").await;
    one.press("Gộp các chỗ đã chọn").await;
    one.wait_until("document.querySelector('[name=text]').value === 'Sát dân để giúp dân'").await;
    let draft = office.office.draft(office.person('d').id(), &item).await.unwrap().unwrap();
    assert_eq!(draft.text.fields.get("text"), "Sát dân để giúp dân");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_windows_of_one_person_keep_both_texts() {
    let office = ServedOffice::new(Content::Nothing).await;
    let browser = Browser::open(Setup::DESKTOP).await;
    let an = Officer { office: &office, browser: &browser };
    an.log_in('a', "/trang").await;
    let item = an.begin("slogan").await;
    an.say("Nói đi đôi với làm").await;
    let first = browser.window().await;
    browser.open_window().await;
    an.open(&format!("/trang/{}", item.own())).await;
    an.say("Làm nhiều hơn nói").await;

    // The first window knows nothing of that, and writes on.
    browser.look_at(&first).await;
    browser.type_into("[name=text]", " mới tốt").await;
    browser.wait_for("vừa được lưu ở một cửa sổ khác").await;
    let beside = browser.text().await;
    for words in ["Nói đi đôi với làm mới tốt", "Làm nhiều hơn nói"] {
        assert!(beside.contains(words), "{words} is not side by side:\n{beside}");
    }
    browser.press("Gộp các chỗ đã chọn").await;
    browser.wait_until("!document.querySelector('[data-two]')").await;
    let draft = office.office.draft(office.person('a').id(), &item).await.unwrap().unwrap();
    assert!(["Nói đi đôi với làm mới tốt", "Làm nhiều hơn nói"].contains(&draft.text.fields.get("text")));
    assert!(draft.kept.is_empty(), "it was chosen");
}
