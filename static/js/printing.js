// Paper is white: the light theme is printed, with the numbers behind each picture that were opened on the screen.
const root = document.documentElement;
let theme = null;

addEventListener("beforeprint", () => {
  theme = root.getAttribute("data-bs-theme");
  root.setAttribute("data-bs-theme", "light");
});
addEventListener("afterprint", () => theme && root.setAttribute("data-bs-theme", theme));
document.addEventListener("click", ({ target }) => target.closest("[data-print]") && print());
