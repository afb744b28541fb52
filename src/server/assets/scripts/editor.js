// The editor: the picture follows what is typed, what is typed is saved, and what is wrong is said at its field. Without it
// the form works by its buttons.
import "./editor_lists.js";
import "./editor_files.js";
import { look, thumbs, turn, goTo, pageOf } from "./editor_picture.js";
import { save, saveSoon } from "./editor_saving.js";
import { nextFinding } from "./editor_findings.js";

const root = document.querySelector("[data-editor]");
const form = document.getElementById("trang");
root.classList.add("lively");

const changed = () => {
  look();
  thumbs();
  saveSoon();
};
form.addEventListener("input", changed);
// Lists and files tell so when they have changed the form themselves.
form.addEventListener("changed", changed);

// The picture shows the page on which the field is that is written in.
form.addEventListener("focusin", (event) => {
  const page = event.target.name && pageOf(event.target.name);
  if (page) goTo(page);
});

const stage = root.querySelector("[data-stage]");
stage.addEventListener("click", (event) => {
  const link = event.target.closest("[data-page], [data-turn]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.page) goTo(Number(link.dataset.page));
  else turn(link.dataset.turn);
});
const asSeen = stage.querySelector("[data-as-seen]");
for (const choice of stage.querySelectorAll("[data-from]")) {
  choice.addEventListener("change", () => {
    stage.dataset.seenFrom = choice.value;
    asSeen.hidden = !choice.value;
    asSeen.textContent = root.dataset.wordsAsSeen.replace("{d}", choice.value);
  });
}

for (const button of document.querySelectorAll("[data-next-finding]")) button.addEventListener("click", nextFinding);

for (const button of document.querySelectorAll("[data-send]")) {
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!(await save())) return;
    const sheet = document.getElementById("gui");
    sheet.querySelector("[name=lan]").value = root.dataset.saves;
    sheet.showModal();
  });
}
form.querySelector("[data-save-again]").addEventListener("click", (event) => {
  event.preventDefault();
  save();
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  }
});
// A day that is typed is meant.
for (const day of document.querySelectorAll("#gui .day")) {
  day.addEventListener("input", () => {
    const choose = day.parentElement.querySelector("[value=chon]");
    choose.checked = Boolean(day.value);
  });
}
for (const place of document.querySelectorAll("#gui [name=noi]")) {
  place.addEventListener("change", () => {
    document.querySelector("#gui [name=o][value=chon]").checked = true;
  });
}

look();
thumbs();
