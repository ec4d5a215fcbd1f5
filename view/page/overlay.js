// Labels drawn over a picture, in its own pixels: boxes, masks, keypoints, 3D boxes, amodal outlines.

import { svg } from "./dom.js";

const EDGES = [[0, 1], [0, 2], [0, 4], [1, 3], [1, 5], [2, 3], [2, 6], [3, 7], [4, 5], [4, 6], [5, 7], [6, 7]];
const FRONT = [[4, 7], [5, 6]]; // crossed out, as `draw` does
const COLOURS = 8;

const kinds = new Map(); // colour by category, in the order in which they are met

export function colour(category) {
  if (!kinds.has(category)) kinds.set(category, kinds.size % COLOURS);
  return kinds.get(category);
}

export const reserve = (categories) => categories.forEach(colour);

const ring = (flat) => {
  let path = "";
  for (let k = 0; k < flat.length; k += 2) path += `${k ? "L" : "M"}${flat[k]} ${flat[k + 1]}`;
  return `${path}Z`;
};

const rings = (all) => all.map(ring).join("");

function shape(kind, tag, attributes) {
  return svg(tag, { class: kind, ...attributes });
}

const rect = (kind, [x, y, width, height]) => shape(kind, "rect", { x, y, width, height });

function points(thing, edges, radius) {
  const out = [];
  const at = (k) => [thing.points[3 * k], thing.points[3 * k + 1], thing.points[3 * k + 2]];
  const many = thing.points.length / 3;
  for (const [a, b] of edges) {
    if (a > many || b > many) continue;
    const [[x1, y1, v1], [x2, y2, v2]] = [at(a - 1), at(b - 1)];
    if (v1 && v2) out.push(shape("edge", "line", { x1, y1, x2, y2 }));
  }
  const size = Math.max(0.4, Math.min(radius, 0.13 * Math.sqrt((thing.box[2] * thing.box[3]) / Math.max(many, 1))));
  for (let k = 0; k < many; k++) {
    const [cx, cy, v] = at(k);
    if (v) out.push(shape(v === 2 ? "dot" : "dot hidden", "circle", { cx, cy, r: size }));
  }
  return out;
}

function cuboid(thing) {
  const lines = [...EDGES, ...FRONT];
  return lines.map(([a, b]) => {
    const [[x1, y1], [x2, y2]] = [thing.corners[a], thing.corners[b]];
    return shape("edge", "line", { x1, y1, x2, y2 });
  });
}

function drawn(thing, layers, edges, radius) {
  const out = svg("g", { class: `thing k${colour(thing.category)} ${thing.outcome ?? ""}`, "data-thing": thing.ordinal });
  if (layers.has("m") && thing.outlines) out.append(shape("mask", "path", { d: rings(thing.outlines) }));
  if (layers.has("a")) {
    if (thing.amodal_outlines) out.append(shape("amodal", "path", { d: rings(thing.amodal_outlines) }));
    if (thing.amodal) out.append(rect("amodal", thing.amodal));
  }
  if (layers.has("b")) out.append(rect("box", thing.box));
  if (layers.has("c") && thing.corners) out.append(...cuboid(thing));
  if (layers.has("k") && thing.points) out.append(...points(thing, edges, radius));
  return out;
}

// An SVG that lies over the picture; null where nothing is to be drawn.
export function overlay(picture, layers, skeletons, targets = false) {
  if (!layers.size && !targets) return null;
  const { width, height } = picture;
  const out = svg("svg", { class: "overlay", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  const radius = Math.max(width, height) / 150;
  for (const thing of picture.things) {
    const group = drawn(thing, layers, skeletons[thing.category] ?? [], radius);
    if (targets) group.append(rect("target", thing.box));
    out.append(group);
  }
  for (const wrong of layers.has("b") ? picture.wrong ?? [] : []) {
    out.append(svg("g", { class: "thing wrong" }, rect("box", wrong.box)));
  }
  return out;
}
