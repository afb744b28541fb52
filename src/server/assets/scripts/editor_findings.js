// What is wrong stands at its field and lies on the picture where it is.
import { tell } from "./toast.js";

const root = document.querySelector("[data-editor]");
const form = document.getElementById("trang");
const chips = document.querySelectorAll("[data-next-finding]");

/** Puts findings where they belong; those of fields that are folded away or not there stand above the form. */
export const show = (head, screen, page) => {
  const before = new Map();
  for (const told of form.querySelectorAll("[data-told]")) {
    before.set(told, told.textContent);
    told.replaceChildren();
    told.closest(".field, .many")?.classList.remove("bad", "warned");
  }
  for (const finding of head.findings) {
    const told = place(finding.field);
    const line = document.getElementById(`told-${finding.grade}`).content.firstElementChild.cloneNode(true);
    line.lastElementChild.textContent = finding.words;
    told.append(line);
    mends(finding, told);
    const field = told.closest(".field");
    if (field && finding.grade && !field.classList.contains("bad")) field.classList.add(finding.grade);
  }
  for (const chip of chips) {
    chip.hidden = !head.counted;
    chip.classList.toggle("clay", head.must > 0);
    chip.querySelector("span").textContent = head.counted;
  }
  const left = document.querySelector("#gui [data-left]");
  if (left) {
    left.replaceChildren();
    if (head.left) {
      const line = document.getElementById(`told-${head.must ? "bad" : "warned"}`).content.firstElementChild.cloneNode(true);
      line.lastElementChild.textContent = head.left;
      left.append(line);
    }
  }
  spots(head, screen, page);
};

/** What mends a text too long: fewer words, beside those there are; two slides. */
const mends = (finding, told) => {
  if (!finding.shorter && !finding.splits) return;
  const offered = document.getElementById("mends").content.firstElementChild.cloneNode(true);
  const box = form.elements.namedItem(finding.field);
  const shorten = offered.querySelector("details");
  if (!finding.shorter || !box) shorten.remove();
  else {
    offered.querySelector("[data-now]").textContent = box.value;
    offered.querySelector("[data-shorter]").textContent = finding.shorter;
    offered.querySelector("[data-shorten]").addEventListener("click", (event) => {
      event.preventDefault();
      const before = box.value;
      const put = (text) => {
        box.value = text;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.focus();
      };
      put(finding.shorter);
      const { wordsShortened, wordsUndo } = document.querySelector("[data-editor]").dataset;
      tell(wordsShortened, { link: { words: wordsUndo, href: "#trang" }, onLink: () => put(before) });
    });
  }
  if (!finding.splits) offered.querySelector("[data-split]").remove();
  if (offered.children.length) told.append(offered);
};

const place = (path) => {
  const own = path && form.querySelector(`[data-told="${CSS.escape(path)}"]`);
  const list = path && form.querySelector(`[data-told="${CSS.escape(path.replace(/\[.*/, ""))}"]`);
  return own || list || form.querySelector('[data-told=""]');
};

const spots = (head, screen, page) => {
  for (const old of screen.querySelectorAll(".spot")) old.remove();
  for (const finding of head.findings) {
    if (!finding.place || finding.page !== page) continue;
    const spot = document.getElementById("spot").content.firstElementChild.cloneNode(true);
    const [left, top, width, height] = finding.place;
    for (const [name, value] of Object.entries({ left, top, width, height })) spot.style.setProperty(`--${name}`, `${value}%`);
    spot.classList.toggle("clay", finding.grade === "bad");
    spot.querySelector("span").textContent = finding.short;
    screen.append(spot);
  }
};

/** Leads to the next field with a finding. */
export const nextFinding = () => {
  const found = [...form.querySelectorAll("[data-told]:not(:empty)")];
  if (!found.length) return;
  const at = found.findIndex((told) => told.parentElement.contains(document.activeElement));
  const next = found[(at + 1) % found.length];
  const folded = next.closest("details");
  if (folded) folded.open = true;
  const field = next.parentElement.querySelector("textarea, input:not([type=hidden]), select");
  next.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
};

/** What the slide is called now. */
export const title = (words) => {
  const head = document.querySelector("[data-title]");
  if (head && words) head.textContent = words;
};
