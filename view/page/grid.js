// A grid of pictures of which only those in sight exist: a hundred thousand scroll as ten do.

import { get } from "./api.js";
import { h } from "./dom.js";
import { overlay } from "./overlay.js";
import { change, sorted, state } from "./state.js";

const PAGE = 60; // pictures of one question
const PAGES = 40; // that are remembered
const GAP = 6;
const SHAPE = 0.75; // height by width of a cell
const TALLEST = 8_000_000; // pixels that browsers scroll through safely

export class Grid {
  constructor(set, told, many) {
    this.set = set;
    this.told = told;
    this.total = 0;
    this.at = 0; // the picture that has the keyboard
    this.chosen = new Set(); // ids
    this.generation = 0;
    this.pages = new Map();
    this.cells = new Map();
    this.spacer = h("div", { className: "spacer" });
    const label = many ? `Pictures of ${told.letter}` : "Pictures";
    this.list = h("div", { className: "grid", role: "listbox", tabIndex: 0, "aria-label": label, "aria-multiselectable": "true" }, this.spacer);
    this.title = h("h2", {}, many ? h("b", { className: `set-${told.letter}` }, told.letter) : null, h("span", { title: told.place }, told.place));
    this.said = h("p", { className: "count" });
    this.element = h("section", { className: "set", "aria-label": told.place }, h("div", { className: "head" }, this.title, this.said), this.list);
    this.list.addEventListener("scroll", () => this.show());
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("dblclick", (event) => this.clicked(event, true));
    new ResizeObserver(() => this.show()).observe(this.list);
  }

  // Asks anew what the filter leaves.
  async load(keep = false) {
    const mine = ++this.generation;
    this.abort?.abort();
    this.abort = new AbortController();
    try {
      const found = await get("/api/select", sorted(this.set), this.abort.signal);
      if (mine !== this.generation) return "";
      this.total = found.pictures;
      this.said.textContent = `${found.pictures.toLocaleString("en")} of ${this.told.pictures.toLocaleString("en")} pictures, ${found.things.toLocaleString("en")} things`;
      if (found.unknown?.length) this.said.textContent += `: ${found.unknown.join("; ")}`;
      this.element.classList.remove("failed");
    } catch (error) {
      if (error.name === "AbortError" || mine !== this.generation) return "";
      this.total = 0;
      this.said.textContent = error.message;
      this.element.classList.add("failed");
    }
    if (!keep) {
      this.list.scrollTop = 0;
      this.at = 0;
    }
    this.clear();
    this.show();
    return this.element.classList.contains("failed") ? this.said.textContent : "";
  }

  clear() {
    this.pages.clear();
    for (const cell of this.cells.values()) cell.remove();
    this.cells.clear();
  }

  get columns() {
    return Math.max(1, Math.floor((this.list.clientWidth - GAP) / (state.size + GAP)));
  }

  get width() {
    return (this.list.clientWidth - GAP) / this.columns - GAP;
  }

  get row() {
    return Math.round(this.width * SHAPE) + GAP;
  }

  // How many pixels of the grid one pixel of the scroll bar is.
  get scale() {
    const view = this.list.clientHeight;
    const whole = Math.ceil(this.total / this.columns) * this.row + GAP;
    return whole <= TALLEST ? 1 : (whole - view) / (TALLEST - view);
  }

  show() {
    if (!this.list.clientWidth) return;
    const { columns, width, row, scale } = this;
    const whole = Math.ceil(this.total / columns) * row + GAP;
    this.spacer.style.height = `${Math.min(whole, TALLEST)}px`;
    const top = this.list.scrollTop * scale;
    const first = Math.max(0, Math.floor(top / row) - 1) * columns;
    const last = Math.min(this.total, (Math.ceil((top + this.list.clientHeight) / row) + 1) * columns);
    for (const [place, cell] of this.cells) {
      if (place < first || place >= last) {
        cell.remove();
        this.cells.delete(place);
      }
    }
    for (let place = first; place < last; place++) {
      const cell = this.cells.get(place) ?? this.cell(place);
      const y = GAP + Math.floor(place / columns) * row - (top - this.list.scrollTop);
      cell.style.transform = `translate(${GAP + (place % columns) * (width + GAP)}px, ${y}px)`;
      cell.style.width = `${width}px`;
      cell.style.height = `${row - GAP}px`;
    }
    this.mark();
  }

  cell(place) {
    const cell = h("div", { className: "cell waiting", role: "option", id: `cell-${this.set}-${place}` });
    cell.setAttribute("aria-posinset", place + 1);
    cell.setAttribute("aria-setsize", this.total);
    cell.setAttribute("aria-selected", "false");
    cell.setAttribute("aria-label", `Picture ${place + 1}`);
    cell.dataset.place = place;
    this.cells.set(place, cell);
    this.list.append(cell);
    this.page(Math.floor(place / PAGE)).then((pictures) => {
      const picture = pictures?.[place % PAGE];
      if (picture && this.cells.get(place) === cell) this.fill(cell, picture);
    });
    return cell;
  }

  page(number) {
    const known = this.pages.get(number);
    if (known) return known;
    const mine = this.generation;
    const asked = { ...sorted(this.set), offset: number * PAGE, count: PAGE, masks: state.layers.has("m") || state.layers.has("a") };
    const page = get("/api/window", asked, this.abort?.signal).catch((error) => {
      if (error.name !== "AbortError" && mine === this.generation) this.said.textContent = error.message;
      return null;
    });
    this.pages.set(number, page);
    if (this.pages.size > PAGES) this.pages.delete(this.pages.keys().next().value);
    return page;
  }

  fill(cell, picture) {
    const names = picture.things.map((thing) => thing.category);
    const image = h("img", { alt: "", decoding: "async", src: `/small/${this.set}/${picture.position}` });
    image.addEventListener("error", () => cell.classList.add("broken"));
    cell.picture = picture;
    cell.classList.remove("waiting");
    cell.setAttribute("aria-label", `${picture.name}: ${names.length ? [...new Set(names)].join(", ") : "nothing labelled"}`);
    cell.replaceChildren(image, ...this.drawn(picture));
    this.mark();
  }

  drawn(picture) {
    const over = overlay(picture, state.layers, this.told.skeletons);
    const tags = picture.tags.length ? h("span", { className: "tags" }, picture.tags.join(" · ")) : null;
    return [over, h("span", { className: "name" }, picture.name.split("/").pop()), tags].filter(Boolean);
  }

  // Layers have changed: what is known is drawn again, masks are asked for.
  redraw(anew) {
    if (anew) this.pages.clear();
    for (const [place, cell] of this.cells) {
      if (anew) {
        this.page(Math.floor(place / PAGE)).then((pictures) => pictures?.[place % PAGE] && this.cells.get(place) === cell && this.fill(cell, pictures[place % PAGE]));
      } else if (cell.picture) this.fill(cell, cell.picture);
    }
  }

  mark() {
    for (const [place, cell] of this.cells) {
      cell.classList.toggle("at", place === this.at);
      cell.setAttribute("aria-selected", String(this.chosen.has(cell.picture?.id)));
    }
    const active = this.cells.get(this.at);
    if (active) this.list.setAttribute("aria-activedescendant", active.id);
    else this.list.removeAttribute("aria-activedescendant");
  }

  clicked(event, twice = false) {
    const cell = event.target.closest(".cell");
    if (!cell) return;
    this.at = Number(cell.dataset.place);
    if (event.ctrlKey || event.metaKey || event.shiftKey) this.choose(cell);
    else if (!twice) this.open();
    this.mark();
  }

  choose(cell = this.cells.get(this.at)) {
    const id = cell?.picture?.id;
    if (id === undefined) return;
    this.chosen.has(id) ? this.chosen.delete(id) : this.chosen.add(id);
    this.mark();
  }

  open() {
    const picture = this.cells.get(this.at)?.picture;
    if (picture) change("picture", { picture: { set: this.set, position: picture.position } }, true);
  }

  // Ids that a tag is for: those chosen, or the one that has the keyboard.
  get ids() {
    if (this.chosen.size) return [...this.chosen];
    const picture = this.cells.get(this.at)?.picture;
    return picture ? [picture.id] : [];
  }

  move(key) {
    const view = Math.max(1, Math.floor(this.list.clientHeight / this.row)) * this.columns;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns, PageUp: -view, PageDown: view };
    const to = key === "Home" ? 0 : key === "End" ? this.total - 1 : this.at + steps[key];
    this.go(Math.max(0, Math.min(this.total - 1, to)));
  }

  go(place) {
    this.at = place;
    const y = GAP + Math.floor(place / this.columns) * this.row;
    const top = this.list.scrollTop * this.scale;
    if (y < top + GAP) this.list.scrollTop = (y - GAP) / this.scale;
    else if (y + this.row > top + this.list.clientHeight) this.list.scrollTop = (y + this.row - this.list.clientHeight) / this.scale;
    this.show();
  }
}
