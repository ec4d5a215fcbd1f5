// Puts the page together: what is asked for, what listens to what, and the keys.

import { get } from "./api.js";
import { Comparison } from "./compare.js";
import { byId, h, quietly } from "./dom.js";
import { Facets } from "./facets.js";
import { Grid } from "./grid.js";
import { KEYS, keyed } from "./keys.js";
import { reserve } from "./overlay.js";
import { PicturePage } from "./picture.js";
import { begin, change, LAYERS, MANY, on, read, state } from "./state.js";
import { isTagged, Tags } from "./tags.js";

const LIVE_MS = 5000;

async function start() {
  const told = await get("/api/view");
  begin(told.sets.length);
  reserve(told.sets.flatMap((set) => Object.keys(set.skeletons)));
  const grids = told.sets.map((set, number) => new Grid(number, set, told.sets.length > 1));
  byId("sets").replaceChildren(...grids.map((grid) => grid.element));
  if (told.sets.length >= MANY) many(grids, told);
  const facets = new Facets(byId("side"), told);
  const page = new PicturePage(byId("over"), told);
  const current = () => chosen(grids, page);
  const tags = new Tags(byId("over"), byId("tagging"), told, current, (set, tag, ids, there) => retagged(grids[set], page, tag, ids, there));
  const comparison = told.sets.length > 1 ? new Comparison(byId("over"), byId("comparing"), told) : null;
  const help = keyPanel();

  const line = byId("line");
  const said = byId("said");
  const load = async (keep = false) => {
    line.value = state.line;
    byId("sort").value = state.sort;
    const sentences = await Promise.all(grids.map((grid) => grid.load(keep)));
    const wrong = sentences.filter(Boolean);
    said.textContent = wrong.length === grids.length ? wrong[0] : "";
    line.setAttribute("aria-invalid", String(wrong.length === grids.length));
    if (wrong.length < grids.length) facets.load();
    page.show();
  };
  on("filter", () => load());
  on("picture", () => page.show());
  on("size", () => grids.forEach((grid) => grid.show()));
  on("layers", () => {
    pressed();
    grids.forEach((grid) => grid.redraw(state.layers.has("m") || state.layers.has("a")));
    page.draw();
  });
  line.addEventListener("input", quietly(() => change("filter", { line: line.value.trim() }), 350));
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    change("filter", { line: line.value.trim() });
    grids[0].list.focus();
  });
  layerButtons();
  sizes();
  sorts(told);
  side();
  window.addEventListener("popstate", () => {
    read();
    pressed();
    load(true);
  });
  keyed({ grids, page, tags, comparison, help, line });
  byId("keys").addEventListener("click", () => help.toggle());
  if (told.sets.some((set) => set.live)) setInterval(() => live(told, grids, facets), LIVE_MS);
  await load();
  if (!page.isOpen) grids[0].list.focus();
}

// Panes in one row or two, and a letter for each that leads to it; where a letter is pointed at, its line stands out.
function many(grids, told) {
  const count = grids.length;
  document.body.classList.add("many");
  byId("sets").style.setProperty("--across", count > 4 ? Math.ceil(count / 2) : count);
  const group = byId("letters");
  group.hidden = false;
  for (const [number, { letter, place }] of told.sets.entries()) {
    const lit = (there) => {
      byId("side").classList.toggle("lighting", there);
      for (const each of byId("side").querySelectorAll(`.plot .set-${letter}`)) each.classList.toggle("lit", there);
    };
    const go = () => {
      filtering(false);
      grids[number].element.scrollIntoView({ block: "start" });
      grids[number].list.focus({ preventScroll: true });
    };
    const light = { onpointerenter: () => lit(true), onpointerleave: () => lit(false), onfocus: () => lit(true), onblur: () => lit(false) };
    group.append(h("button", { type: "button", className: `set-${letter}`, title: place, "aria-label": `${letter}: ${place}`, onclick: go, ...light }, letter));
  }
}

function chosen(grids, page) {
  if (page.isOpen && page.picture) return { set: state.picture.set, ids: [page.picture.id] };
  const own = grids.find((grid) => grid.element.contains(document.activeElement)) ?? grids.find((grid) => grid.chosen.size) ?? grids[0];
  return { set: own.set, ids: own.ids };
}

function retagged(grid, page, tag, ids, there) {
  const of = new Set(ids);
  const change = (picture) => {
    picture.tags = picture.tags.filter((own) => own !== tag);
    if (there) picture.tags.push(tag);
  };
  for (const cell of grid.cells.values()) if (cell.picture && of.has(cell.picture.id)) change(cell.picture);
  grid.chosen.clear();
  if (isTagged()) grid.load(true);
  else grid.redraw(true);
  if (page.isOpen) page.show();
}

function layerButtons() {
  for (const [key, [, label]] of Object.entries(LAYERS)) {
    const toggle = () => {
      const layers = new Set(state.layers);
      layers.has(key) ? layers.delete(key) : layers.add(key);
      change("layers", { layers });
    };
    const button = h("button", { type: "button", id: `layer-${key}`, title: `${label} (${key})`, onclick: toggle }, h("u", {}, label[0]), label.slice(1));
    byId("layers").append(button);
  }
  pressed();
}

function pressed() {
  for (const key of Object.keys(LAYERS)) byId(`layer-${key}`).setAttribute("aria-pressed", String(state.layers.has(key)));
}

function sizes() {
  const slider = byId("size");
  slider.value = state.size;
  slider.addEventListener("input", () => change("size", { size: Number(slider.value) }));
}

function sorts(told) {
  const select = byId("sort");
  const names = told.sets[0].columns.filter((column) => column.listed).map((column) => column.name);
  const option = (value, text) => h("option", { value }, text);
  select.append(option("", "as they come"), ...names.flatMap((name) => [option(name, `${name} ↑`), option(`-${name}`, `${name} ↓`)]));
  select.addEventListener("change", () => change("filter", { sort: select.value }));
}

function side() {
  byId("filters").addEventListener("click", () => filtering(!document.body.classList.contains("filtering")));
}

function filtering(open) {
  document.body.classList.toggle("filtering", open);
  byId("filters").setAttribute("aria-expanded", String(open));
}

function keyPanel() {
  const rows = KEYS.map(([key, what]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, what)));
  const close = h("button", { type: "button" }, "Close");
  const element = h("section", { className: "pop", "aria-label": "Keys", hidden: true }, h("h2", {}, "Keys"), close, h("table", {}, h("tbody", {}, ...rows)));
  byId("over").append(element);
  const panel = {
    element,
    toggle() {
      element.hidden = !element.hidden;
      (element.hidden ? byId("keys") : close).focus();
    },
  };
  close.addEventListener("click", () => panel.toggle());
  element.addEventListener("keydown", (event) => event.key === "Escape" && panel.toggle());
  return panel;
}

// A run that is still being written: what has come is taken in without moving what is looked at.
async function live(told, grids, facets) {
  try {
    const found = await get("/api/state");
    found.sets.forEach((now, set) => Object.assign(told.sets[set], { pictures: now.pictures, things: now.things }));
    if (found.changed.some(Boolean)) {
      grids.forEach((grid) => grid.load(true));
      facets.load();
    }
  } catch (error) {
    byId("said").textContent = error.message;
  }
}

start().catch((error) => (byId("said").textContent = error.message));
