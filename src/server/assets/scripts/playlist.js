// The order of a playlist, by drag, by buttons and by keys. The form itself holds the order: what is moved is moved in it,
// and saved as a draft; the focus stays with what is moved.
import { tell as toast } from "./toast.js";

const form = document.getElementById("thu-tu");
const list = form.querySelector(".order");
const said = form.querySelector("[data-said]");
const keys = form.querySelector(".keys");
const rows = () => [...list.children];

const number = () => {
  const all = rows();
  all.forEach((row, n) => {
    row.id = `trang-${n + 1}`;
    row.querySelector(".n").textContent = n + 1;
    for (const button of row.querySelectorAll("[name=lam]")) button.value = button.value.replace(/\d+$/, n + 1);
    const [up, down] = row.querySelectorAll("[data-move]");
    if (up) up.disabled = n === 0;
    if (down) down.disabled = n === all.length - 1;
  });
};
const tell = (row) => {
  const all = rows();
  let n = 0;
  said.textContent = said.dataset.said.replace(/\d+/g, () => (n++ === 0 ? all.indexOf(row) + 1 : all.length));
};

// One save after another: a later order must not be overtaken by an earlier one.
let saving = Promise.resolve();
const save = () => {
  number();
  for (const button of form.querySelectorAll("[data-when-changed]")) button.hidden = false;
  saving = saving.then(async () => {
    try {
      const body = new URLSearchParams(new FormData(form));
      body.delete("lam");
      const answer = await fetch(form.action, { method: "POST", headers: { "hx-request": "true" }, body });
      if (!answer.ok) throw new Error(answer.status);
      form.elements.saves.value = await answer.text();
    } catch {
      toast(document.querySelector(".toasts").dataset.noLine, { bad: true });
    }
  });
};
const move = (row, by) => {
  const all = rows();
  const to = all.indexOf(row) + by;
  if (to < 0 || to >= all.length) return false;
  if (by < 0) list.insertBefore(row, all[to]);
  else list.insertBefore(row, all[to].nextSibling);
  number();
  tell(row);
  return true;
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("li");
  if (move(row, Number(button.dataset.move))) save();
  // At either end the button that was pressed can do no more: its neighbour takes the focus.
  (button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button)?.focus();
});

let held = null;
const hold = (row) => {
  held = { row, order: rows() };
  row.classList.add("held");
  keys.hidden = false;
  keys.querySelector("[data-moving]").textContent = `“${row.dataset.title}”`;
};
const release = () => {
  held?.row.classList.remove("held");
  held = null;
  keys.hidden = true;
};
for (const handle of list.querySelectorAll(".handle")) handle.hidden = false;
list.addEventListener("keydown", (event) => {
  const handle = event.target.closest(".handle");
  if (!handle) return;
  const row = handle.closest("li");
  if (!held && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    hold(row);
  } else if (held && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(row, event.key === "ArrowUp" ? -1 : 1);
    handle.focus();
  } else if (held && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    release();
    save();
  } else if (held && event.key === "Escape") {
    event.preventDefault();
    list.append(...held.order);
    release();
    number();
    handle.focus();
  }
});
list.addEventListener("focusout", (event) => {
  if (held && !held.row.contains(event.relatedTarget) && event.relatedTarget) { release(); save(); }
});

const library = document.querySelector("script[data-sortable]");
const ready = () => globalThis.Sortable?.create(list, { handle: ".handle", animation: 150, ghostClass: "held", onEnd: ({ item }) => { tell(item); save(); } });
if (globalThis.Sortable) ready();
else library?.addEventListener("load", ready);
