// Session Management: control cannot be chosen while its view is off. Follows what is chosen, before it is saved; the server
// decides the same when it is.
const chosen = (line) => line.querySelector("input[type=radio]:checked")?.value;

function isOn(line) {
  const value = chosen(line);
  return (value === "inherit" || "enforced" in line.dataset ? line.dataset.asAccount : value) === "on";
}

function reflect(panel) {
  for (const line of panel.querySelectorAll("[data-needs]")) {
    const hasView = isOn(panel.querySelector(`[data-right="${line.dataset.needs}"]`));
    const on = line.querySelector("input[value=on]");
    if (!("enforced" in line.dataset)) on.disabled = !hasView && !on.checked;
    line.querySelector("[data-needs-note]").hidden = hasView;
  }
}

for (const panel of document.querySelectorAll("form[data-rights]")) {
  panel.addEventListener("change", () => reflect(panel));
  reflect(panel);
}
