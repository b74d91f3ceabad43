// An update never moves what somebody is about to click. While the pointer or the keyboard is on the rows, rows change in place;
// one whose session is over stays, greyed, and new ones wait until the pointer leaves.
import { ngettext } from "./words.js";

const TABLE = "usage-table";
const TIPS = "usage-tips";
const canHover = matchMedia("(hover: hover)");
const note = document.getElementById("held-note");
const endedBadge = document.getElementById("ended-badge");
let pressing = false;
let waiting = null;

const table = () => document.getElementById(TABLE);
const isHeld = () =>
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
  }
  return copy;
}

function keepRows(shown, fragment) {
  const kept = shown.cloneNode(false); // a row that belongs to another group by now changes where it is, too
  for (const row of shown.rows) kept.append(fragment.querySelector(`[id="${row.id}"]`) ?? ghost(row));
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

function keepTips(tasks) {
  const incoming = tasks.find(({ target }) => target?.id === TIPS)?.fragment.querySelector(`#${TIPS}`);
  incoming?.replaceWith(document.getElementById(TIPS).cloneNode(true)); // one more or fewer would move the rows
}

function say(newRows) {
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
  say(0);
  htmx.swap({ text, sourceElement: source, target: source, swap: "none" });
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const task = tasks.find(({ target }) => target?.id === TABLE);
  if (!task) return;
  const shown = table().querySelector("table");
  const searched = ctx.sourceElement.id === "usage-search"; // whoever searches wants the rows to change
  if (!shown || searched || !isHeld()) {
    waiting = null;
    say(0);
    return;
  }
  waiting = { text: ctx.text, source: document.getElementById("usage-stream") };
  keepTips(tasks);
  say(keepTable(shown, task.fragment));
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
