// Ticking sessions: a license's tick stands for all its sessions, the head's for all on the page. Updates keep the ticks.
const sessionTicks = () => [...document.querySelectorAll("[data-tick]")];
const button = document.getElementById("end-selected");
const count = document.getElementById("selected-count");

export const selectedRows = () => sessionTicks().filter((tick) => tick.checked).map((tick) => tick.closest("tr"));

function reflect(parent, ticks) {
  const open = ticks.filter((tick) => !tick.disabled);
  const ticked = open.filter((tick) => tick.checked).length;
  parent.checked = open.length > 0 && ticked === open.length;
  parent.indeterminate = ticked > 0 && ticked < open.length;
  parent.disabled = open.length === 0;
}

function refresh() {
  const ticks = sessionTicks();
  for (const tick of ticks) if (tick.disabled) tick.checked = false;
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
}

function set(ticks, checked) {
  for (const tick of ticks) if (!tick.disabled) tick.checked = checked;
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-tick-license]")) set(target.closest("tbody").querySelectorAll("[data-tick]"), target.checked);
  if (target.matches("[data-tick-all]")) set(sessionTicks(), target.checked);
  if (target.matches("[data-tick], [data-tick-license], [data-tick-all]")) refresh();
});
document.addEventListener("htmx:after:settle", refresh);
refresh();
