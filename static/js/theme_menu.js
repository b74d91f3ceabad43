// The theme buttons of the user menu.
const buttons = document.querySelectorAll("button[data-theme-choice]");

function mark() {
  const choice = document.documentElement.getAttribute("data-theme-choice");
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("theme:choose", { detail: button.dataset.themeChoice }));
    mark();
  });
}
mark();
