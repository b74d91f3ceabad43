// The theme, before the first paint: what this browser remembers, or what the system says. Also tells the styles that scripts run.
(() => {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try {
      return localStorage.getItem("theme") || "system";
    } catch {
      return "system"; // storage is blocked: the choice lasts as long as the page
    }
  };
  const apply = (choice = remembered()) => {
    const dark = choice === "dark" || (choice === "system" && systemIsDark.matches);
    root.setAttribute("data-bs-theme", dark ? "dark" : "light");
    root.setAttribute("data-theme-choice", choice);
  };
  root.classList.add("js");
  apply();
  systemIsDark.addEventListener("change", () => apply());
  document.addEventListener("theme:choose", (event) => {
    try {
      localStorage.setItem("theme", event.detail);
    } catch {
      // as above
    }
    apply(event.detail);
  });
})();
