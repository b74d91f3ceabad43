// Sends one renewal each so many seconds; 0: none any more. One that did not get through is sent again soon.
const RETRY_MILLISECONDS = 3000;
let timer = null;
let wanted = { seconds: 0 };

async function renew() {
  clearTimeout(timer);
  if (!wanted.seconds) return;
  timer = setTimeout(renew, wanted.seconds * 1000);
  try {
    await fetch(wanted.at, { method: "POST", headers: { "X-CSRFToken": wanted.token }, credentials: "same-origin" });
  } catch {
    clearTimeout(timer);
    timer = setTimeout(renew, RETRY_MILLISECONDS);
  }
}

addEventListener("message", ({ data }) => {
  wanted = data;
  clearTimeout(timer);
  if (data.told) renew();
  else if (data.seconds) timer = setTimeout(renew, data.seconds * 1000); // the page itself has just renewed it
});
