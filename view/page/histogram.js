// A histogram whose range is chosen by dragging over it, or by two fields.

import { figure, h, svg } from "./dom.js";
import { change, MANY, state } from "./state.js";

const WIDTH = 240;
const HEIGHT = 56;
const END = 0.015; // of the width, within which a drag means the end itself
const NEAR = [0.06, 0.2]; // shares of width and height within which two letters would cover each other

export function histogram(name, pair, sets) {
  const { low, high, whole, bins } = pair.find(Boolean);
  const chosen = state.facets.get(name);
  const at = (value) => ((value - low) / (high - low)) * WIDTH;
  const plot = svg("svg", { class: "histogram", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const shares = pair.map((facet) => {
    const total = facet ? facet.bins.reduce((a, b) => a + b, 0) : 0;
    return facet ? facet.bins.map((n) => n / Math.max(total, 1)) : [];
  });
  const most = Math.max(...shares.flat(), 1e-9);
  const step = WIDTH / bins.length;
  const many = sets.length >= MANY;
  shares.forEach((list, set) => {
    const letter = sets[set].letter;
    if (set === 0) {
      list.forEach((share, k) => {
        const height = (share / most) * (HEIGHT - 2);
        plot.append(svg("rect", { class: `bin set-${letter}`, x: k * step + 0.5, y: HEIGHT - height, width: step - 1, height }));
      });
    } else {
      const line = list.map((share, k) => `${k ? "L" : "M"}${k * step} ${HEIGHT - (share / most) * (HEIGHT - 2)}h${step}`).join("");
      plot.append(svg("path", { class: `line set-${letter}`, d: line }));
    }
  });
  const brush = svg("rect", { class: "brush", y: 0, height: HEIGHT });
  plot.append(brush);
  const show = (from, to) => {
    brush.setAttribute("x", Math.min(at(from), at(to)));
    brush.setAttribute("width", Math.abs(at(to) - at(from)));
  };
  if (chosen) show(chosen.low, whole ? chosen.high + 1 : chosen.high);
  drag(plot, name, low, high, whole, show);
  const letters = many ? peaks(shares, most).map(([set, x, y]) => letter(sets[set].letter, x, y)) : [];
  return h("div", { className: "numbers" }, h("div", { className: "plot" }, plot, ...letters), fields(name, low, whole ? high - 1 : high, chosen));
}

// Where the letter of each set stands: at its highest bar that no other letter covers; shares of width and height.
function peaks(shares, most) {
  const out = [];
  shares.forEach((list, set) => {
    const places = list.map((share, k) => [set, (k + 0.5) / list.length, Math.min(share / most, 1 - NEAR[1] / 2)]).sort((a, b) => b[2] - a[2]);
    const free = ([, x, y]) => out.every(([, ox, oy]) => Math.abs(x - ox) > NEAR[0] || Math.abs(y - oy) > NEAR[1]);
    out.push(places.find(free) ?? places[0]);
  });
  return out;
}

function letter(text, x, y) {
  const out = h("b", { className: `set-${text}`, "aria-hidden": "true" }, text);
  out.style.left = `${100 * x}%`;
  out.style.bottom = `${100 * y}%`;
  return out;
}

const tidy = (value, low, high, whole) => (whole ? Math.floor(value) : Number(value.toPrecision(high - low > 1e-3 ? 5 : 8)));

function drag(plot, name, low, high, whole, show) {
  let from = null;
  const value = (event) => {
    const box = plot.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return low + (share < END ? 0 : share > 1 - END ? 1 : share) * (high - low); // all the way to what lies at an end
  };
  plot.addEventListener("pointerdown", (event) => {
    from = value(event);
    plot.setPointerCapture(event.pointerId);
    show(from, from);
  });
  plot.addEventListener("pointermove", (event) => from !== null && show(from, value(event)));
  plot.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [a, b] = [from, value(event)].sort((x, y) => x - y);
    from = null;
    const narrow = (b - a) / (high - low) < 0.01;
    choose(name, narrow ? null : tidy(a, low, high, whole), narrow ? null : tidy(b, low, high, whole));
  });
  plot.addEventListener("pointercancel", () => (from = null));
}

// A range, or none where both ends are null.
function choose(name, low, high) {
  const facets = new Map(state.facets);
  if (low === null) facets.delete(name);
  else facets.set(name, { low, high });
  change("filter", { facets });
}

function fields(name, low, high, chosen) {
  const field = (value, placeholder, label) =>
    h("input", { type: "text", inputMode: "decimal", value: value === undefined ? "" : String(value), placeholder: figure(placeholder), "aria-label": `${name} ${label}` });
  const from = field(chosen?.low, low, "from");
  const to = field(chosen?.high, high, "to");
  const set = () => {
    const given = [from, to].map((one) => (one.value.trim() === "" ? null : Number(one.value)));
    [from, to].forEach((one, k) => one.setAttribute("aria-invalid", String(Number.isNaN(given[k]))));
    if (given.some(Number.isNaN)) return;
    if (given.every((value) => value === null)) choose(name, null, null);
    else choose(name, given[0] ?? low, given[1] ?? high);
  };
  for (const one of [from, to]) one.addEventListener("change", set);
  return h("div", { className: "ends" }, from, h("span", {}, "to"), to);
}
