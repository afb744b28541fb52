// A new slide: what is on the clipboard is pasted at one press.
const box = document.getElementById("chu");
const paste = document.querySelector("[data-paste]");
if (paste && navigator.clipboard?.readText) {
  paste.hidden = false;
  paste.addEventListener("click", async () => {
    try {
      box.value = await navigator.clipboard.readText();
    } catch {
      box.focus();
      return;
    }
    if (box.value.trim()) box.form.requestSubmit();
  });
}
// What is pasted by keys is arranged at once; it can be pasted again from there.
box?.addEventListener("paste", () => setTimeout(() => {
  if (box.value.trim()) box.form.requestSubmit();
}));

// A file that is chosen is sent at once.
const file = document.querySelector("[data-sends-file]");
if (file) {
  document.querySelector("[data-send-file]").hidden = true;
  // The whole card opens the choice: the browser's own button speaks the browser's language, not the page's.
  file.classList.add("hidden-words");
  file.form.classList.add("pressed-anywhere");
  file.addEventListener("change", () => file.files.length && file.form.requestSubmit());
  // How far it is, until the next page is there.
  const said = file.form.querySelector("[data-how-far]");
  let asking = null;
  file.form.addEventListener("submit", () => {
    said.textContent = said.dataset.words;
    clearInterval(asking);
    asking = setInterval(async () => {
      try {
        const answer = await fetch(file.form.action, { headers: { "hx-request": "true" } });
        const { words } = await answer.json();
        if (words && asking) said.textContent = words;
      } catch {
        // The file itself is on its way still: what was said stays.
      }
    }, 500);
  });
  // Back from the page it led to, by the browser's button.
  addEventListener("pageshow", () => {
    clearInterval(asking);
    asking = null;
    said.textContent = "";
    file.value = "";
  });
}
