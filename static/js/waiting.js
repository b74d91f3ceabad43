// "Tell me when a license is free": this tab waits, in its title, and tells by a notification and, if wanted, a tone. It has waited
// to the end when the person looks while one is free; if somebody was quicker, it goes on waiting.
import { keepLive } from "./background.js";
import { askToNotify, isBlocked, notice } from "./notices.js";
import { sayInTitle } from "./page_title.js";
import { tab } from "./remembered.js";
import { gettext } from "./words.js";

const KEY = "waits for a license"; // a reload goes on waiting
const overview = () => document.getElementById("usage-overview");
const isFull = () => overview().dataset.full === "yes";
let waits = tab.read(KEY) === "yes";
let told = false;

function wait(wanted) {
  waits = wanted;
  told = false;
  tab.write(KEY, wanted ? "yes" : "no");
  show();
}

function show() {
  const free = waits && !isFull();
  if (free && !told) notice(gettext("A license is free"), overview().dataset.announce, "license-free", true);
  told = free;
  keepLive("license", waits);
  sayInTitle("license", waits ? (free ? gettext("● License free") : gettext("Waiting for a license")) : "");
  for (const button of document.querySelectorAll("[data-watch-free]")) button.setAttribute("aria-pressed", String(waits));
  for (const part of document.querySelectorAll(".usage-watch")) part.classList.toggle("is-waiting", waits);
  for (const note of document.querySelectorAll("[data-watch-blocked]")) note.hidden = !waits || !isBlocked();
}

document.addEventListener("click", async ({ target }) => {
  if (!target.closest?.("[data-watch-free]")) return;
  wait(!waits);
  if (waits) await askToNotify();
  show();
});
for (const looking of ["pointermove", "keydown", "touchstart"]) document.addEventListener(looking, () => told && wait(false));
document.addEventListener("htmx:after:settle", show);
show();
