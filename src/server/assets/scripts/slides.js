// The list: filters act at once, and what is done with many slides stands at the foot while some are ticked.
for (const select of document.querySelectorAll("[data-sends]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
for (const button of document.querySelectorAll("[data-hidden-when-lively]")) button.hidden = true;

const form = document.getElementById("nhieu");
const bar = form?.querySelector("[data-many-bar]");
if (bar) {
  const show = () => {
    const n = form.querySelectorAll("[name=trang]:checked").length;
    bar.hidden = n === 0;
    form.classList.toggle("picking", n > 0);
    bar.querySelector("[data-selected]").textContent = String(n);
  };
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}
// A picture that is not drawn yet shows where it will be.
for (const picture of document.querySelectorAll(".slides img")) {
  if (picture.complete && picture.naturalWidth) continue;
  picture.closest(".screen").classList.add("skeleton");
  const done = () => picture.closest(".screen").classList.remove("skeleton");
  picture.addEventListener("load", done);
  picture.addEventListener("error", done);
}
