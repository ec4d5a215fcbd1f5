// The keyboard: what each key does, and where.

import { byId } from "./dom.js";
import { LAYERS } from "./state.js";

export const KEYS = [
  ["← → ↑ ↓", "move; Home, End, Page Up, Page Down too"],
  ["Enter", "open the picture"],
  ["Esc", "back to the grid"],
  ["b m k c a", "boxes, masks, keypoints, 3D boxes, amodal outlines"],
  ["/", "filter"],
  ["x", "choose pictures (or Ctrl and click)"],
  ["t", "tag what is chosen"],
  [".", "the last tag again"],
  ["+ - 0", "larger, smaller, whole (picture)"],
  ["?", "these keys"],
];
const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

const writes = (element) => element?.matches?.("textarea, select, input:not([type=range])");

export function keyed({ grids, page, tags, help, line }) {
  const grid = () => grids.find((one) => one.element.contains(document.activeElement)) ?? grids[0];
  const own = {
    "/": () => (line.focus(), line.select()),
    t: () => tags.open(),
    ".": () => tags.again(),
    "?": () => help.toggle(),
  };
  const onPage = {
    Escape: () => page.close(),
    ArrowLeft: () => page.step("before"),
    ArrowRight: () => page.step("after"),
    "+": () => page.zoomer.zoom(1.4),
    "=": () => page.zoomer.zoom(1.4),
    "-": () => page.zoomer.zoom(1 / 1.4),
    0: () => page.zoomer.reset(),
  };
  document.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    if (writes(at)) {
      if (event.key === "Escape" && at === line) grid().list.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || at?.type === "range") return;
    const work = (page.isOpen && onPage[event.key]) || own[event.key] || (LAYERS[event.key] && (() => byId(`layer-${event.key}`).click())) || inGrid(event, grid(), at, page);
    if (!work) return;
    event.preventDefault();
    work();
  });
}

function inGrid(event, grid, at, page) {
  if (page.isOpen || (at !== document.body && at !== grid.list)) return null;
  if (MOVES.has(event.key)) return () => grid.move(event.key);
  if (event.key === "Enter") return () => grid.open();
  if (event.key === "x" || event.key === " ") return () => grid.choose();
  return null;
}
