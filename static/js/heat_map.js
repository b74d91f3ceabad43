// The heat map is one stop of the keyboard: arrow keys move in it, and the line below tells the hour under pointer or focus.
const map = document.querySelector("[data-heat-map]");
const line = document.querySelector("[data-heat-value]");
const hint = line?.textContent;
const rows = map ? [...map.tBodies[0].rows].map((row) => [...row.querySelectorAll(".heat")]) : [];
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function place(cell) {
  const day = rows.findIndex((row) => row.includes(cell));
  return [day, rows[day].indexOf(cell)];
}

function go(cell) {
  for (const other of rows.flat()) other.tabIndex = other === cell ? 0 : -1;
  cell.focus();
}

function move(event) {
  const cell = event.target.closest(".heat");
  if (!cell || !(event.key in MOVES)) return;
  event.preventDefault();
  const [[day, hour], [down, right]] = [place(cell), MOVES[event.key]];
  const next = rows[day + down]?.[hour + right];
  if (next) go(next);
}

function tell({ target }) {
  const cell = target.closest(".heat");
  if (cell) line.textContent = cell.dataset.label;
}

for (const cell of rows.flat()) {
  cell.tabIndex = -1;
  cell.dataset.label = cell.title;
  cell.setAttribute("aria-label", cell.title);
  cell.removeAttribute("title"); // the line below tells it
}
if (rows.length) {
  rows[0][9].tabIndex = 0;
  map.addEventListener("pointerover", tell);
  map.addEventListener("pointerleave", () => (line.textContent = hint));
  map.addEventListener("focusin", tell);
  map.addEventListener("keydown", move);
}
