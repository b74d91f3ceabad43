// Forms that say `data-unsaved` warn before what was typed in them is lost: on leaving the page, and on saving another form of it.
import { gettext } from "./words.js";

const forms = [...document.querySelectorAll("form[data-unsaved]")];
const UNSAVED = gettext("You have changed something else on this page and not saved it. Go on and lose that?");
let submitting = false;

function isChanged(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.type !== "select-one") return "defaultValue" in control && control.value !== control.defaultValue;
  const options = [...control.options];
  return !(options.find((option) => option.defaultSelected) ?? options[0])?.selected;
}

// As the server sent it, or, when it was not saved and is shown again, with its messages.
const isDirty = (form) =>
  [...form.elements].some(isChanged) || form.querySelector("[aria-invalid=true], .theirs, [role=alert]") !== null;

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
