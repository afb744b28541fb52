//! `/trang/{id}/gui`: what was written goes to somebody else for approval, with where and until when it is to be shown.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Response},
};

use super::{
    drawing::{self, Looking},
    findings::{self, GradeCounts},
    sending::{SendForm, SendingView, approvers},
    words,
};
use crate::{
    approval::ItemId,
    child::draw::Urgency,
    model::SlideId,
    office::{OfficeError, item_form, title_of_draft},
    server::{
        session::Authorised,
        shell::{Go, PageError, Shell, Toast, page},
        state::PageState,
        times::Times,
    },
};

#[derive(Template)]
#[template(path = "pages/editor/send_page.html")]
struct SendPage {
    shell: Shell,
    id: SlideId,
    title: String,
    picture: String,
    saves: u64,
    sending: SendingView,
}

/// The sheet as a page of its own, for a browser without scripts.
pub async fn ask(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
) -> Result<Response, PageError> {
    let (office, item) = (state.office(), ItemId::Slide(id.clone()));
    let draft = office.edit(&who.account.id, &item).await?;
    let (live, now) = (office.live().await?, office.clock().now().wall);
    let reading = item_form::read(&item, &draft.text, live.body(&item).map(AsRef::as_ref), &live.zone());
    let mut found = findings::mistaken(&reading.mistakes.listed, who.language());
    let looking = Looking { page: 1, portrait: false };
    if let Some(request) = drawing::judged(&live, &id, &draft.text, looking, now)
        && let Ok(drawing) = state.drawer().draw(request, Urgency::Typing(format!("{}:{id}", who.account.id))).await
    {
        found.extend(findings::drawn(&drawing, &found, who.language()));
    }
    let times = Times::new(live.zone(), now, who.language());
    let sending = SendingView::of(&state, &who, &live, (&id, ""), GradeCounts::of(&found), &times).await?;
    let title = title_of_draft(&item, &draft.text);
    let shell = who.task(words::SEND_TITLE.get(who.language())).await?;
    let picture = format!("/trang/{id}/hinh?trang=1");
    Ok(page(&SendPage { shell, id, title, picture, saves: draft.saves, sending }))
}

/// Sends it. What hinders it is said in the editor, at its field.
pub async fn send(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (office, language, asked) = (state.office(), who.language(), SendForm::of(pairs));
    let live = office.live().await?;
    let today = live.zone().day(office.clock().now().wall);
    let editor = Go::to(&format!("/trang/{id}?xem=1"));
    let has_draft = office.draft(&who.account.id, &ItemId::Slide(id.clone())).await?.is_some();
    let Some(sending) = asked.sending(&id, has_draft, today) else {
        return Ok(editor.telling(Toast::bad(words::NO_PLACE_OR_DAY.get(language))).into_response());
    };
    let sent = match office.send(&who.actor(), &sending).await {
        Ok(sent) => sent,
        Err(error @ (OfficeError::Mistakes { .. } | OfficeError::TwoTexts { .. } | OfficeError::NothingNew { .. })) => {
            let words = match error {
                OfficeError::Mistakes { mistakes, .. } => words::must_mend(language, mistakes.count()),
                OfficeError::TwoTexts { .. } => words::CHOOSE_FIRST.get(language).to_owned(),
                _ => words::NOTHING_NEW.get(language).to_owned(),
            };
            return Ok(editor.telling(Toast::bad(words)).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let names = approvers(&state, &who).await?;
    let toast = Toast::good(words::sent(language, &names));
    let toast = toast.link(words::LOOK.get(language), format!("/duyet/{sent}"));
    Ok(Go::to("/trang").telling(toast).into_response())
}
