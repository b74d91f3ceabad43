// License Usage by keyboard: from license to license, tick, free, end.
import { shortcut } from "./shortcuts.js";

const headings = () => [...document.querySelectorAll("#usage-table .license-row:not([data-leaving])")];
const current = () => document.activeElement?.closest("#usage-table tbody")?.querySelector(".license-row");

function step(by) {
  const all = headings();
  const at = all.indexOf(current());
  const next = at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function press(selector, root = current()) {
  const control = root?.querySelector(selector);
  if (!control || control.disabled) return false;
  control.click();
  return true;
}

shortcut("j", () => step(1));
shortcut("k", () => step(-1));
shortcut("ArrowDown", () => document.activeElement.matches(".license-row") && step(1)); // elsewhere arrows scroll
shortcut("ArrowUp", () => document.activeElement.matches(".license-row") && step(-1));
shortcut("x", () => press("[data-tick-license]"));
shortcut("f", () => press("[data-free-license]"));
shortcut("e", () => press("#end-selected", document));
