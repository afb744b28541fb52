// The eye beside a password shows what was typed: most wrong passwords are Caps Lock or a typing method left on.
document.addEventListener("click", (event) => {
  const eye = event.target.closest("[data-shows-password]");
  if (!eye) return;
  const input = document.getElementById(eye.dataset.showsPassword);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  eye.setAttribute("aria-pressed", String(shown));
  input.focus();
});
for (const eye of document.querySelectorAll("[data-shows-password][hidden]")) eye.hidden = false;
