// What reports add to themselves where scripts run; without them everything works.
import "./js/report_form.js";
import "./js/printing.js";
