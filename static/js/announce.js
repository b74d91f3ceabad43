// Tells a screen reader how many licenses are in use when that changes, at most once in ten seconds.
const QUIET_MILLISECONDS = 10_000;
const region = document.getElementById("announcement");
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

document.addEventListener("htmx:after:settle", () => pause ?? speak());
