// The title of the tab: what the page is called, and before it what somebody who looks at another tab has to know now.
const SITE = "Seatkeeper";
const notes = new Map();
let name = document.title.replace(` · ${SITE}`, "");

function write() {
  const title = [...notes.values(), name, SITE].join(" · ");
  if (document.title !== title) document.title = title;
}

export function callPage(called) {
  name = called;
  write();
}

// `what` is who says it; an empty text takes it back.
export function sayInTitle(what, text) {
  if (text) notes.set(what, text);
  else notes.delete(what);
  write();
}
