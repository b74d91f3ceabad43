// What Administration adds to itself where scripts run.
import "./js/rights.js";
import "./js/unsaved.js";
