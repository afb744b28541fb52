// The pictures of the prepared notices follow what is chosen above them: until when.
const form = document.querySelector("[data-emergency]");
form?.addEventListener("change", () => {
  const chosen = new FormData(form);
  for (const picture of form.querySelectorAll(".notice img")) {
    const asked = new URL(picture.src);
    asked.searchParams.set("gio", chosen.get("gio") ?? "");
    picture.src = asked;
  }
});
