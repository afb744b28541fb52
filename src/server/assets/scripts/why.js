// "Vì sao trang này đang phát?" beside the block that was pressed, and lists that answer as soon as something is chosen.
const box = document.getElementById("vi-sao");
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-why]");
  if (!link || !box || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { "hx-request": "true" } });
    if (!answer.ok) throw new Error(answer.status);
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    box.replaceChildren(...read.body.childNodes);
    box.showModal();
  } catch {
    location.href = link.href;
  } finally {
    link.removeAttribute("aria-busy");
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});
for (const button of document.querySelectorAll("[data-no-script]")) button.hidden = true;
