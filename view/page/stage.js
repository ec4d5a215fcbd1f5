// Zoom and pan of what lies in an element: wheel, drag, two fingers, keys.

const MOST = 40;

export class Stage {
  constructor(element, content) {
    this.element = element;
    this.content = content;
    this.fingers = new Map();
    this.reset();
    element.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX, event.clientY);
    }, { passive: false });
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.moved(event));
    for (const kind of ["pointerup", "pointercancel"]) element.addEventListener(kind, (event) => this.fingers.delete(event.pointerId));
    element.addEventListener("dblclick", () => this.reset());
  }

  reset() {
    [this.scale, this.x, this.y] = [1, 0, 0];
    this.place();
  }

  down(event) {
    if (event.button !== 0) return;
    this.element.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
  }

  moved(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const far = ([x, y]) => Math.hypot(x - other[0], y - other[1]);
      this.zoom(far(now) / Math.max(far(before), 1), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    } else {
      this.x += now[0] - before[0];
      this.y += now[1] - before[1];
      this.place();
    }
    this.fingers.set(event.pointerId, now);
  }

  // About a point of the window; about the middle where none is given.
  zoom(factor, x = null, y = null) {
    const box = this.element.getBoundingClientRect();
    const [px, py] = [(x ?? box.left + box.width / 2) - box.left - box.width / 2, (y ?? box.top + box.height / 2) - box.top - box.height / 2];
    const scale = Math.min(Math.max(this.scale * factor, 1), MOST);
    this.x = px - ((px - this.x) * scale) / this.scale;
    this.y = py - ((py - this.y) * scale) / this.scale;
    this.scale = scale;
    if (scale === 1) [this.x, this.y] = [0, 0];
    this.place();
  }

  place() {
    this.content.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
    this.content.classList.toggle("near", this.scale > 3);
  }
}
