// Facets: how what the filter leaves is spread over every column; sets lie over each other.

import { get } from "./api.js";
import { count, figure, h } from "./dom.js";
import { histogram } from "./histogram.js";
import { change, filter, MANY, state } from "./state.js";

const OPEN = 7; // facets that are open at first
const FEW = 8; // names that are listed before "more"
const LANES = 24; // bars, where many sets have one each

export class Facets {
  constructor(element, told) {
    this.told = told;
    this.element = element;
    this.generation = 0;
    this.open = new Map();
    this.long = new Set();
    this.many = told.sets.length >= MANY;
    this.few = this.many ? Math.max(3, Math.min(FEW, Math.round(LANES / told.sets.length))) : FEW;
    this.find = h("input", { type: "search", placeholder: "Find a facet", "aria-label": "Find a facet" });
    this.find.addEventListener("input", () => this.sift());
    this.chips = h("div", { className: "chips" });
    this.findings = h("div", {});
    this.body = h("div", { className: "facets" });
    element.replaceChildren(this.chips, this.findings, this.find, this.body);
    this.showFindings();
  }

  async load() {
    const mine = ++this.generation;
    this.showChips();
    this.body.classList.add("waiting");
    const asked = this.told.sets.map((_, set) => get("/api/facets", filter(set)).catch(() => []));
    const found = await Promise.all(asked);
    if (mine !== this.generation) return;
    this.found = found;
    this.body.classList.remove("waiting");
    this.show();
  }

  // Where a set is asked for something that the other one does not have, it is empty and its place says why.
  show() {
    const names = new Map();
    this.found.forEach((list, set) => {
      for (const facet of list) {
        if (!names.has(facet.name)) names.set(facet.name, []);
        const pair = names.get(facet.name);
        if ((pair.find(Boolean) ?? facet).kind === facet.kind) pair[set] = facet; // words do not lie over numbers
      }
    });
    const shown = document.activeElement?.closest?.(".facet")?.dataset.name;
    const sections = [];
    for (const scope of ["thing", "picture"]) {
      const own = [...names.values()].filter((pair) => pair.find(Boolean).scope === scope);
      if (own.length) sections.push(h("h2", {}, scope === "thing" ? "Things" : "Pictures"));
      for (const pair of own) sections.push(this.facet(pair, sections.length <= OPEN));
    }
    const top = this.element.scrollTop;
    this.body.replaceChildren(...sections);
    this.element.scrollTop = top;
    if (shown) this.body.querySelector(`[data-name="${CSS.escape(shown)}"] summary`)?.focus();
    this.sift();
  }

  facet(pair, first) {
    const { name, kind } = pair.find(Boolean);
    const chosen = state.facets.has(name);
    const box = h("details", { className: "facet", open: this.open.get(name) ?? (first || chosen) });
    box.dataset.name = name;
    box.append(h("summary", {}, h("span", {}, name.replaceAll("_", " ")), chosen ? h("em", {}, "filtered") : null));
    const fill = () => {
      if (box.childElementCount < 2) box.append(kind === "number" ? histogram(name, pair, this.told.sets) : this.names(name, pair));
    };
    box.addEventListener("toggle", () => {
      this.open.set(name, box.open);
      if (box.open) fill();
    });
    if (box.open) fill();
    return box;
  }

  names(name, pair) {
    const totals = pair.map((facet) => (facet ? facet.counts.reduce((sum, [, n]) => sum + n, facet.others) : 0));
    const values = [...new Set(pair.flatMap((facet) => (facet ? facet.counts.map(([value]) => value) : [])))];
    const share = (set, value) => (pair[set]?.counts.find(([own]) => own === value)?.[1] ?? 0) / Math.max(totals[set], 1);
    const largest = new Map(values.map((value) => [value, Math.max(...pair.flatMap((_, set) => share(set, value)))]));
    const most = Math.max(...largest.values(), 1e-9);
    if (this.many) values.sort((one, other) => largest.get(other) - largest.get(one)); // else as the first set has them
    const chosen = new Set(state.facets.get(name)?.values ?? []);
    const listed = this.long.has(name) ? values : values.filter((value, k) => k < this.few || chosen.has(value));
    const rows = listed.map((value) => {
      const numbers = pair.map((facet) => (facet?.counts.find(([own]) => own === value)?.[1] ?? 0).toLocaleString("en"));
      const bars = pair.map((_, set) => {
        const bar = h("i", { className: `bar set-${this.told.sets[set].letter}` });
        bar.style.width = `${(100 * share(set, value)) / most}%`;
        return bar;
      });
      const label = h("span", { className: "label" }, value || "(empty)");
      const parts = this.many ? [label, ...this.lanes(pair, bars, numbers)] : [h("span", { className: "bars" }, ...bars), label, h("span", { className: "n" }, numbers.join(" | "))];
      const properties = { type: "button", className: `value${this.many ? " laned" : ""}`, onclick: () => this.toggle(name, value) };
      const button = h("button", properties, ...parts);
      button.setAttribute("aria-pressed", String(chosen.has(value)));
      return button;
    });
    if (values.length > listed.length) {
      const more = () => {
        this.long.add(name);
        this.show();
      };
      rows.push(h("button", { type: "button", className: "more", onclick: more }, `${values.length - listed.length} more`));
    }
    return h("div", { className: "values" }, ...rows);
  }

  // Of many sets, a line for each that has the facet: its letter, its bar, its count.
  lanes(pair, bars, numbers) {
    return pair.map((facet, set) => {
      const { letter } = this.told.sets[set];
      return facet && h("span", { className: "lane" }, h("b", { className: `set-${letter}` }, letter), h("span", { className: "track" }, bars[set]), h("span", { className: "n" }, numbers[set]));
    });
  }

  toggle(name, value) {
    const values = new Set(state.facets.get(name)?.values ?? []);
    values.has(value) ? values.delete(value) : values.add(value);
    const facets = new Map(state.facets);
    values.size ? facets.set(name, { values: [...values] }) : facets.delete(name);
    change("filter", { facets });
  }

  showChips() {
    const chips = [...state.facets].map(([name, facet]) => {
      const what = facet.values ? facet.values.join(", ") : `${figure(facet.low)} to ${figure(facet.high)}`;
      const drop = () => {
        const facets = new Map(state.facets);
        facets.delete(name);
        change("filter", { facets });
      };
      const label = `Remove the filter ${name}: ${what}`;
      return h("button", { type: "button", className: "chip", onclick: drop, "aria-label": label }, `${name}: ${what} ×`);
    });
    if (chips.length || state.line) {
      const all = () => change("filter", { facets: new Map(), line: "" });
      chips.push(h("button", { type: "button", className: "chip all", onclick: all }, "Clear all"));
    }
    this.chips.replaceChildren(...chips);
  }

  // Where the model is worse than elsewhere, as links into the grid.
  showFindings() {
    const told = this.told.predictions;
    if (!told) return;
    const figures = ["AP", "AP50", "recall", "precision", "F1"].filter((key) => key in told.figures);
    const rows = told.findings.map((each) => {
      const look = () => change("filter", { line: each.line ? `${each.line} and outcome = missed` : "", facets: new Map(), sort: "-loss" });
      const said = `recall ${figure(each.recall)}, ${figure(each.rest)} elsewhere, n = ${each.n}`;
      return h("button", { type: "button", className: "finding", onclick: look, disabled: !each.line }, h("b", {}, each.words), h("span", {}, said));
    });
    const legend = h("p", { className: "legend" }, h("span", { className: "found" }, "found"), h("span", { className: "missed" }, "missed"), h("span", { className: "wrong" }, "nothing there"));
    const line = figures.map((key) => `${key} ${figure(told.figures[key])}`).join(", ");
    const head = h("h2", {}, told.name);
    const body = rows.length ? rows : [h("p", { className: "dim" }, "No condition is worse than the rest beyond chance.")];
    const most = h("button", { type: "button", className: "more", onclick: () => change("filter", { sort: "-loss" }) }, "Worst pictures first");
    const notes = told.notes.map((note) => h("p", { className: "dim" }, note));
    this.findings.replaceChildren(head, h("p", { className: "dim" }, `${line} at confidence ${figure(told.confidence)}`), ...notes, legend, most, ...body);
  }

  sift() {
    const wanted = this.find.value.trim().toLowerCase().replaceAll(" ", "_");
    let shown = 0;
    for (const box of this.body.querySelectorAll(".facet")) {
      box.hidden = wanted !== "" && !box.dataset.name.toLowerCase().includes(wanted);
      shown += !box.hidden;
    }
    this.find.title = count(shown, "facet");
  }
}
