// Lists: entries are added, removed and moved by buttons, by keys and by dragging, and every removal can be undone.
import { tell } from "./toast.js";

const root = document.querySelector("[data-editor]");
const form = document.getElementById("trang");
const entriesOf = (many) => many.querySelector("[data-entries]");
const boxOf = (entry) => entry.querySelector("textarea, input, select");

/** Names go by place: `steps[2]`, `row[2].name`. */
const renumber = (many) => {
  const path = many.dataset.many;
  const dom = path.replace(/[[.]/g, "-").replace(/\]/g, "");
  [...entriesOf(many).children].forEach((entry, n) => {
    const put = (text) => text
      .replace(new RegExp(`${path.replace(/[[\]]/g, "\\$&")}\\[\\d+\\]`), `${path}[${n + 1}]`)
      .replace(new RegExp(`f-${dom}-\\d+`), `f-${dom}-${n + 1}`);
    for (const element of entry.querySelectorAll("[name], [id], [for], [data-told], [data-field], [data-counts], [aria-describedby], [value]")) {
      for (const name of ["name", "id", "for", "data-told", "data-field", "data-counts", "aria-describedby"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, put(element.getAttribute(name)));
      }
      if (element.tagName === "BUTTON") element.value = put(element.value);
      if (element.hasAttribute("aria-label") && element.tagName === "TEXTAREA") {
        element.setAttribute("aria-label", element.getAttribute("aria-label").replace(/\d+$/, String(n + 1)));
      }
    }
  });
  const lines = many.querySelector("[data-lines]");
  lines.textContent = lines.dataset.words.replace("{n}", String(entriesOf(many).children.length));
  form.dispatchEvent(new CustomEvent("changed"));
};

const add = (many, after) => {
  const entry = many.querySelector("template").content.firstElementChild.cloneNode(true);
  ready(entry);
  if (after) after.after(entry);
  else entriesOf(many).append(entry);
  renumber(many);
  boxOf(entry).focus();
};

const remove = (many, entry) => {
  const list = entriesOf(many);
  const before = entry.nextElementSibling;
  const neighbour = before ?? entry.previousElementSibling;
  entry.remove();
  if (!list.children.length) add(many);
  else {
    renumber(many);
    boxOf(neighbour).focus();
  }
  const said = [...entry.querySelectorAll("textarea, input")].some((box) => box.value.trim());
  if (!said) return;
  tell(root.dataset.wordsRemoved, {
    link: { words: root.dataset.wordsUndo, href: "#trang" },
    onLink: () => {
      list.insertBefore(entry, before?.isConnected ? before : null);
      renumber(many);
      boxOf(entry).focus();
    },
  });
};

const move = (many, entry, down) => {
  const other = down ? entry.nextElementSibling : entry.previousElementSibling;
  if (!other) return;
  if (down) other.after(entry);
  else other.before(entry);
  renumber(many);
};

const ready = (entry) => {
  const grip = entry.querySelector("[data-grip]");
  grip.hidden = false;
  grip.addEventListener("pointerdown", (event) => drag(event, entry));
};

/** Follows the finger: the entry changes places with the one it comes to lie over. */
const drag = (event, entry) => {
  event.preventDefault();
  const grip = event.currentTarget;
  const many = entry.closest("[data-many]");
  grip.setPointerCapture(event.pointerId);
  entry.classList.add("dragged");
  const over = (move) => {
    for (const other of entriesOf(many).children) {
      if (other === entry) continue;
      const { top, bottom } = other.getBoundingClientRect();
      if (move.clientY < top || move.clientY > bottom) continue;
      const isBelow = entry.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (isBelow && move.clientY > (top + bottom) / 2) other.after(entry);
      if (!isBelow && move.clientY < (top + bottom) / 2) other.before(entry);
    }
  };
  const end = () => {
    grip.removeEventListener("pointermove", over);
    entry.classList.remove("dragged");
    renumber(many);
  };
  grip.addEventListener("pointermove", over);
  grip.addEventListener("lostpointercapture", end, { once: true });
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=_lam]");
  const many = button?.closest("[data-many]");
  if (!many) return;
  event.preventDefault();
  const entry = button.closest("[data-entry]");
  const [deed] = button.value.split(" ");
  if (deed === "them") add(many);
  if (deed === "bo") remove(many, entry);
  if (deed === "len" || deed === "xuong") {
    move(many, entry, deed === "xuong");
    button.focus();
  }
});
form.addEventListener("keydown", (event) => {
  if (event.target.tagName !== "TEXTAREA" || event.isComposing) return;
  const entry = event.target.closest("[data-entry]:not(.row-entry)");
  const many = entry?.closest("[data-many]");
  if (event.key === "Enter" && !event.shiftKey && !event.target.classList.contains("long")) {
    // A line has no lines: Enter leads on to the next entry.
    event.preventDefault();
    if (many) add(many, entry);
  } else if (many && event.key === "Backspace" && !event.target.value && entriesOf(many).children.length > 1) {
    event.preventDefault();
    remove(many, entry);
  } else if (many && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(many, entry, event.key === "ArrowDown");
    event.target.focus();
  }
});
for (const entry of form.querySelectorAll("[data-entry]")) ready(entry);
