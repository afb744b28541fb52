// The pictures of the prepared notices follow what is chosen above them: real or exercise, and until when.
const form = document.querySelector("[data-emergency]");
form?.addEventListener("change", () => {
  const chosen = new FormData(form);
  for (const picture of form.querySelectorAll(".notice img")) {
    const asked = new URL(picture.src);
    for (const name of ["loai", "gio"]) asked.searchParams.set(name, chosen.get(name) ?? "");
    picture.src = asked;
  }
});
