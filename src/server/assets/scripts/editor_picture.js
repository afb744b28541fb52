// The true picture, drawn anew while the officer types: the newest answer wins.
import { show as showFindings, title } from "./editor_findings.js";

const root = document.querySelector("[data-editor]");
const form = document.getElementById("trang");
const stage = root.querySelector("[data-stage]");
const screen = stage.querySelector("[data-screen]");
const canvas = stage.querySelector("[data-canvas]");
const strip = stage.querySelector("[data-strip]");
// Long enough that a letter and its tone are one question, short enough to feel at once.
const TYPING_MS = 60;
const THUMBS_MS = 350;
// Which window asks: of its own questions only the newest is drawn.
const window_ = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);

let page = Number(form.elements._trang.value) || 1;
let pages = [];
let asked = 0;
let shown = 0;
let lookTimer;
let thumbsTimer;

/** What the form says, with which picture is wanted. */
const question = (small) => {
  const data = new URLSearchParams(new FormData(form));
  data.set("_trang", String(page));
  data.set("_cua", window_);
  if (small) data.set("_nho", "1");
  return data;
};

/** The answer's parts: a head, and the pictures it names the lengths of. */
const ask = async (small) => {
  const answer = await fetch(root.dataset.look, { method: "POST", body: question(small), headers: { "hx-request": "true" } });
  if (answer.status !== 200) return null;
  const bytes = await answer.arrayBuffer();
  const length = new DataView(bytes).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  let at = 4 + length;
  const pictures = head.pictures.map((size) => {
    const picture = size ? new Blob([new Uint8Array(bytes, at, size)]) : null;
    at += size;
    return picture;
  });
  return { head, pictures };
};

const paint = async (on, blob) => {
  const bitmap = await createImageBitmap(blob);
  on.width = bitmap.width;
  on.height = bitmap.height;
  on.getContext("2d").drawImage(bitmap, 0, 0);
  bitmap.close();
};

const draw = async () => {
  const number = ++asked;
  const answer = await ask(false).catch(() => null);
  if (!answer || number < shown) return;
  shown = number;
  const { head, pictures } = answer;
  pages = head.pages;
  page = head.page;
  form.elements._trang.value = String(page);
  const picture = pictures.find(Boolean);
  if (picture) {
    await paint(canvas, picture);
    canvas.hidden = false;
    canvas.setAttribute("aria-label", head.alt);
    stage.querySelector("[data-picture]")?.remove();
  }
  title(head.title);
  showFindings(head, screen, page);
  root.dataset.drawn = String(number);
};

/** Draws the page soon. */
export const look = () => {
  clearTimeout(lookTimer);
  lookTimer = setTimeout(draw, TYPING_MS);
};

/** Draws the strip once typing rests. */
export const thumbs = () => {
  clearTimeout(thumbsTimer);
  thumbsTimer = setTimeout(drawThumbs, THUMBS_MS);
};

const drawThumbs = async () => {
  const answer = await ask(true).catch(() => null);
  if (!answer) return;
  const { head, pictures } = answer;
  const sum = strip.querySelector("[data-sum]");
  const before = [...strip.querySelectorAll("[data-page]")];
  const template = document.getElementById("thumb").content.firstElementChild;
  const all = await Promise.all(head.pages.map(async (one, n) => {
    const thumb = template.cloneNode(true);
    thumb.dataset.page = String(n + 1);
    thumb.href = `?trang=${n + 1}&doc=${form.elements._doc.value}`;
    thumb.querySelector(".under").textContent = one.label || String(n + 1);
    thumb.classList.toggle("upright", Boolean(form.elements._doc.value));
    thumb.classList.toggle("found", one.found);
    if (pictures[n]) await paint(thumb.querySelector("canvas"), pictures[n]);
    return thumb;
  }));
  const focused = document.activeElement?.dataset?.page;
  for (const old of before) old.remove();
  sum.before(...all);
  const [many, long] = head.sum;
  sum.querySelector("b").textContent = many;
  sum.querySelector("span").textContent = long;
  mark();
  if (focused) strip.querySelector(`[data-page="${focused}"]`)?.focus();
};

const mark = () => {
  for (const thumb of strip.querySelectorAll("[data-page]")) {
    const chosen = Number(thumb.dataset.page) === page;
    thumb.classList.toggle("chosen", chosen);
    if (chosen) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  }
};

/** Shows that page, from 1. */
export const goTo = (number) => {
  if (number === page) return;
  page = number;
  mark();
  draw();
};

/** Lays the slide out for a screen that lies ("") or stands ("1"). */
export const turn = (doc) => {
  form.elements._doc.value = doc;
  page = 1;
  stage.querySelector("[data-tv]").classList.toggle("upright", Boolean(doc));
  for (const link of stage.querySelectorAll("[data-turn]")) {
    if (link.dataset.turn === doc) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  draw();
  drawThumbs();
};

/** The page on which a field stands, from 1; nothing where it is on the page that is shown, or on none. */
export const pageOf = (path) => {
  const is = (one) => one.fields.some((field) => field === path || field.startsWith(`${path}.`) || path.startsWith(`${field}.`));
  if (pages[page - 1] && is(pages[page - 1])) return 0;
  return pages.findIndex(is) + 1;
};
