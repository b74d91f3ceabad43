// What scripts say, in the page's language. The page carries the sentences as JSON; English ones stand in the scripts themselves.
// `make words` collects what `gettext` and `ngettext` are called with: it stands there in full.
const said = JSON.parse(document.getElementById("script-words")?.textContent ?? "null");
export const language = document.documentElement.lang || "en";
export const locale = language === "en" ? "en-GB" : language;
const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

const turned = (sentence) =>
  sentence.replace(/%\(\w+\)s|\p{L}+/gu, (part) => (part.startsWith("%") ? part : `\u202e${part}\u202c`));
const asItIs = (sentence) => (said?.turned ? turned(sentence) : sentence);

const filled = (sentence, values) =>
  sentence.replace(/%\((\w+)\)s/g, (_, name) => (typeof values[name] === "number" ? numbers.format(values[name]) : values[name]));

// gettext("Not live since %(time)s", { time })
export const gettext = (sentence, values = {}) => filled(said?.sentences[sentence] ?? asItIs(sentence), values);

// ngettext("%(number)s new session", "%(number)s new sessions", number)
export function ngettext(one, many, number, values = {}) {
  const forms = said?.sentences[one];
  const sentence = forms ? (forms[plurals.select(number)] ?? forms.other) : asItIs(number === 1 ? one : many);
  return filled(sentence, { number, ...values });
}
