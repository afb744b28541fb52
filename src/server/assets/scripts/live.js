// Keeps the parts of a page true while somebody looks at it. A part is an element with an id and `data-live="arrival
// version"`: the names of what it shows. The server names what has changed (`/su-kien`); then the page is asked for again
// and those parts are taken from it. `data-in="6000"` has a part taken anew after so many milliseconds. What is being typed
// in is never touched.
const parts = () => [...document.querySelectorAll("[data-live][id]")];
const busy = (part) => {
  const active = document.activeElement;
  const typing = active && part.contains(active) && active.matches("input, textarea, select");
  return typing || part.querySelector("dialog[open], form[data-sent], details[open]") !== null;
};

const ready = async (element) => {
  for (const image of element.querySelectorAll("img")) image.loading = "eager";
  await Promise.race([
    Promise.allSettled([...element.querySelectorAll("img")].map((image) => image.decode())),
    new Promise((done) => setTimeout(done, 4000)),
  ]);
};

const swap = async (part, page) => {
  const found = page.getElementById(part.id);
  if (!found || busy(part)) return;
  const fresh = document.importNode(found, true);
  await ready(fresh);
  if (!part.isConnected || busy(part)) return;
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  part.replaceWith(fresh);
  if (focused) fresh.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  document.dispatchEvent(new CustomEvent("live:swapped", { detail: fresh }));
};

let running = null;
const waiting = new Set();
const refresh = (wanted) => {
  for (const part of wanted) waiting.add(part.id);
  running ??= (async () => {
    while (waiting.size > 0) {
      const ids = [...waiting];
      waiting.clear();
      try {
        const answer = await fetch(location.href, { headers: { "hx-request": "true" }, cache: "no-store" });
        if (answer.ok) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          await Promise.all(ids.map((id) => document.getElementById(id)).filter(Boolean).map((part) => swap(part, page)));
        }
      } catch {
        // No line just now: the next change tries again.
      }
      schedule();
    }
    running = null;
  })();
};

let timer = null;
const schedule = () => {
  clearTimeout(timer);
  const timed = parts().filter((part) => part.dataset.in);
  if (timed.length === 0 || document.hidden) return;
  const soonest = Math.min(...timed.map((part) => Number(part.dataset.in)));
  timer = setTimeout(() => refresh(timed), Math.max(soonest, 1000));
};

// "còn 6 giây" counts down between two looks.
setInterval(() => {
  for (const count of document.querySelectorAll("[data-seconds]")) {
    const left = Math.max(Number(count.dataset.seconds) - 1, 0);
    count.dataset.seconds = left;
    count.textContent = count.dataset.words.replace("{n}", left);
  }
}, 1000);

let source = null;
const watch = () => {
  source?.close();
  source = null;
  if (document.hidden || parts().length === 0) return;
  source = new EventSource("/su-kien");
  source.addEventListener("change", (event) => {
    const changed = event.data.split(" ");
    refresh(parts().filter((part) => part.dataset.live.split(" ").some((name) => changed.includes(name))));
  });
};
document.addEventListener("visibilitychange", () => {
  watch();
  if (!document.hidden) refresh(parts());
});
watch();
schedule();
