// A tip that comes or goes moves everything below it: while the pointer is on the table, its buttons or the tips, that waits.
const TIPS = "usage-tips";
const canHover = matchMedia("(hover: hover)");
let waiting = null;

const isNear = () => canHover.matches && document.querySelector(`.usage-card:hover, #${TIPS}:hover`);

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const task = tasks.find(({ target }) => target?.id === TIPS);
  if (!task) return;
  waiting = null;
  if (ctx.sourceElement.id !== "usage-stream" || !isNear()) return; // what somebody has done themselves shows at once
  const shown = document.getElementById(TIPS);
  const ids = (root) => [...root.querySelectorAll(".tip")].map(({ id }) => id).join();
  const fresh = task.fragment.querySelector(`#${TIPS}`);
  if (ids(fresh) === ids(shown)) return; // the same tips with other numbers take the same room
  waiting = fresh.outerHTML;
  fresh.replaceWith(shown.cloneNode(true));
});

document.addEventListener("pointermove", () => {
  if (!waiting || isNear()) return;
  const text = `<hx-partial hx-target="#${TIPS}" hx-swap="outerMorph">${waiting}</hx-partial>`;
  const source = document.getElementById("usage-stream");
  waiting = null;
  htmx.swap({ text, sourceElement: source, target: source, swap: "none" });
});
