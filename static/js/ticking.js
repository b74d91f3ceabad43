// Countdowns and durations go on each second, and times are shown in this browser's time zone, without asking the server.
import { serverNow } from "./clock.js";
import { gettext, locale } from "./words.js";

const HOUR = 3600000; // before a paused session expires it is said more plainly
const two = (number) => String(number).padStart(2, "0");

function span(milliseconds, round) {
  const whole = Math.max(0, round(milliseconds / 1000));
  const [days, hours] = [Math.floor(whole / 86400), Math.floor(whole / 3600) % 24];
  const [minutes, seconds] = [Math.floor(whole / 60) % 60, whole % 60];
  if (days) return gettext("%(days)s d %(time)s", { days, time: `${two(hours)}:${two(minutes)}:${two(seconds)}` });
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function exact(at) {
  const day = at.toLocaleDateString(locale, { day: "numeric", month: "short", year: "numeric" });
  return `${day}, ${at.toLocaleTimeString(locale)}`;
}

function timeOfDay(at, now) {
  const time = at.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === now.toDateString()) return time;
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return `${at.toLocaleDateString(locale, { day: "numeric", month: "short", year })}, ${time}`;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  const now = serverNow();
  for (const cell of document.querySelectorAll("[data-since]")) write(cell, span(now - Date.parse(cell.dataset.since), Math.floor));
  for (const left of document.querySelectorAll("[data-until]")) write(left, span(Date.parse(left.dataset.until) - now, Math.ceil));
  for (const badge of document.querySelectorAll("[data-ends-at]")) {
    const left = Math.max(0, Date.parse(badge.dataset.endsAt) - now);
    write(badge, left ? gettext("Ending in %(time)s", { time: span(left, Math.ceil) }) : gettext("Ending now"));
    const bar = badge.parentElement.querySelector("progress");
    if (bar) bar.value = left / 1000;
  }
  for (const from of document.querySelectorAll("[data-shown-from]")) from.hidden = now < Date.parse(from.dataset.shownFrom);
  for (const until of document.querySelectorAll("[data-shown-until]")) until.hidden = now >= Date.parse(until.dataset.shownUntil);
  for (const text of document.querySelectorAll("[data-expires-at]")) {
    const left = Math.max(0, Date.parse(text.dataset.expiresAt) - now);
    write(text, left ? gettext("expires in %(time)s", { time: span(left, Math.ceil) }) : gettext("expired"));
    if (text.closest('[data-state="paused"]')) text.classList.toggle("is-soon", left <= HOUR);
  }
}

function localise() {
  const now = new Date(serverNow());
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    write(time, "exact" in time.dataset ? exact(at) : timeOfDay(at, now));
  }
}

function refresh() {
  localise();
  tick();
}

refresh();
setInterval(tick, 1000);
document.addEventListener("htmx:after:settle", refresh);
document.addEventListener("times:changed", refresh);
