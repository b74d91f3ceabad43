// Ticking sessions: a license's tick stands for all its sessions, the head's for all on the page. Updates keep the ticks, and so
// does a search that hides the row: the tick is there again with its row.
import { ngettext } from "./words.js";

const sessionTicks = () => [...document.querySelectorAll("[data-tick]")];
const button = document.getElementById("end-selected");
const count = document.getElementById("selected-count");
const hidden = document.getElementById("hidden-ticks");
let ticked = new Set(sessionTicks().filter((tick) => tick.checked).map((tick) => tick.value));

export const selectedRows = () => sessionTicks().filter((tick) => tick.checked).map((tick) => tick.closest("tr"));

// Ticks these rows alone, and returns what brings the ticks from before back.
export function selectOnly(rows) {
  const before = ticked;
  ticked = new Set(rows.map((row) => row.querySelector("[data-tick]:enabled")?.value).filter(Boolean));
  refresh();
  return () => {
    ticked = before;
    refresh();
  };
}

function reflect(parent, ticks) {
  const open = ticks.filter((tick) => !tick.disabled);
  const chosen = open.filter((tick) => tick.checked).length;
  parent.checked = open.length > 0 && chosen === open.length;
  parent.indeterminate = chosen > 0 && chosen < open.length;
  parent.disabled = open.length === 0;
}

function forget(ticks) {
  const shown = new Set(ticks.map((tick) => tick.value));
  for (const tick of ticks) if (tick.disabled) ticked.delete(tick.value);
  if (document.getElementById("usage-table").dataset.filtered === "yes") return; // what is not shown may well be open
  for (const id of ticked) if (!shown.has(id)) ticked.delete(id);
}

function sayHidden(number) {
  hidden.hidden = number === 0;
  hidden.textContent = ngettext(
    "%(number)s more is ticked, but not shown here.",
    "%(number)s more are ticked, but not shown here.",
    number,
  );
}

function refresh() {
  const ticks = sessionTicks();
  forget(ticks);
  for (const tick of ticks) tick.checked = ticked.has(tick.value);
  for (const parent of document.querySelectorAll("[data-tick-license]")) {
    parent.removeAttribute("name"); // with scripts each session speaks for itself: nobody ends one that is not shown yet
    reflect(parent, [...parent.closest("tbody").querySelectorAll("[data-tick]")]);
  }
  const all = document.querySelector("[data-tick-all]");
  if (all) reflect(all, ticks);
  const selected = ticks.filter((tick) => tick.checked).length;
  button.disabled = selected === 0;
  count.hidden = selected === 0;
  count.textContent = String(selected);
  sayHidden(ticked.size - selected);
}

function set(ticks, checked) {
  for (const tick of ticks) if (!tick.disabled) ticked[checked ? "add" : "delete"](tick.value);
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-tick]")) set([target], target.checked);
  else if (target.matches("[data-tick-license]")) set(target.closest("tbody").querySelectorAll("[data-tick]"), target.checked);
  else if (target.matches("[data-tick-all]")) set(sessionTicks(), target.checked);
  else return;
  refresh();
});
document.addEventListener("htmx:after:settle", refresh);
refresh();
