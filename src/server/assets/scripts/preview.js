// The picture of a form follows what is typed: `data-previews="id"` on the form names the picture.
let timer = null;
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-previews]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const picture = document.getElementById(form.dataset.previews);
    const asked = new URL(picture.src);
    const said = new URLSearchParams(new FormData(form));
    said.set("rong", asked.searchParams.get("rong") ?? "960");
    const next = new Image();
    next.src = `${asked.pathname}?${said}`;
    next.decode().then(() => { picture.src = next.src; }, () => {});
  }, 250);
});
