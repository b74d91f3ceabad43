// Says whether the page is live, and since when not. Keeps trying; comes back whole after the connection or the sign-in is lost.
import { gettext } from "./words.js";

const RETRY_MILLISECONDS = 5000;
const status = document.getElementById("live-status");
const text = status.querySelector("[data-live-text]");
const isStream = (element) => element?.matches?.("[hx-sse\\:connect]");

function live() {
  status.dataset.state = "live";
  text.textContent = gettext("Live");
}

function notLive() {
  if (status.dataset.state === "lost") return;
  status.dataset.state = "lost";
  const since = Object.assign(document.createElement("time"), { dateTime: new Date().toISOString() });
  const [before, after] = gettext("Not live since %(time)s, reconnecting", { time: "\0" }).split("\0");
  text.replaceChildren(before, since, after);
  document.dispatchEvent(new Event("times:changed"));
}

function lost(code) {
  if ([401, 403, 404].includes(code)) location.reload(); // signed out, or not allowed any more: the page itself says so
  else notLive();
}

// What the page showed when it was loaded holds for the first connection alone.
function forgetWhatWasShown(stream) {
  const address = new URL(stream.getAttribute("hx-sse:connect"), location.href);
  address.searchParams.delete("shows");
  stream.setAttribute("hx-sse:connect", address.pathname + address.search);
}

function connectAgain(stream) {
  setTimeout(() => stream.isConnected && !stream._htmx?.sse && htmx.process(stream, true), RETRY_MILLISECONDS);
}

function firstConnectionFailed({ target, detail }) {
  if (!isStream(target)) return;
  lost(detail.ctx.response?.status);
  connectAgain(target);
}

document.addEventListener("htmx:sse:after:connection", ({ target, detail }) => {
  if (detail.connection.status !== 200) return;
  live();
  forgetWhatWasShown(target);
});
document.addEventListener("htmx:sse:before:connection", ({ detail }) => detail.connection.attempt > 0 && notLive());
document.addEventListener("htmx:sse:error", ({ detail }) => lost(detail.status));
document.addEventListener("htmx:error", firstConnectionFailed);
document.addEventListener("htmx:response:error", firstConnectionFailed);
document.addEventListener("signed-out", () => location.reload());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // a page out of the browser's cache has no stream
