// Renews the lease of the session while its page is open, and at once when the session is being ended: so the server knows that
// its user has been told. A Web Worker keeps the time, as browsers slow the timers of pages in the background down.
import { callPage } from "./page_title.js";

const form = document.getElementById("renew-lease");
const worker = new Worker(new URL("./lease_worker.js", import.meta.url));
const session = () => document.getElementById("own-session");
let seconds = 0;
let state = session().dataset.state;

function follow() {
  const now = Number(session().dataset.renewSeconds);
  const told = session().dataset.state === "ending" && state !== "ending";
  state = session().dataset.state;
  callPage(session().dataset.title);
  if (now === seconds && !told) return;
  seconds = now;
  worker.postMessage({ seconds, at: form.action, token: form.elements.csrf_token.value, told });
}

follow();
document.addEventListener("htmx:after:settle", follow);
