// One's own session is being ended: the title of the tab counts down, and whoever looks elsewhere is told.
import { keepLive } from "./background.js";
import { serverNow } from "./clock.js";
import { isAllowed, notice } from "./notices.js";
import { sayInTitle } from "./page_title.js";
import { gettext } from "./words.js";

const OWN = '[data-mine], #own-session:not([data-state="ended"])';
const told = new Set();
const two = (number) => String(number).padStart(2, "0");

const endings = () =>
  [...document.querySelectorAll('[data-mine][data-state="ending"], #own-session[data-state="ending"]')]
    .map((session) => {
      const moment = session.querySelector("[data-ends-at], [data-until]");
      return { id: session.dataset.session, name: session.dataset.name, ends: Date.parse(moment?.dataset.endsAt ?? moment?.dataset.until ?? "") };
    })
    .filter(({ ends }) => ends > serverNow())
    .sort((one, other) => one.ends - other.ends);

function countDown() {
  const [first] = endings();
  const seconds = first ? Math.ceil((first.ends - serverNow()) / 1000) : 0;
  const left = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  sayInTitle("ending", seconds ? gettext("Ending in %(time)s", { time: left }) : "");
}

function look() {
  keepLive("own session", (isAllowed() && document.querySelector(OWN) !== null) || document.getElementById("own-session") !== null);
  const running = endings();
  for (const { id, name } of running) {
    if (!told.has(id)) notice(gettext("Your session is being ended"), name, `ending-${id}`);
    told.add(id);
  }
  for (const id of told) if (!running.some((one) => one.id === id)) told.delete(id);
  countDown();
}

document.addEventListener("htmx:after:settle", look);
setInterval(countDown, 1000);
look();
