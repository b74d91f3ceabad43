// Keeps addresses short: the days of a period with a name are left out unless they were changed, and so is what is empty.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches(".report-form")) return;
  const days = [...target.querySelectorAll("[data-was]")];
  if (formData.has("period") && days.length) {
    const changed = days.some((field) => field.value !== field.dataset.was);
    for (const name of changed ? ["period"] : ["from", "to"]) formData.delete(name);
  }
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});
