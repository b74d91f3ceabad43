// Messages: closed by their button, good news also by itself; and the words for when the server cannot be reached.
import { gettext } from "./words.js";

const SHOWN_MILLISECONDS = 8000;
const toasts = document.getElementById("toasts");

function unreachable() {
  const message = Object.assign(document.createElement("div"), { className: "alert alert-danger message" });
  message.textContent = gettext("The server could not be reached, so nothing was done. Try again in a moment.");
  toasts.replaceChildren(message);
}

document.addEventListener("click", ({ target }) => target.closest?.("[data-dismiss]")?.parentElement.remove());
document.addEventListener("htmx:error", ({ target, detail }) => {
  if (detail.ctx && !target.matches?.("[hx-sse\\:connect]") && detail.error?.name !== "AbortError") unreachable();
});
document.addEventListener("htmx:after:settle", ({ target }) => {
  if (target !== toasts) return;
  for (const message of toasts.querySelectorAll("[data-message=success]")) {
    const seconds = Number(message.dataset.shownSeconds ?? 0); // as long as what it offers can be done
    setTimeout(() => message.remove(), Math.max(SHOWN_MILLISECONDS, seconds * 1000));
  }
});
