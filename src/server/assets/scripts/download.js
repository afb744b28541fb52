// A file that has to be made first: its button turns until it comes, and then the page says what to do with it. The page
// itself stays where it is; that the file comes is told by a cookie with its name.
import { again } from "./submit.js";
import { tell } from "./toast.js";

const COOKIE = "tai-ve";
const PATIENCE_MS = 15 * 60 * 1000;

const told = () => document.cookie.split("; ").find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
const forget = () => { document.cookie = `${COOKIE}=; Path=/; Max-Age=0; SameSite=Strict`; };
const wait = (words) => {
  forget();
  const began = Date.now();
  const timer = setInterval(() => {
    const name = told();
    if (!name && Date.now() - began < PATIENCE_MS) return;
    clearInterval(timer);
    again();
    if (name) tell(words.replace("{name}", name));
    forget();
  }, 250);
};

document.addEventListener("submit", (event) => {
  const words = event.target.dataset.downloads;
  if (words && !event.defaultPrevented) wait(words);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-downloads]");
  if (!link) return;
  if (link.classList.contains("busy")) return event.preventDefault();
  link.classList.add("busy");
  wait(link.dataset.downloads);
});
