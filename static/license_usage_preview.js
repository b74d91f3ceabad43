// License Usage as somebody else sees it: live, and only to look at.
import "./js/unchanged.js";
import "./js/hold.js";
import "./js/transitions.js";
import "./js/arrivals.js";
import "./js/live.js";
import "./js/announce.js";
