// "Tell me when it is being ended": on the page of one's own session, until the browser has been asked.
import { askToNotify } from "./notices.js";

const button = () => document.querySelector("[data-tell-me]");

function show() {
  const shown = button();
  if (shown) shown.hidden = !("Notification" in window) || Notification.permission !== "default";
}

document.addEventListener("click", async ({ target }) => {
  if (!target.closest?.("[data-tell-me]")) return;
  await askToNotify();
  show();
});
document.addEventListener("htmx:after:settle", show);
show();
