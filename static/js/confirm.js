// Before sessions end: says what that frees, and asks for a reason. The dialog's button submits the same form as without scripts.
// "Free it…" on a license opens it for all sessions of that license.
import { selectOnly, selectedRows } from "./selection.js";

const AT_ONCE = ["standby", "paused"]; // nobody to warn
const dialog = document.getElementById("termination-dialog");
const reason = document.getElementById("termination-reason");
const button = document.getElementById("end-selected");
const isTouched = matchMedia("(pointer: coarse)");
let takeBackTicks = null;

function effect(group, rows) {
  const { license, holder, effect: other } = group.dataset;
  if (other) return other;
  const staying = [...group.querySelectorAll(".session-row")].filter(
    (row) => !rows.includes(row) && !["ending", "ended"].includes(row.dataset.state),
  ).length;
  if (!staying) return `Frees ${license}: ${holder}`;
  return `Frees nothing: ${staying === 1 ? "another session" : `${staying} other sessions`} of ${holder} ${staying === 1 ? "stays" : "stay"}`;
}

function describe(rows) {
  const groups = [...new Set(rows.map((row) => row.closest("tbody")))];
  const items = groups.map((group) => Object.assign(document.createElement("li"), { textContent: effect(group, rows) }));
  dialog.querySelector("[data-effects]").replaceChildren(...items);
  const title = rows.length === 1 ? "End this session?" : `End these ${rows.length} sessions?`;
  dialog.querySelector("[data-title]").textContent = title;
  dialog.querySelector("[data-confirm]").textContent = rows.length === 1 ? "End session" : `End ${rows.length} sessions`;
  const warned = rows.some((row) => !AT_ONCE.includes(row.dataset.state));
  dialog.querySelector("[data-with-notice]").hidden = !warned;
  dialog.querySelector("[data-at-once]").hidden = warned;
}

function ask() {
  describe(selectedRows());
  reason.disabled = false;
  dialog.showModal();
  if (isTouched.matches) dialog.querySelector("[data-title]").focus(); // a keyboard on the screen would hide the buttons
}

button.addEventListener("click", (event) => {
  if (dialog.open) return; // Enter in the reason field presses this button: let it submit
  event.preventDefault();
  ask();
});
document.addEventListener("click", ({ target }) => {
  const free = target.closest?.("[data-free-license]");
  const group = free && document.getElementById(free.dataset.freeLicense);
  if (!group) return;
  takeBackTicks = selectOnly([...group.querySelectorAll(".session-row")]);
  if (selectedRows().length) ask();
});

dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  reason.disabled = true;
  reason.value = "";
  takeBackTicks?.();
  takeBackTicks = null;
});
document.addEventListener("submit", ({ target }) => {
  if (target.id === "terminations") setTimeout(() => dialog.close()); // once what it holds has been read
});
document.addEventListener("htmx:after:settle", () => {
  if (!dialog.open) return;
  const rows = selectedRows();
  if (rows.length) describe(rows);
  else dialog.close(); // all of them have ended meanwhile
});
