// Shortcuts of a single key. Not while somebody types or a dialog is open; off for those who have switched them off in this browser.
import { browser } from "./remembered.js";

const KEY = "shortcuts";
const SEQUENCE_MILLISECONDS = 1500;
const PAGES = { u: "/usage", r: "/reports", a: "/administration" };
const TYPES = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const actions = new Map();
const list = document.getElementById("shortcuts");
let goes = null;

const areOn = () => browser.read(KEY) !== "off";
const linkTo = (path) => document.querySelector(`header nav a[href^="${path}"]`);

// What a page's own key does; true when it did something.
export const shortcut = (key, action) => actions.set(key, action);

function search() {
  const field = document.querySelector("main input[type=search]");
  field?.select();
  return Boolean(field);
}

function showList() {
  if (!list || list.open) return false;
  for (const line of list.querySelectorAll("[data-go]")) line.hidden = !linkTo(line.dataset.go);
  list.showModal();
  return true;
}

function go(key) {
  clearTimeout(goes);
  goes = null;
  const link = PAGES[key] && linkTo(PAGES[key]);
  link?.click();
  return Boolean(link);
}

function begin() {
  goes = setTimeout(() => (goes = null), SEQUENCE_MILLISECONDS);
  return true;
}

shortcut("?", showList);
shortcut("/", search);
shortcut("g", begin);

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!list || !areOn() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest?.(TYPES) || document.querySelector("dialog[open]")) return;
  if (goes ? go(key) : actions.get(key)?.(event)) event.preventDefault();
});

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-show-shortcuts]")) {
    document.querySelector("#user-menu:popover-open")?.hidePopover();
    showList();
  }
  if (target.closest?.("[data-close-shortcuts]")) list.close();
});

function show() {
  for (const box of document.querySelectorAll("[data-shortcuts-on]")) box.checked = areOn();
}
document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-shortcuts-on]")) return;
  browser.write(KEY, target.checked ? "on" : "off");
  show();
});
show();
