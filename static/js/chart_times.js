// Times under and in a chart: in the account's time zone, written in the page's language.
import { locale } from "./words.js";

const DAY = 86400;
const formats = new Map();

function written(seconds, { zone }, parts) {
  const key = JSON.stringify(parts);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...parts }));
  return formats.get(key).format(new Date(seconds * 1000));
}

const date = (at, data) => written(at, data, { day: "numeric", month: "short" });
const time = (at, data) => written(at, data, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// The labels of an axis: times, with the date below where a day begins; days; or months, with the year below the first.
export function axisTimes(moments, step, data) {
  let before = null;
  return moments.map((at) => {
    const above = step >= 28 * DAY ? written(at, data, { month: "short" }) : step >= DAY ? date(at, data) : time(at, data);
    const under = step >= DAY ? written(at, data, { year: "numeric" }) : date(at, data);
    const label = under === before ? above : `${above}\n${under}`;
    before = under;
    return label;
  });
}

export function exactTime(at, data) {
  const seconds = data.span ? {} : { second: "2-digit" };
  const day = written(at, data, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return `${day}, ${written(at, data, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...seconds })}`;
}
