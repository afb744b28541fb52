// What every page of the office does beyond its forms. Without it, every form still works.
import "./download.js";
import "./live.js";
import "./menu.js";
import "./password.js";
import "./place.js";
import "./preview.js";
import "./sheet.js";
import "./submit.js";
import "./toast.js";
import "./words.js";
