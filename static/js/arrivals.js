// New rows outside of the window are announced: a button says how many there are, and leads to the first of them.
import { ngettext } from "./words.js";

const TABLE = "usage-table";
const button = document.getElementById("new-rows");
const prefersLess = matchMedia("(prefers-reduced-motion: reduce)");
const sessions = () => [...document.querySelectorAll(`#${TABLE} .session-row:not([data-leaving])`)];
const unseen = new Set();
let known = new Set(sessions().map((row) => row.id));
let searched = false;

const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) if (isIntersecting) see(target.id);
  tell();
});

function see(id) {
  unseen.delete(id);
  const row = document.getElementById(id);
  if (row) watcher.unobserve(row);
}

function tell() {
  button.hidden = unseen.size === 0;
  if (unseen.size) button.textContent = ngettext("%(number)s new", "%(number)s new", unseen.size);
}

function isOutside(row) {
  const { top, bottom } = row.getBoundingClientRect();
  return top >= innerHeight || bottom <= 0;
}

function look() {
  const shown = sessions();
  const ids = new Set(shown.map((row) => row.id));
  const fresh = searched ? [] : shown.filter((row) => !known.has(row.id) && isOutside(row));
  known = searched ? ids : new Set([...known, ...ids]);
  for (const id of unseen) if (!ids.has(id) || searched) see(id);
  searched = false;
  for (const row of fresh) unseen.add(row.id);
  for (const id of unseen) watcher.observe(document.getElementById(id)); // an update may have put another element there
  tell();
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => (searched ||= ctx.sourceElement?.id === "usage-search"));
document.addEventListener("htmx:after:settle", ({ target }) => target.id === TABLE && look());
button.addEventListener("click", () => {
  const first = sessions().find((row) => unseen.has(row.id));
  first?.scrollIntoView({ block: "center", behavior: prefersLess.matches ? "auto" : "smooth" });
});
