// Rows come and go with a short transition: new ones fade in, those that are over fade out, and the others glide to their places.
// Nothing of it for whoever prefers less motion, after a search, or while the rows are held.
import { isHeld } from "./hold.js";

const TABLE = "usage-table";
const SHORT = 180;
const MOST = 400; // rows: to measure more takes longer than the transition
const prefersLess = matchMedia("(prefers-reduced-motion: reduce)");
let before = null;

const rows = () => [...document.querySelectorAll(`#${TABLE} tbody tr:not([data-leaving])`)];
const places = () => new Map(rows().map((row) => [row.id, row.getBoundingClientRect().top]));
const find = (root, element) => (element ? root.querySelector(`[id="${element.id}"]`) : null);

function leaving(element, fragment) {
  const copy = element.cloneNode(true);
  for (const row of copy.matches("tr") ? [copy] : [...copy.rows]) {
    row.dataset.leaving = "";
    if (find(fragment, row)) row.remove(); // it stands under another heading by now
    for (const control of row.querySelectorAll("input, button")) control.remove();
  }
  return copy;
}

// What an update leaves out is put back, to fade out in its place.
function putBack(shown, fragment) {
  for (const element of [...shown.tBodies, ...rows()]) {
    if ("leaving" in element.dataset || find(fragment, element)) continue;
    const previous = find(fragment, element.previousElementSibling);
    const parent = find(fragment, element.parentElement) ?? (element.matches("tbody") ? fragment.querySelector("table") : null);
    if (previous) previous.after(leaving(element, fragment));
    else if (parent && element.matches("tr")) parent.prepend(leaving(element, fragment));
    else parent?.tHead?.after(leaving(element, fragment));
  }
}

function glide(from) {
  for (const row of rows()) {
    const [old, now] = [from.get(row.id), row.getBoundingClientRect().top];
    const isSeen = now < innerHeight && now > -row.offsetHeight;
    if (!isSeen) continue;
    if (old === undefined) row.animate([{ opacity: 0 }, { opacity: 1 }], SHORT);
    else if (old !== now) row.animate([{ transform: `translateY(${old - now}px)` }, { transform: "none" }], { duration: SHORT, easing: "ease-out" });
  }
}

function fadeOut() {
  const gone = [...document.querySelectorAll(`#${TABLE} [data-leaving]`)];
  if (!gone.length) return;
  const fades = gone.map((row) => row.animate([{ opacity: 1 }, { opacity: 0 }], { duration: SHORT, fill: "forwards" }).finished);
  Promise.allSettled(fades).then(() => {
    const from = places();
    for (const row of gone) (row.closest("tbody")?.querySelector("tr:not([data-leaving])") ? row : row.closest("tbody"))?.remove();
    glide(from);
  });
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const task = tasks.find(({ target }) => target?.id === TABLE);
  if (!task) return;
  before = null;
  const shown = document.querySelector(`#${TABLE} table`);
  if (!shown || prefersLess.matches || isHeld() || ctx.sourceElement.id === "usage-search" || rows().length > MOST) return;
  before = places();
  if (task.fragment.querySelector("table")) putBack(shown, task.fragment);
});

document.addEventListener("htmx:after:settle", ({ target }) => {
  if (target.id !== TABLE || !before) return;
  glide(before);
  before = null;
  fadeOut();
});
