// The curve of use as a chart that can be zoomed. Its colours are those of the keys in the legend, in each theme.
import { axisTimes, exactTime } from "./chart_times.js";
import { gettext } from "./words.js";

const holder = document.querySelector("[data-curve]");
const data = JSON.parse(document.getElementById(holder?.dataset.curve)?.textContent ?? "null");
const HEIGHT = 300;
const DENSE = 1000; // so many steps need a finer line

function colors() {
  const probe = document.createElement("span");
  holder.append(probe);
  const found = {};
  for (const name of ["in-use", "fill", "dense", "licenses", "grid", "text"]) {
    probe.className = `key-${name}`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

function options(shown, moved) {
  const color = (name) => () => shown.colors[name];
  const dense = data.at.length > DENSE;
  const steps = uPlot.paths.stepped({ align: 1 });
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: color("text"), font, grid: { stroke: color("grid"), width: 1 }, ticks: { show: false } };
  return {
    width: holder.clientWidth,
    height: HEIGHT,
    padding: [8, 12, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), data.zone),
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, dist: 4 }, points: { show: false } },
    scales: { y: { range: [0, data.top] } },
    axes: [
      { ...axis, grid: { show: false }, gap: 8, size: 52, values: (u, at, index, space, step) => axisTimes(at, step, data) },
      { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
    ],
    series: [
      {},
      { stroke: color("licenses"), width: 2, dash: [6, 5], paths: steps, points: { show: false } },
      { stroke: color("in-use"), fill: color(dense ? "dense" : "fill"), width: dense ? 0.5 : 2, paths: steps, points: { show: false } },
    ],
    hooks: { setCursor: [moved], setScale: [moved] },
  };
}

const at = (index) =>
  gettext("%(time)s: %(held)s of %(licenses)s in use", {
    time: exactTime(data.at[index], data),
    held: data.inUse[index],
    licenses: data.licenses[index],
  });

function foot() {
  const line = Object.assign(document.createElement("div"), { className: "curve-foot d-print-none" });
  line.innerHTML = `<span class="curve-value" role="status"></span><button type="button" class="btn-link-plain" hidden></button>`;
  line.lastElementChild.textContent = gettext("Show all");
  return line;
}

function draw() {
  const live = Object.assign(document.createElement("div"), { className: "curve-live d-print-none", tabIndex: 0 });
  live.setAttribute("role", "group");
  live.setAttribute("aria-label", gettext("Chart of licenses in use. Arrow keys read the values, Escape shows all."));
  const below = foot();
  const [value, all] = below.children;
  const shown = { colors: colors() };
  const isWhole = (u) => u.scales.x.min === data.at[0] && u.scales.x.max === data.at.at(-1);
  const moved = (u) => {
    const index = u.cursor.idx;
    all.hidden = u.scales.x.min == null || isWhole(u);
    value.textContent = index == null ? holder.dataset.hint : at(index);
  };
  holder.classList.add("is-live");
  holder.append(live, below);
  const chart = new uPlot(options(shown, moved), [data.at, data.licenses, data.inUse], live);
  const whole = () => chart.setScale("x", { min: data.at[0], max: data.at.at(-1) });
  const repaint = () => {
    shown.colors = colors();
    chart.redraw(false);
  };
  value.textContent = holder.dataset.hint;
  live.addEventListener("keydown", (event) => walk(event, chart, whole));
  all.addEventListener("click", whole);
  new ResizeObserver(() => holder.clientWidth && chart.setSize({ width: holder.clientWidth, height: HEIGHT })).observe(holder);
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

function walk(event, chart, whole) {
  const last = data.at.length - 1;
  const from = chart.cursor.idx ?? -1;
  const to = { ArrowRight: Math.min(from + 1, last), ArrowLeft: Math.max(from - 1, 0), Home: 0, End: last }[event.key];
  if (event.key === "Escape") whole();
  if (to === undefined) return;
  event.preventDefault();
  if (data.at[to] < chart.scales.x.min || data.at[to] > chart.scales.x.max) whole();
  chart.setCursor({ left: chart.valToPos(data.at[to], "x"), top: 0 });
}

if (data && globalThis.uPlot) draw();
