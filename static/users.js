// Ticking users: the head's tick stands for all on the page, and the button says how many are ticked.
const ticks = () => [...document.querySelectorAll("#users-table [data-tick]")];
const button = document.getElementById("user-actions-button");
const count = document.getElementById("ticked-count");

function refresh() {
  if (!button) return; // whoever may only look ticks nobody
  const ticked = ticks().filter((tick) => tick.checked).length;
  const all = document.querySelector("#users-table [data-tick-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === ticks().length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
  button.disabled = ticked === 0;
  count.hidden = ticked === 0;
  count.textContent = String(ticked);
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-tick-all]")) for (const tick of ticks()) tick.checked = target.checked;
  if (target.matches("[data-tick], [data-tick-all]")) refresh();
});
document.addEventListener("htmx:after:settle", refresh);
addEventListener("pageshow", refresh); // a page that the browser brings back keeps its ticks
refresh();
