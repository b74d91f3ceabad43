// What the page of one's own session adds to itself where scripts run.
import "./js/live.js";
import "./js/copy.js";
import "./js/lease.js";
import "./js/own_endings.js";
import "./js/tell_me.js";
