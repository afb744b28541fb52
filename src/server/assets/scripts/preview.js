// The picture of a form follows what is typed: `data-previews="id"` on the form names the picture, and `data-picture` where
// it is drawn, if that is not where the picture comes from already. The newest answer wins; where there is none, as for what
// is no name yet, the picture stays as it was.
let timer = null;
let asked = 0;
let shown = 0;
const follow = (form) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const picture = document.getElementById(form.dataset.previews);
    const from = new URL(form.dataset.picture ?? picture.src, location.href);
    const said = new URLSearchParams(new FormData(form));
    said.set("rong", from.searchParams.get("rong") ?? "960");
    const number = ++asked;
    const next = new Image();
    next.src = `${from.pathname}?${said}`;
    next.decode().then(() => {
      if (number < shown) return;
      shown = number;
      picture.src = next.src;
    }, () => {});
  }, 250);
};
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-previews]");
  if (form) follow(form);
});
// What was said before, as on the way back, is shown at once.
for (const form of document.querySelectorAll("form[data-picture]")) follow(form);
