// What is looked at, as it stands in the address, so that a view can be sent.

export const LAYERS = {
  b: ["boxes", "Boxes"],
  m: ["masks", "Masks"],
  k: ["keypoints", "Keypoints"],
  c: ["cuboids", "3D boxes"],
  a: ["amodal", "Amodal"],
};
export const MANY = 3; // sets from which on each has little room, and more than one lies over the first

const listeners = new Map();

let usual = innerWidth < 760 ? 150 : 200; // size of pictures

export const state = {
  line: "",
  facets: new Map(), // by column: {values: [...]} or {low, high}
  sort: "",
  layers: new Set(["b"]),
  size: usual,
  picture: null, // {set, position}
};

// Listens for a kind of change: filter, layers, size or picture.
export function on(kind, work) {
  if (!listeners.has(kind)) listeners.set(kind, []);
  listeners.get(kind).push(work);
}

export function change(kind, values, remember = false) {
  Object.assign(state, values);
  write(remember);
  for (const work of listeners.get(kind) ?? []) work();
}

const quoted = (text) => `"${String(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

// A facet in the filter's own language.
export function facetLine(name, facet) {
  if (facet.values) return `${quoted(name)} in (${facet.values.map(quoted).join(", ")})`;
  return `${quoted(name)} in ${facet.low}..${facet.high}`;
}

export function filter(set) {
  return { set, q: state.line, f: [...state.facets].map(([name, facet]) => facetLine(name, facet)) };
}

export const sorted = (set) => ({ ...filter(set), sort: state.sort });

function write(remember) {
  const out = new URLSearchParams();
  if (state.line) out.set("q", state.line);
  for (const [name, facet] of state.facets) out.append("f", JSON.stringify([name, facet.values ?? [facet.low, facet.high]]));
  if (state.sort) out.set("sort", state.sort);
  const layers = [...state.layers].join("");
  if (layers !== "b") out.set("layers", layers || "-");
  if (state.size !== usual) out.set("size", state.size);
  if (state.picture) out.set("picture", `${state.picture.set}.${state.picture.position}`);
  const asked = out.toString();
  history[remember ? "pushState" : "replaceState"](null, "", asked ? `/?${asked}` : "/");
}

// Many sets have smaller pictures, where the address says no size.
export function begin(sets) {
  if (sets >= MANY) usual = 120;
  read();
}

export function read() {
  const given = new URLSearchParams(location.search);
  state.line = given.get("q") ?? "";
  state.sort = given.get("sort") ?? "";
  state.size = Math.min(Math.max(Number(given.get("size")) || usual, 90), 420);
  state.layers = new Set([...(given.get("layers") ?? "b")].filter((key) => key in LAYERS));
  state.facets = new Map();
  for (const each of given.getAll("f")) {
    try {
      const [name, values] = JSON.parse(each);
      const numbers = values.length === 2 && values.every((value) => typeof value === "number");
      state.facets.set(String(name), numbers ? { low: values[0], high: values[1] } : { values: values.map(String) });
    } catch {
      continue; // an address that somebody has cut short
    }
  }
  const [set, position] = (given.get("picture") ?? "").split(".").map(Number);
  state.picture = Number.isInteger(position) ? { set, position } : null;
}
