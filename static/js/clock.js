// The server's time. Every update says when it was rendered; it arrives later, so the sample that lies furthest ahead is the
// best. Counted on from the browser's monotonic clock, so that somebody setting this computer's clock changes nothing.
const monotonic = () => performance.timeOrigin + performance.now();
let offset = -Infinity;

function sample() {
  const said = Date.parse(document.querySelector("[data-server-now]")?.dataset.serverNow ?? "");
  if (!Number.isNaN(said)) offset = Math.max(offset, said - monotonic());
}

sample();
document.addEventListener("htmx:after:settle", sample);

export const serverNow = () => (offset === -Infinity ? Date.now() : monotonic() + offset);
