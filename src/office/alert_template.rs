//! Prepared emergencies: whoever puts one out in a hurry chooses and changes a few words.

use serde::{Deserialize, Serialize};

use super::{actor::Actor, error::OfficeError, item_form::DraftText, office::Office, publishing::log};
use crate::{
    approval::Right,
    model::limits,
    records::{ReadTransaction, setting},
};

/// A prepared emergency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertTemplate {
    /// Its id.
    pub id: String,
    /// What officers call it.
    pub name: String,
    /// The fields of template `alert`, as far as they are known beforehand.
    pub text: DraftText,
}

/// The setting that holds them, once somebody has changed them.
const SETTING: &str = "alert-templates";

/// A prepared emergency of every office: name, headline, level, actions.
type PreparedAlert = (&'static str, &'static str, &'static str, u8, &'static [&'static str]);

/// What every office begins with, one of each level of Quyết định 18/2021/QĐ-TTg. Issuer and telephone are filled in.
const PREPARED: [PreparedAlert; 5] = [
    (
        "nang-nong",
        "Nắng nóng gay gắt",
        "NẮNG NÓNG GAY GẮT",
        1,
        &["Không làm đồng từ 11 giờ đến 15 giờ.", "Uống đủ nước; trông nom người già, trẻ nhỏ."],
    ),
    (
        "mua-lon",
        "Mưa lớn, ngập lụt",
        "MƯA LỚN, NƯỚC ĐANG LÊN",
        2,
        &["Không đi qua ngầm tràn, đường ngập.", "Đưa người già, trẻ nhỏ, gia súc lên chỗ cao."],
    ),
    (
        "bao",
        "Bão vào gần bờ",
        "BÃO SỐ … ĐANG VÀO GẦN BỜ",
        3,
        &[
            "Không ra khơi. Rời ngay lồng bè, chòi canh, tàu đã neo đậu.",
            "Chằng chống nhà cửa, mái tôn; chặt cành cây gần nhà.",
            "Trữ nước, lương thực, thuốc đủ dùng 3 ngày; sạc đầy điện thoại.",
            "Nhà yếu, vùng trũng, ven biển: sơ tán theo lệnh của xã.",
        ],
    ),
    (
        "so-tan",
        "Sơ tán",
        "SƠ TÁN NGAY",
        4,
        &["Đến nhà văn hóa thôn … trước … giờ.", "Mang thuốc, nước uống, giấy tờ, đèn pin."],
    ),
    (
        "sieu-bao",
        "Siêu bão đổ bộ",
        "SIÊU BÃO ĐANG ĐỔ BỘ",
        5,
        &["Ở yên trong nhà kiên cố, tránh xa cửa kính.", "Không ra ngoài cho đến khi có tin của xã."],
    ),
];

impl Office {
    /// The prepared emergencies, in the order in which they are offered.
    ///
    /// # Errors
    /// What the database says.
    pub async fn alert_templates(&self) -> Result<Vec<AlertTemplate>, OfficeError> {
        let mut tx = self.records().read().await?;
        self.templates_in(&mut tx).await
    }

    async fn templates_in(&self, tx: &mut ReadTransaction) -> Result<Vec<AlertTemplate>, OfficeError> {
        if let Some(kept) = setting::get(tx, SETTING).await?.and_then(|text| serde_json::from_str(&text).ok()) {
            return Ok(kept);
        }
        let live = self.live_in(tx).await?;
        let commune = live.commune().map(|commune| commune.unit.name.clone()).unwrap_or_default();
        let issuer = format!("Ban Chỉ huy Phòng thủ dân sự {}", commune.trim_start_matches("UBND ").trim());
        Ok(PREPARED.iter().map(|prepared| template(prepared, issuer.trim())).collect())
    }

    /// Keeps a prepared emergency, in the place of one of the same id.
    ///
    /// # Errors
    /// No right to put out emergencies or to administer, it is too long, or there are too many.
    pub async fn put_alert_template(&self, by: &Actor, template: AlertTemplate) -> Result<(), OfficeError> {
        let long = !template.text.fits() || template.name.chars().count() > limits::FIELD_CHARS;
        self.change_templates(by, "alert-template", &template.id.clone(), |templates| {
            match templates.iter_mut().find(|known| known.id == template.id) {
                Some(known) => *known = template,
                None => templates.push(template),
            }
            !long && templates.len() <= limits::ALERT_TEMPLATES
        })
        .await
    }

    /// Takes a prepared emergency away.
    ///
    /// # Errors
    /// No right to put out emergencies or to administer.
    pub async fn remove_alert_template(&self, by: &Actor, id: &str) -> Result<(), OfficeError> {
        self.change_templates(by, "alert-template-removed", id, |templates| {
            templates.retain(|known| known.id != id);
            true
        })
        .await
    }

    async fn change_templates(
        &self,
        by: &Actor,
        act: &str,
        id: &str,
        change: impl FnOnce(&mut Vec<AlertTemplate>) -> bool,
    ) -> Result<(), OfficeError> {
        by.must(Right::Alert).or_else(|refusal| by.must(Right::Administer).map_err(|_| refusal))?;
        let now = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        let mut templates = self.templates_in(&mut tx).await?;
        if !change(&mut templates) {
            return Err(OfficeError::TooLong);
        }
        let body = serde_json::to_string(&templates).expect("texts have names for keys");
        setting::put(&mut tx, SETTING, &body, now).await?;
        log(&mut tx, Some(by), now, act, id, "").await?;
        Ok(tx.commit().await?)
    }
}

fn template((id, name, headline, level, actions): &PreparedAlert, issuer: &str) -> AlertTemplate {
    let mut text = DraftText::default();
    text.fields.set("headline", *headline);
    text.fields.set("level", level.to_string());
    text.fields.set("issuer", issuer);
    text.fields.set("contact", "Cần cứu giúp: gọi 112");
    for (n, action) in (1..).zip(*actions) {
        text.fields.set(format!("actions[{n}]"), *action);
    }
    AlertTemplate { id: (*id).to_owned(), name: (*name).to_owned(), text }
}
