// An update never moves what somebody is about to click. While the pointer or the keyboard is on the rows, rows change in place;
// one whose session is over stays, greyed, one that belongs under another heading now says so, and new ones wait until the pointer
// leaves.
import { gettext, ngettext } from "./words.js";

const TABLE = "usage-table";
const canHover = matchMedia("(hover: hover)");
const note = document.getElementById("held-note");
const endedBadge = document.getElementById("ended-badge");
let pressing = false;
let waiting = null;

const table = () => document.getElementById(TABLE);
export const isHeld = () =>
  pressing || (canHover.matches && table().querySelector("tbody:hover")) || table().querySelector("tbody :focus-visible");

function ghost(row) {
  const copy = row.cloneNode(true);
  for (const control of copy.querySelectorAll("input, button")) control.disabled = true;
  copy.querySelector("[data-since]")?.removeAttribute("data-since");
  copy.querySelector("[data-expires-at]")?.remove();
  if (copy.matches(".session-row")) {
    copy.dataset.state = "ended";
    const badge = copy.querySelector(".badge");
    badge.removeAttribute("data-ends-at");
    badge.replaceWith(endedBadge.content.cloneNode(true));
  } else if ("holds" in copy.dataset) {
    hint(copy.querySelector("th"), gettext("— not held any more"));
  }
  return copy;
}

function hint(heading, text) {
  const said = Object.assign(document.createElement("span"), { className: "license-hint", textContent: text });
  said.dataset.hint = "";
  const old = heading.querySelector("[data-hint]");
  if (old) old.replaceWith(said);
  else heading.append(" ", said);
}

// A row that belongs under another heading by now stays where it is, and names that heading.
function moved(row, group) {
  const heading = group.querySelector(".license-row strong").textContent;
  const cell = row.querySelector(".session-cell");
  for (const old of cell.querySelectorAll(".ending-note")) old.remove();
  const said = Object.assign(document.createElement("div"), { className: "ending-note is-moved" });
  said.textContent = said.title = gettext("Now: %(heading)s", { heading });
  cell.append(said);
}

function keepRows(shown, fragment) {
  const kept = shown.cloneNode(false);
  for (const row of shown.rows) {
    const fresh = fragment.querySelector(`[id="${row.id}"]`);
    const group = fresh?.closest("tbody");
    if (group && group.id !== shown.id) moved(fresh, group);
    kept.append(fresh ?? ghost(row));
  }
  return kept;
}

function keepTable(shown, fragment) {
  const bodies = [...shown.tBodies].map((body) => keepRows(body, fragment));
  const newRows = fragment.querySelectorAll(".session-row").length; // the others have moved into the kept bodies
  const kept = shown.cloneNode(false);
  kept.append(shown.tHead.cloneNode(true), ...bodies);
  const root = fragment.querySelector(`#${TABLE}`);
  root.querySelector("table")?.remove();
  root.querySelector(".empty")?.remove();
  root.prepend(kept);
  return newRows;
}

function tell(newRows) {
  note.hidden = newRows === 0;
  note.textContent = ngettext(
    "%(number)s new session — shown when you move away",
    "%(number)s new sessions — shown when you move away",
    newRows,
  );
}

function release() {
  if (!waiting || isHeld()) return;
  const { text, source } = waiting;
  waiting = null;
  tell(0);
  htmx.swap({ text, sourceElement: source, target: source, swap: "none" });
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const task = tasks.find(({ target }) => target?.id === TABLE);
  if (!task) return;
  const shown = table().querySelector("table");
  const searched = ctx.sourceElement.id === "usage-search"; // whoever searches wants the rows to change
  if (!shown || searched || !isHeld()) {
    waiting = null;
    tell(0);
    return;
  }
  waiting = { text: ctx.text, source: document.getElementById("usage-stream") };
  tell(keepTable(shown, task.fragment));
});

document.addEventListener("pointerdown", ({ target }) => (pressing = Boolean(target.closest?.(`#${TABLE} tbody`))), true);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    pressing = false;
    setTimeout(release); // after the click that this press makes
  }, true);
}
document.addEventListener("pointermove", release);
document.addEventListener("focusout", () => setTimeout(release));
