// Figures that only arithmetic knows (where a block of a day begins, how wide it is) come as `data-place="left 12.5%;
// width 30%"` and become custom properties: the page allows no style attributes.
const place = (root) => {
  for (const element of root.querySelectorAll("[data-place]")) {
    for (const pair of element.dataset.place.split(";")) {
      const [name, value] = pair.trim().split(/\s+/);
      if (name && value) element.style.setProperty(`--${name}`, value);
    }
  }
};
place(document);
document.addEventListener("htmx:after:swap", () => place(document));
