// Streams of pages in the background are given up, so that many open tabs do not use up a browser's connections to the server.
// While somebody waits to be told something, this page's stream is kept.
const wishes = new Set();

export function keepLive(what, wanted) {
  if (wanted) wishes.add(what);
  else wishes.delete(what);
}

// Loaded before htmx, so asked before it: who keeps the event from it keeps the stream.
document.addEventListener("visibilitychange", (event) => document.hidden && wishes.size && event.stopImmediatePropagation(), true);
