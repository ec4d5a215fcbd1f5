// One picture, large: its labels, what is known of them, what was rendered beside it, and how it is made again.

import { get } from "./api.js";
import { copied, figure, h } from "./dom.js";
import { colour, overlay } from "./overlay.js";
import { Stage } from "./stage.js";
import { change, MANY, sorted, state } from "./state.js";

const WAIT_MS = 700;

export class PicturePage {
  constructor(parent, told) {
    this.told = told;
    this.image = h("img", { alt: "", className: "whole", draggable: false });
    this.pass = h("img", { alt: "", className: "pass", draggable: false, hidden: true });
    this.sheet = h("div", { className: "sheet" }, this.image, this.pass);
    this.stage = h("div", { className: "stage" }, this.sheet);
    this.tip = h("div", { className: "tip", hidden: true });
    this.panel = h("div", { className: "panel", tabIndex: 0, role: "region", "aria-label": "What is known of the picture" });
    this.heading = h("h2", { id: "picture-name" });
    this.where = h("span", { className: "dim" });
    const button = (label, text, onclick) => h("button", { type: "button", "aria-label": label, title: label, onclick }, text);
    const bar = h("div", { className: "bar-top" }, button("Back to the grid (Esc)", "×", () => this.close()), this.heading, this.where, h("span", { className: "gap" }), button("Before (←)", "←", () => this.step("before")), button("After (→)", "→", () => this.step("after")), button("Larger (+)", "+", () => this.zoomer.zoom(1.4)), button("Smaller (-)", "−", () => this.zoomer.zoom(1 / 1.4)), button("Whole picture (0)", "0", () => this.zoomer.reset()));
    this.element = h("section", { className: "picture", role: "dialog", "aria-modal": "true", "aria-labelledby": "picture-name", hidden: true }, bar, this.stage, this.panel, this.tip);
    parent.append(this.element);
    this.zoomer = new Stage(this.stage, this.sheet);
    this.stage.addEventListener("pointermove", (event) => this.hover(event));
    this.stage.addEventListener("pointerleave", () => this.light(null));
  }

  get isOpen() {
    return !this.element.hidden;
  }

  // What the address names, or nothing.
  async show() {
    const at = state.picture;
    if (!at || !this.told.sets[at.set]) {
      if (this.isOpen) this.hide();
      return;
    }
    if (!this.isOpen) this.before = document.activeElement;
    this.element.hidden = false;
    this.aside(true);
    const mine = (this.asked = `${at.set}.${at.position}`);
    try {
      const [picture, place] = await Promise.all([get(`/api/picture/${at.set}/${at.position}`), get("/api/place", { ...sorted(at.set), position: at.position }).catch(() => null)]);
      if (this.asked !== mine) return;
      this.place = place;
      this.fill(picture, at);
    } catch (error) {
      this.heading.textContent = error.message;
    }
    this.panel.focus({ preventScroll: true });
  }

  // What lies behind the page cannot be reached while it is open.
  aside(away) {
    for (const id of ["top", "side", "sets"]) document.getElementById(id).inert = away;
  }

  fill(picture, at) {
    this.picture = picture;
    const { letter } = this.told.sets[at.set];
    this.heading.replaceChildren(...(this.told.sets.length >= MANY ? [h("b", { className: `set-${letter}` }, letter), " "] : []), picture.name);
    const found = this.place?.place;
    this.where.textContent = found === null || found === undefined ? "" : `${(found + 1).toLocaleString("en")} of ${this.place.of.toLocaleString("en")}`;
    this.image.src = `/picture/${at.set}/${at.position}`;
    this.pass.hidden = true;
    this.sheet.style.aspectRatio = `${picture.width} / ${picture.height}`;
    this.sheet.style.setProperty("--ratio", picture.width / picture.height);
    this.zoomer.reset();
    this.draw();
    this.panel.replaceChildren(...this.parts(picture, at));
    this.panel.scrollTop = 0;
  }

  draw() {
    if (!this.picture) return;
    this.sheet.querySelector(".overlay")?.remove();
    const over = overlay(this.picture, state.layers, this.told.sets[state.picture?.set ?? 0].skeletons, true);
    if (over) this.sheet.append(over);
  }

  parts(picture, at) {
    const out = [];
    if (picture.command) out.push(this.command(picture.command));
    if (picture.passes.length) out.push(this.passes(picture.passes, at));
    out.push(h("h3", {}, picture.things.length ? `Things (${picture.things.length})` : "Nothing is labelled"));
    for (const thing of picture.things) out.push(this.thing(thing));
    for (const wrong of picture.wrong ?? []) out.push(h("p", { className: "wrong" }, `predicted where nothing is: ${wrong.category}, confidence ${figure(wrong.score)}`));
    if (picture.tags.length) out.push(h("h3", {}, "Tags"), h("p", {}, picture.tags.join(", ")));
    if (Object.keys(picture.parameters).length) out.push(h("h3", {}, "Sampled"), table(picture.parameters));
    out.push(h("h3", {}, "Picture"), table(picture.fields));
    if (picture.assets.length) out.push(h("details", {}, h("summary", {}, "Made from"), ...picture.assets.map(table)));
    out.push(this.alike(at));
    return out;
  }

  command(command) {
    const button = h("button", { type: "button", onclick: () => copied(command, button) }, "Copy");
    return h("div", { className: "command" }, h("h3", {}, "Render this frame again"), h("code", { tabIndex: 0 }, command), button);
  }

  passes(names, at) {
    const strength = h("input", { type: "range", min: 0, max: 100, value: 100, "aria-label": "How strong the layer is" });
    strength.addEventListener("input", () => (this.pass.style.opacity = strength.value / 100));
    const choose = h("select", { "aria-label": "Layer over the picture" }, h("option", { value: "" }, "picture alone"), ...names.map((name) => h("option", { value: name }, name)));
    choose.addEventListener("change", () => {
      this.pass.hidden = !choose.value;
      if (choose.value) this.pass.src = `/layer/${at.set}/${at.position}/${choose.value}`;
    });
    return h("div", { className: "passes" }, h("h3", {}, "Rendered beside it"), choose, strength);
  }

  thing(thing) {
    const title = [thing.category, thing.outcome, thing.ignored ? "ignored" : ""].filter(Boolean).join(", ");
    const more = { ...thing.attributes, ...thing.fields };
    const box = h("details", { className: "one" }, h("summary", {}, h("i", { className: `swatch k${colour(thing.category)}` }), title), table(more));
    if (thing.parts) box.append(h("p", { className: "dim" }, `visible pixels: ${Object.entries(thing.parts).map(([key, n]) => `${key} ${n}`).join(", ")}`));
    box.dataset.thing = thing.ordinal;
    for (const kind of ["pointerenter", "focusin"]) box.addEventListener(kind, () => this.light(thing, null));
    for (const kind of ["pointerleave", "focusout"]) box.addEventListener(kind, () => this.light(null));
    return box;
  }

  // Pictures that look like this one, of each set.
  alike(at) {
    const out = h("div", { className: "alike" });
    for (const [set, told] of this.told.sets.entries()) {
      const many = this.told.sets.length > 1;
      const row = h("div", { className: "near" });
      const label = many ? `Look-alikes in ${told.letter}` : "Look-alikes";
      const button = h("button", { type: "button", onclick: () => this.look(at, set, row, button, label) }, label);
      out.append(button, row);
    }
    return out;
  }

  async look(at, set, row, button, label) {
    button.disabled = true;
    try {
      for (;;) {
        const found = await get(`/api/like/${at.set}/${at.position}`, { among: set });
        if (found.ready) {
          const open = (position) => change("picture", { picture: { set, position } }, true);
          row.replaceChildren(...found.near.map(({ position, distance }) => h("button", { type: "button", "aria-label": `Open a picture like this one, distance ${figure(distance)}`, onclick: () => open(position) }, h("img", { alt: "", src: `/small/${set}/${position}` }))));
          break;
        }
        button.textContent = `${label}: ${Math.round(100 * found.share)} %`;
        await new Promise((done) => setTimeout(done, WAIT_MS));
      }
      button.textContent = label;
    } catch (error) {
      row.textContent = error.message;
    }
    button.disabled = false;
  }

  hover(event) {
    if (event.buttons) return;
    const group = event.target.closest?.("[data-thing]");
    const thing = group && this.picture?.things.find((one) => one.ordinal === Number(group.dataset.thing));
    this.light(thing ?? null, event);
  }

  // Shows which thing is meant: in the picture, in the list, and, at the pointer, its fields.
  light(thing, event = null) {
    for (const group of this.element.querySelectorAll("[data-thing]")) group.classList.toggle("lit", thing !== null && Number(group.dataset.thing) === thing.ordinal);
    this.tip.hidden = !thing || !event;
    if (!thing || !event) return;
    const shown = { ...thing.attributes, occlusion: thing.fields.occlusion, visible_fraction: thing.fields.visible_fraction };
    this.tip.replaceChildren(h("b", {}, [thing.category, thing.outcome].filter(Boolean).join(", ")), table(Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined).slice(0, 16))));
    const [width, height] = [this.tip.offsetWidth, this.tip.offsetHeight];
    this.tip.style.left = `${Math.max(4, Math.min(event.clientX + 16, innerWidth - width - 4))}px`;
    this.tip.style.top = `${Math.max(4, Math.min(event.clientY + 16, innerHeight - height - 4))}px`;
  }

  step(way) {
    const position = this.place?.[way];
    if (position !== null && position !== undefined) change("picture", { picture: { set: state.picture.set, position } });
  }

  close() {
    change("picture", { picture: null });
  }

  hide() {
    this.element.hidden = true;
    this.tip.hidden = true;
    this.aside(false);
    this.before?.focus?.({ preventScroll: true });
  }
}

function table(values) {
  const rows = Object.entries(values).map(([key, value]) => h("tr", {}, h("th", { scope: "row" }, key), h("td", {}, Array.isArray(value) ? value.map(figure).join(", ") : figure(value))));
  return h("table", {}, h("tbody", {}, ...rows));
}
