// Forms that say `data-unsaved` warn before what was typed in them is lost: on leaving the page, and on saving another form of it.
const forms = [...document.querySelectorAll("form[data-unsaved]")];
const content = (form) => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
const asSaved = new Map(forms.map((form) => [form, content(form)]));
const UNSAVED = "You have changed something else on this page and not saved it. Go on and lose that?";
let submitting = false;

for (const form of forms) if (form.querySelector("[aria-invalid=true], .theirs, [role=alert]")) asSaved.set(form, null); // shown again unsaved

const isDirty = (form) => content(form) !== asSaved.get(form);

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.hasAttribute("hx-post")) return;
  const others = forms.some((form) => form !== event.target && isDirty(form));
  if (others && !confirm(UNSAVED)) event.preventDefault();
  else submitting = true;
});
addEventListener("beforeunload", (event) => {
  if (!submitting && forms.some(isDirty)) event.preventDefault();
});
addEventListener("pageshow", () => (submitting = false));
