// Everything that is typed is saved by itself, and kept on this machine until it is.
const root = document.querySelector("[data-editor]");
const form = document.getElementById("trang");
const line = document.querySelector("[data-saved]");
const words = line.querySelector("span");
const SAVE_MS = 1200;
const AGAIN_MS = 5000;
const kept = `bangtin:${root.dataset.editor}`;

let timer;
let saving = null;
let dirty = false;

const logIn = line.querySelector("[data-log-in]");
const says = (text, bad = false) => {
  words.textContent = text;
  logIn.hidden = text !== root.dataset.wordsSignedOut;
  line.classList.toggle("bad", bad);
  line.querySelector(".icon")?.classList.toggle("hidden-words", bad);
};
const body = () => {
  const data = new URLSearchParams(new FormData(form));
  data.set("_lan", root.dataset.saves);
  return data;
};
const keep = () => {
  try {
    localStorage.setItem(kept, JSON.stringify({ saves: root.dataset.saves, body: body().toString() }));
  } catch { /* A browser that keeps nothing still saves. */ }
};

const send = async () => {
  dirty = false;
  says(root.dataset.wordsSaving);
  let answer;
  try {
    answer = await fetch(root.dataset.save, { method: "POST", body: body(), headers: { "hx-request": "true" } });
  } catch {
    return failed(navigator.onLine ? root.dataset.wordsNotSaved : root.dataset.wordsNoLine);
  }
  if (answer.status === 401) return failed(root.dataset.wordsSignedOut);
  if (!answer.ok) return failed(root.dataset.wordsNotSaved);
  const told = await answer.json();
  root.dataset.saves = String(told.saves);
  form.elements._lan.value = root.dataset.saves;
  // Somebody else, or another window, has written too: the server keeps both texts, and the page shows them side by side. It
  // is not taken away from under a hand that types, nor again and again.
  if (told.two && !dirty && !document.querySelector("[data-two]")) {
    localStorage.removeItem(kept);
    location.reload();
    return false;
  }
  // Another person is told of, without taking the page away.
  if (told.other && !document.querySelector("[data-two]")) {
    const other = document.querySelector("[data-other]");
    other.querySelector("span").textContent = told.other;
    other.hidden = false;
  }
  if (!dirty) localStorage.removeItem(kept);
  says(told.words);
  return true;
};
const failed = (text) => {
  dirty = true;
  says(text, true);
  clearTimeout(timer);
  timer = setTimeout(save, AGAIN_MS);
  return false;
};

/** Saves now; says whether it is saved. One save goes out at a time. */
export const save = async () => {
  clearTimeout(timer);
  if (saving) await saving;
  saving = send();
  const done = await saving;
  saving = null;
  return done;
};

/** Saves once typing rests. */
export const saveSoon = () => {
  dirty = true;
  keep();
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_MS);
};

// What was typed is on this machine: the editor offers it when it comes back from the log-in.
logIn.addEventListener("click", () => {
  keep();
  clearTimeout(timer);
  dirty = false;
});
addEventListener("online", () => dirty && save());
addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
// Leaving for another page saves what is not saved yet.
addEventListener("pagehide", () => {
  if (dirty) navigator.sendBeacon(root.dataset.save, body());
});

// What this machine kept and could not save: it is offered, and never put in by itself.
const held = (() => {
  try {
    return JSON.parse(localStorage.getItem(kept));
  } catch {
    return null;
  }
})();
const offer = document.querySelector("[data-kept]");
if (held && held.body.replace(/_\w+=[^&]*&?/g, "") !== body().toString().replace(/_\w+=[^&]*&?/g, "")) {
  offer.hidden = false;
  offer.querySelector("[data-take-kept]").addEventListener("click", async () => {
    const data = new URLSearchParams(held.body);
    data.set("_lan", root.dataset.saves);
    await fetch(root.dataset.save, { method: "POST", body: data, headers: { "hx-request": "true" } });
    localStorage.removeItem(kept);
    dirty = false;
    location.reload();
  });
  offer.querySelector("[data-drop-kept]").addEventListener("click", () => {
    localStorage.removeItem(kept);
    offer.hidden = true;
  });
}
