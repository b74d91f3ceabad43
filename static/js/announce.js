// Tells a screen reader how many licenses are in use when that changes, at most once in ten seconds; and of what is being ended how
// long it still takes, at 30 and at 10 seconds, not every second.
import { serverNow } from "./clock.js";
import { gettext, ngettext } from "./words.js";

const QUIET_MILLISECONDS = 10_000;
const MOMENTS = [30, 10];
const region = document.getElementById("announcement");
const countdown = document.getElementById("countdown-announcement");
const spoken = new Map();
const current = () =>
  document.querySelector(".refusal-now[data-free=yes] .refusal-free")?.textContent.trim() ??
  document.getElementById("usage-overview").dataset.announce;
let said = current();
let pause = null;

function speak() {
  pause = null;
  if (current() === said) return;
  said = current();
  region.textContent = said;
  pause = setTimeout(speak, QUIET_MILLISECONDS);
}

// The moment that a row has just come to: the least of those that it has not passed by.
function momentOf(badge) {
  const left = Math.ceil((Date.parse(badge.dataset.endsAt) - serverNow()) / 1000);
  return left > 0 ? MOMENTS.filter((moment) => left <= moment).at(-1) : undefined;
}

function nameOf(row) {
  const { license, holder } = row.closest("tbody").dataset;
  return holder ? `${license}, ${holder}` : license;
}

function speakCountdown() {
  const now = new Map();
  for (const badge of document.querySelectorAll("#usage-table [data-ends-at]")) {
    const [row, moment] = [badge.closest("tr"), momentOf(badge)];
    if (moment && spoken.get(row.id) !== moment) now.set(row, moment);
    if (moment) spoken.set(row.id, moment);
  }
  if (!now.size) return;
  const [[row, seconds]] = now;
  countdown.textContent =
    now.size === 1
      ? gettext("%(session)s: ending in %(seconds)s seconds.", { session: nameOf(row), seconds })
      : ngettext("%(number)s session is ending in %(seconds)s seconds.", "%(number)s sessions are ending in %(seconds)s seconds.", now.size, { seconds });
}

document.addEventListener("htmx:after:settle", () => pause ?? speak());
setInterval(speakCountdown, 1000);
