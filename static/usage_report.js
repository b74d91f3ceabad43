// What the usage report adds to itself where scripts run: the curve that can be zoomed, and the heat map that tells its hours.
import "./js/usage_curve.js";
import "./js/heat_map.js";
