// Counts "tiếng", the words of Vietnamese that are read one by one, beside a field as it is typed in.
const count = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
const show = (input) => {
  const output = document.getElementById(input.dataset.counts);
  if (output) output.textContent = output.dataset.words.replace("{n}", count(input.value));
};
document.addEventListener("input", (event) => {
  if (event.target.dataset?.counts) show(event.target);
});
