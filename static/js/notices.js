// Tells a person who looks elsewhere: a notification of the browser where it may show them, and a short tone where it is wanted.
import { browser } from "./remembered.js";

const canNotify = "Notification" in window;
const isAway = () => document.hidden || !document.hasFocus();
let sound = null;

export const isAllowed = () => canNotify && Notification.permission === "granted";
export const isBlocked = () => !canNotify || Notification.permission === "denied";
export const wantsSound = () => browser.read("sound") === "on";

// Asked only when somebody has just said that they want to be told.
export async function askToNotify() {
  if (canNotify && Notification.permission === "default") await Notification.requestPermission();
  return isAllowed();
}

// A browser plays what somebody's click on this page has allowed.
function allowSound() {
  sound ??= new AudioContext();
  if (sound.state === "suspended") sound.resume().catch(() => {});
}

function tone() {
  allowSound();
  const [oscillator, volume] = [sound.createOscillator(), sound.createGain()];
  const [start, end] = [sound.currentTime, sound.currentTime + 0.4];
  oscillator.frequency.setValueAtTime(660, start);
  oscillator.frequency.setValueAtTime(880, start + 0.15);
  volume.gain.setValueAtTime(0.15, start);
  volume.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(volume).connect(sound.destination);
  oscillator.start(start);
  oscillator.stop(end);
}

// `tag`: one notification, whichever of several open pages tells it. `always`: with the tone also for whoever looks at this page.
export function notice(title, body, tag, always = false) {
  if (wantsSound() && (always || isAway())) tone();
  if (!isAllowed() || !isAway()) return;
  const shown = new Notification(title, { body, tag });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}

function show() {
  for (const box of document.querySelectorAll("[data-sound]")) box.checked = wantsSound();
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-sound]")) return;
  browser.write("sound", target.checked ? "on" : "off");
  if (target.checked) tone(); // so that one knows what to listen for
  show();
});
document.addEventListener("click", () => wantsSound() && allowSound());
document.addEventListener("htmx:after:settle", show);
show();
