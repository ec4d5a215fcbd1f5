// Two sets, of those that are open: how far apart `compare` finds them, worst first.

import { get } from "./api.js";
import { byId, figure, h } from "./dom.js";
import { MANY } from "./state.js";

const WAIT_MS = 800;

export class Comparison {
  constructor(parent, button, told) {
    this.button = button;
    this.pair = [0, 1];
    this.generation = 0;
    button.hidden = false;
    this.body = h("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Scores" });
    const close = h("button", { type: "button", onclick: () => this.close() }, "Close");
    this.element = h("section", { className: "pop wide", "aria-label": "How far apart they are", hidden: true }, h("h2", {}, "How far apart they are"), close, told.sets.length >= MANY && this.choice(told.sets), this.body);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    parent.append(this.element);
    button.addEventListener("click", () => (this.element.hidden ? this.open() : this.close()));
  }

  // Which two. A set that is chosen on both sides changes places with the other.
  choice(sets) {
    const option = ({ letter, place }, number) => h("option", { value: number }, `${letter}: ${place.split("/").pop()}`);
    this.selects = ["One set", "The other"].map((label) => h("select", { "aria-label": label }, ...sets.map(option)));
    this.selects.forEach((select, side) =>
      select.addEventListener("change", () => {
        const before = this.pair[side];
        this.pair[side] = Number(select.value);
        if (this.pair[0] === this.pair[1]) this.pair[1 - side] = before;
        this.choose();
        this.measure();
      }),
    );
    this.choose();
    return h("div", { className: "pair" }, ...this.selects);
  }

  choose() {
    this.selects.forEach((select, side) => (select.value = this.pair[side]));
  }

  open() {
    this.element.hidden = false;
    this.body.focus();
    this.measure();
  }

  async measure() {
    const mine = ++this.generation;
    const [a, b] = this.pair;
    this.body.textContent = "";
    try {
      while (mine === this.generation) {
        const found = await get("/api/compare", { a, b });
        if (mine !== this.generation) return;
        if (found.ready) return this.show(found);
        this.body.textContent = `measuring: ${Math.round(100 * found.share)} %`;
        await new Promise((done) => setTimeout(done, WAIT_MS));
      }
    } catch (error) {
      if (mine === this.generation) this.body.textContent = error.message;
    }
  }

  show(found) {
    const scores = Object.entries(found.scores).map(([key, value]) => `${key} ${figure(Number(value.toFixed(1)))}`).join(", ");
    const rows = found.rows.map((row) => h("tr", {}, h("td", {}, row.score === null ? "" : String(row.score.toFixed(1))), h("th", { scope: "row" }, this.title(row)), h("td", {}, row.moved.join(", "))));
    const head = h("tr", {}, ...["score", "what", "moved by"].map((text) => h("th", { scope: "col" }, text)));
    const notes = found.notes.map((note) => h("p", { className: "dim" }, note));
    this.body.replaceChildren(h("p", {}, `${scores} of 100; 100: no more apart than two samples of one set`), h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)), ...notes);
  }

  // A row whose quantity has a facet leads to it.
  title(row) {
    const facet = byId("side").querySelector(`[data-name="${CSS.escape(row.key)}"]`);
    if (!facet) return row.title;
    const see = () => {
      facet.open = true;
      facet.scrollIntoView({ block: "center" });
      facet.querySelector("summary").focus();
    };
    return h("button", { type: "button", className: "link", onclick: see }, row.title);
  }

  close() {
    this.element.hidden = true;
    this.button.focus();
  }
}
