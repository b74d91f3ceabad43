// A tip or an offer that comes or goes moves everything below it: while the pointer is on the table, its buttons, the tips or the
// offers, or the keyboard on the rows, that waits.
import { isHeld } from "./hold.js";

const HELD = ["usage-tips", "refusal-offers"];
const NEAR = [".usage-card:hover", ...HELD.map((id) => `#${id}:hover`)].join();
const canHover = matchMedia("(hover: hover)");
const waiting = new Map();

const isNear = () => canHover.matches && document.querySelector(NEAR);
const ids = (root) => [...root.children].map(({ id }) => id).join();

function hold(id, fresh) {
  const shown = document.getElementById(id);
  waiting.delete(id);
  if (!fresh || !shown || ids(fresh) === ids(shown)) return; // the same with other numbers takes the same room
  waiting.set(id, fresh.outerHTML);
  fresh.replaceWith(shown.cloneNode(true));
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  for (const { fragment } of tasks) {
    for (const id of HELD) {
      const fresh = fragment?.querySelector?.(`#${id}`);
      if (!fresh) continue;
      const pushed = ctx.sourceElement.id === "usage-stream"; // what somebody has done themselves shows at once
      if (isHeld() || (pushed && isNear())) hold(id, fresh);
      else waiting.delete(id);
    }
  }
});

document.addEventListener("pointermove", () => {
  if (!waiting.size || isNear()) return;
  const parts = [...waiting].map(([id, html]) => `<hx-partial hx-target="#${id}" hx-swap="outerMorph">${html}</hx-partial>`);
  const source = document.getElementById("usage-stream");
  waiting.clear();
  htmx.swap({ text: parts.join(""), sourceElement: source, target: source, swap: "none" });
});
