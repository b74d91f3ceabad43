// Before sessions end: says what that frees, and asks for a reason. The dialog's button submits the same form as without scripts.
// "Free it…" on a license opens it for all sessions of that license.
import { gettext, ngettext } from "./words.js";
import { selectOnly, selectedRows } from "./selection.js";

const AT_ONCE = ["standby", "paused"]; // nobody to warn
const dialog = document.getElementById("termination-dialog");
const reason = document.getElementById("termination-reason");
const reasons = dialog.querySelectorAll("[data-reason]");
const button = document.getElementById("end-selected");
const isTouched = matchMedia("(pointer: coarse)");
const sessions = document.querySelector(".usage-card");
let mayLoseFocus = false;
let takeBackTicks = null;

function effect(group, rows) {
  const { license, holder, effect: other } = group.dataset;
  if (other) return other;
  const staying = [...group.querySelectorAll(".session-row")].filter(
    (row) => !rows.includes(row) && !["ending", "ended"].includes(row.dataset.state),
  ).length;
  if (!staying) return gettext("Frees %(license)s: %(holder)s", { license, holder });
  if (staying === 1) return gettext("Frees nothing: another session of %(holder)s stays", { holder });
  return ngettext(
    "Frees nothing: %(number)s other session of %(holder)s stays",
    "Frees nothing: %(number)s other sessions of %(holder)s stay",
    staying,
    { holder },
  );
}

function describe(rows) {
  const groups = [...new Set(rows.map((row) => row.closest("tbody")))];
  const items = groups.map((group) => Object.assign(document.createElement("li"), { textContent: effect(group, rows) }));
  dialog.querySelector("[data-effects]").replaceChildren(...items);
  const [title, confirm] = [dialog.querySelector("[data-title]"), dialog.querySelector("[data-confirm]")];
  if (rows.length === 1) {
    title.textContent = gettext("End this session?");
    confirm.textContent = gettext("End session");
  } else {
    title.textContent = ngettext("End this %(number)s session?", "End these %(number)s sessions?", rows.length);
    confirm.textContent = ngettext("End %(number)s session", "End %(number)s sessions", rows.length);
  }
  const warned = rows.some((row) => !AT_ONCE.includes(row.dataset.state));
  dialog.querySelector("[data-with-notice]").hidden = !warned;
  dialog.querySelector("[data-at-once]").hidden = warned;
}

function ask() {
  describe(selectedRows());
  reason.disabled = false;
  dialog.showModal();
  const first = isTouched.matches ? dialog.querySelector("[data-title]") : reason; // a keyboard on the screen would hide the buttons
  first.focus();
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

function markReason() {
  for (const ready of reasons) ready.setAttribute("aria-pressed", String(ready.textContent === reason.value));
}
reason.addEventListener("input", markReason);
for (const ready of reasons) {
  ready.addEventListener("click", () => {
    reason.value = ready.textContent === reason.value ? "" : ready.textContent;
    markReason();
  });
}

dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  reason.disabled = true;
  reason.value = "";
  markReason();
  takeBackTicks?.();
  takeBackTicks = null;
});
document.addEventListener("submit", ({ target }) => {
  if (target.id !== "terminations") return;
  mayLoseFocus = true;
  setTimeout(() => dialog.close()); // once what it holds has been read
});
for (const acting of ["pointerdown", "keydown"]) document.addEventListener(acting, () => (mayLoseFocus = false), true);

// What opened the dialog may be gone or disabled once the sessions end: then the keyboard goes on at the sessions.
function keepFocus() {
  const { activeElement } = document;
  if (activeElement !== document.body && !activeElement?.disabled) return;
  sessions.focus({ preventScroll: true });
  mayLoseFocus = false;
}

document.addEventListener("htmx:after:settle", () => {
  if (mayLoseFocus && !dialog.open) keepFocus();
  if (!dialog.open) return;
  const rows = selectedRows();
  if (rows.length) describe(rows);
  else dialog.close(); // all of them have ended meanwhile
});
