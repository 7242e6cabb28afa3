"use strict";
// Mouse, touch and keys as four wishes: pan(dx, dy), zoom(factor, x, y), tap(x, y), fit(); x and y are of the element.

function listenToGestures(element, wishes) {
  const held = new Map();
  let travelled = 0, spread = 0;
  const place = event => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const gauge = () => {
    const [a, b] = [...held.values()];
    return { distance: Math.hypot(a[0] - b[0], a[1] - b[1]), x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 };
  };
  element.addEventListener("pointerdown", event => {
    if (event.button || event.target.closest("button, a")) return;
    held.set(event.pointerId, place(event));
    if (held.size === 1) travelled = 0;
    if (held.size === 2) spread = gauge().distance;
  });
  element.addEventListener("pointermove", event => {
    const before = held.get(event.pointerId);
    if (!before) { if (wishes.hover) wishes.hover(...place(event)); return; }
    const now = place(event), step = Math.hypot(now[0] - before[0], now[1] - before[1]);
    travelled += step;
    // Held fast only once it moves: a tap has to reach what lies under it.
    if (travelled > 5 && event.isTrusted && !element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
    if (held.size === 1) {
      held.set(event.pointerId, now);
      if (travelled > 5) wishes.pan(now[0] - before[0], now[1] - before[1]);
    } else if (held.size === 2) {
      const was = gauge();
      held.set(event.pointerId, now);
      const is = gauge();
      wishes.pan(is.x - was.x, is.y - was.y);
      if (spread > 0 && is.distance > 0) wishes.zoom(is.distance / spread, is.x, is.y);
      spread = is.distance;
    }
  });
  const release = event => {
    if (!held.delete(event.pointerId)) return;
    if (held.size === 0 && travelled <= 5 && event.type === "pointerup") wishes.tap(...place(event), event);
    if (held.size === 1) travelled = 99;
  };
  element.addEventListener("pointerup", release);
  element.addEventListener("pointercancel", release);
  element.addEventListener("wheel", event => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    wishes.zoom(Math.exp(-Math.max(-300, Math.min(300, event.deltaY * lines)) * 0.0022), ...place(event));
  }, { passive: false });
  element.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const box = element.getBoundingClientRect();
    const middle = [box.width / 2, box.height / 2];
    const keys = {
      ArrowLeft: () => wishes.pan(60, 0), ArrowRight: () => wishes.pan(-60, 0), ArrowUp: () => wishes.pan(0, 60),
      ArrowDown: () => wishes.pan(0, -60), "+": () => wishes.zoom(1.25, ...middle), "=": () => wishes.zoom(1.25, ...middle),
      "-": () => wishes.zoom(0.8, ...middle), 0: () => wishes.fit(), Escape: () => wishes.escape && wishes.escape()
    };
    if (keys[event.key]) { keys[event.key](); event.preventDefault(); }
  });
}
