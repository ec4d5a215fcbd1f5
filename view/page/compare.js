// Two sets: how far apart `compare` finds them, worst first.

import { get } from "./api.js";
import { byId, figure, h } from "./dom.js";

const WAIT_MS = 800;

export class Comparison {
  constructor(parent, button) {
    this.button = button;
    button.hidden = false;
    this.body = h("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Scores" });
    const close = h("button", { type: "button", onclick: () => this.close() }, "Close");
    this.element = h("section", { className: "pop wide", "aria-label": "How far apart they are", hidden: true }, h("h2", {}, "How far apart they are"), close, this.body);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    parent.append(this.element);
    button.addEventListener("click", () => (this.element.hidden ? this.open() : this.close()));
  }

  async open() {
    this.element.hidden = false;
    this.body.focus();
    try {
      for (;;) {
        const found = await get("/api/compare");
        if (found.ready) return this.show(found);
        this.body.textContent = `measuring: ${Math.round(100 * found.share)} %`;
        await new Promise((done) => setTimeout(done, WAIT_MS));
      }
    } catch (error) {
      this.body.textContent = error.message;
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
