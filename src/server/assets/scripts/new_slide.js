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
  file.addEventListener("change", () => file.files.length && file.form.requestSubmit());
}
