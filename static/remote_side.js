// What the remote side's page adds to itself where scripts run.
import "./js/live.js";
