// Tags: given by keyboard to the pictures that are chosen, kept by the server in tags.json.

import { post, text } from "./api.js";
import { copied, h } from "./dom.js";
import { change, MANY, state } from "./state.js";

export class Tags {
  constructor(parent, button, told, current, changed) {
    Object.assign(this, { told, button, current, changed, last: "" });
    this.known = told.sets.map((set) => set.tags);
    this.input = h("input", { type: "text", "aria-label": "Tag", placeholder: "blurry", maxLength: 60, autocomplete: "off" });
    this.said = h("p", { className: "dim", role: "status" });
    this.list = h("ul", {});
    const form = h("form", { onsubmit: (event) => this.submit(event) }, this.input, h("button", { type: "submit" }, "Tag"));
    this.element = h("section", { className: "pop", "aria-label": "Tags", hidden: true }, h("h2", {}, "Tags"), form, this.said, this.list);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    parent.append(this.element);
    button.addEventListener("click", () => (this.element.hidden ? this.open() : this.close()));
  }

  open() {
    this.element.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.show();
    this.input.focus();
    this.input.select();
  }

  close() {
    this.element.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  show() {
    const { set, ids } = this.current();
    const of = this.told.sets.length >= MANY ? ` of ${this.told.sets[set].letter}` : "";
    this.said.textContent = `${ids.length === 1 ? "for one picture" : `for ${ids.length} pictures`}${of}`;
    const rows = Object.entries(this.known[set]).map(([tag, n]) => {
      const see = h("button", { type: "button", className: "link", onclick: () => change("filter", { line: `tag = "${tag}"`, facets: new Map() }) }, tag);
      const copy = h("button", { type: "button", "aria-label": `Copy the ids of ${tag}`, onclick: async () => copied(await text("/api/ids", { set, tag }), copy) }, "Copy ids");
      const drop = h("button", { type: "button", "aria-label": `Take ${tag} away`, onclick: () => this.give(tag, false) }, "Take away");
      return h("li", {}, see, h("span", { className: "n" }, String(n)), copy, drop);
    });
    this.list.replaceChildren(...(rows.length ? rows : [h("li", { className: "dim" }, "no tags yet")]));
  }

  submit(event) {
    event.preventDefault();
    const tag = this.input.value.trim();
    if (tag) this.give(tag, true);
  }

  // The last tag once more, by one key.
  again() {
    this.last ? this.give(this.last, true) : this.open();
  }

  async give(tag, there) {
    const { set, ids } = this.current();
    if (!ids.length) return;
    try {
      const found = await post("/api/tags", { set, tag, ids, there });
      this.known[set] = found.tags;
      this.last = there ? tag : this.last;
      this.show();
      this.changed(set, tag, ids, there);
    } catch (error) {
      this.said.textContent = error.message;
    }
  }
}

export const isTagged = () => state.line.includes("tag");
