// One line about what has just happened; it goes after eight seconds, but not from under a hand.
const SECONDS = 8;
const leave = (toast) => {
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), SECONDS * 1000); };
  for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, () => clearTimeout(timer));
  for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, start);
  start();
};
for (const toast of document.querySelectorAll(".toasts > .toast")) leave(toast);

/** Shows one line; `link` is `{words, href}`, `onLink` what it does instead of leading there. */
export const tell = (words, { bad = false, link, onLink } = {}) => {
  const toasts = document.querySelector(".toasts");
  const toast = document.getElementById(bad ? "toast-bad" : "toast-good").content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = words;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.words;
    if (onLink) {
      anchor.addEventListener("click", (event) => {
        event.preventDefault();
        toast.remove();
        onLink();
      });
    }
    toast.append(anchor);
  }
  toasts.append(toast);
  leave(toast);
};
// The server tells by the header `HX-Trigger: {"tell": {"words": …, "bad": …}}`.
document.addEventListener("tell", (event) => tell(event.detail.words, event.detail));
document.addEventListener("htmx:error", () => {
  const words = document.querySelector(".toasts")?.dataset.noLine;
  if (words) tell(words, { bad: true });
});
