// A long export tells how far it has come. Without this the link downloads just the same.
import { gettext, ngettext } from "./js/words.js";

const AT_ONCE = 200; // milliseconds between two looks of the bar
const box = document.getElementById("export-progress");

function show(rows, stop) {
  box.replaceChildren();
  const text = Object.assign(document.createElement("span"), { textContent: gettext("Export begins…") });
  const bar = Object.assign(document.createElement("progress"), { max: rows, value: 0 });
  bar.setAttribute("aria-label", gettext("Rows that have come"));
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: gettext("Stop") });
  button.addEventListener("click", stop);
  box.append(text, bar, button);
  box.hidden = false;
  return (done) => {
    bar.value = done;
    text.textContent = ngettext("%(done)s of %(number)s row", "%(done)s of %(number)s rows", rows, { done });
  };
}

async function read(response, tell) {
  const parts = [];
  let lines = -1; // the first one names the columns
  let told = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return parts;
    for (const byte of value) if (byte === 10) lines += 1;
    parts.push(value);
    if (performance.now() - told > AT_ONCE) tell(Math.max(0, lines));
    if (performance.now() - told > AT_ONCE) told = performance.now();
  }
}

function save(parts, name) {
  const address = URL.createObjectURL(new Blob(parts, { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function download(link) {
  const stopping = new AbortController();
  const tell = show(Number(link.dataset.rows), () => stopping.abort());
  try {
    const response = await fetch(link.href, { signal: stopping.signal });
    if (!response.ok) return location.assign(link.href);
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "sessions.csv";
    save(await read(response, tell), name);
    box.hidden = true;
  } catch (error) {
    box.replaceChildren(stopping.signal.aborted ? gettext("The export was stopped.") : gettext("The export broke off. Try again."));
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-export][data-long]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  download(link);
});
