// A picture is brought while its progress is seen, and is on the page as soon as it has come.
import { tell } from "./toast.js";

const root = document.querySelector("[data-editor]");
const form = document.getElementById("trang");
const MB = 1 << 20;

const bring = (input) => {
  const [file] = input.files;
  if (!file) return;
  const box = input.closest("[data-picture]");
  const progress = box.querySelector("[data-progress]");
  const data = new FormData();
  data.append("tep", file);
  const request = new XMLHttpRequest();
  const megabytes = (bytes) => (bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0).replace(".", ",");
  request.upload.addEventListener("progress", (event) => {
    progress.textContent = event.loaded < event.total
      ? root.dataset.wordsReceiving.replace("{a}", megabytes(event.loaded)).replace("{b}", megabytes(event.total))
      : root.dataset.wordsReading;
  });
  const failed = (words) => {
    progress.textContent = words;
    tell(words, { bad: true });
  };
  request.addEventListener("error", () => failed(root.dataset.wordsNotSaved));
  request.addEventListener("load", () => {
    const told = (() => {
      try {
        return JSON.parse(request.responseText);
      } catch {
        return { words: root.dataset.wordsNotSaved };
      }
    })();
    if (!told.key) return failed(told.words);
    box.querySelector("input[type=hidden]").value = told.key;
    const held = document.createElement("input");
    held.type = "hidden";
    held.name = `_anh:${told.key}`;
    held.value = told.digest;
    box.append(held);
    if (told.address) {
      const shown = box.querySelector("img") ?? box.insertBefore(document.createElement("img"), box.firstChild);
      shown.src = told.address;
      shown.alt = "";
    }
    progress.textContent = told.words;
    form.dispatchEvent(new CustomEvent("changed"));
  });
  request.open("POST", root.dataset.fileTo);
  request.setRequestHeader("hx-request", "true");
  request.send(data);
  input.value = "";
};
form.addEventListener("change", (event) => {
  if (event.target.dataset.file) bring(event.target);
});
