// A push carries the rows that changed; the others stand in it as empty groups, `data-same`, for what the page came with or this
// stream sent before. They are put back in here, so that whatever looks at an update sees all of it.
const STREAM = "usage-stream";
const TABLE = "usage-table";
const ENOUGH = 1000; // groups that are kept, those of earlier updates among them: one that is on its way may still name them
const known = new Map();

function fill(body) {
  const kept = known.get(body.id);
  if (kept) body.replaceWith(kept.cloneNode(true));
  else location.reload(); // this cannot be; if it is, the page itself has everything
}

function keep(bodies) {
  for (const body of bodies) known.set(body.id, body.cloneNode(true));
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const isPush = ctx.sourceElement?.id === STREAM;
  if (!isPush && !tasks.some(({ target }) => target?.id === STREAM)) return; // a search brings a stream of its own
  const root = tasks.find(({ target }) => target?.id === TABLE)?.fragment.querySelector(`#${TABLE}`);
  if (!root) return;
  const bodies = [...root.querySelectorAll("tbody")];
  const shown = new Set(bodies.map(({ id }) => id));
  for (const body of bodies.filter(({ dataset }) => "same" in dataset)) fill(body);
  keep(bodies.filter(({ dataset }) => !("same" in dataset)));
  if (known.size > ENOUGH) for (const id of known.keys()) if (!shown.has(id)) known.delete(id);
});

keep(document.querySelectorAll(`#${TABLE} tbody`)); // the stream begins with what the page was loaded with
