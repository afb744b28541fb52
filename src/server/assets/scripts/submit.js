// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.hasAttribute("hx-post") || ["get", "dialog"].includes(event.submitter?.formMethod || form.method)) return;
  form.dataset.sent = "1";
  event.submitter?.classList.add("busy");
  const said = form.querySelector("[data-while-busy]");
  if (said) said.textContent = said.dataset.words;
});
// Back from another page, by the browser's button.
addEventListener("pageshow", again);
/** Everything may be pressed once more. */
export function again() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const said of document.querySelectorAll("[data-while-busy]")) said.textContent = "";
  for (const button of document.querySelectorAll(".button.busy")) button.classList.remove("busy");
}
