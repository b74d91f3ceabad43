// What License Usage adds to itself where scripts run; without them everything works after a reload. Loaded before htmx, so that
// nothing of the stream is missed. In this order: holding rows back comes before whatever looks at the rows.
import "./js/unchanged.js";
import "./js/hold.js";
import "./js/hold_tips.js";
import "./js/transitions.js";
import "./js/arrivals.js";
import "./js/selection.js";
import "./js/confirm.js";
import "./js/usage_keys.js";
import "./js/live.js";
import "./js/waiting.js";
import "./js/own_endings.js";
import "./js/announce.js";
