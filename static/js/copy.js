// Copies what a field holds, and says so on the button for a while.
import { gettext } from "./words.js";

const SAID_MILLISECONDS = 5000;

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // without https there is no clipboard to write to: the old way
    document.execCommand("copy");
  }
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  button.dataset.label ??= button.textContent;
  await copy(document.getElementById(button.dataset.copy));
  button.textContent = gettext("Copied");
  setTimeout(() => (button.textContent = button.dataset.label), SAID_MILLISECONDS);
});
