// What every page adds to itself where scripts run. Nothing depends on it.
import "./js/theme_menu.js";
import "./js/messages.js";
import "./js/ticking.js";
import "./js/shortcuts.js";
