"use strict";
// A chart: the drawing that was written into the page, to be moved, zoomed and asked.

const figure = document.querySelector("#graph > svg");
const marks = [...figure.querySelectorAll("g.node")];
const whole = data.box;
let box = null;

// What of the drawing is seen: all of it where it can be read so, else its upper left at a size that can.
function startBox() {
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const scale = Math.max(Math.min(width / whole.width, height / whole.height, 1.4), Math.min(0.72, height / Math.min(whole.height, 400)));
  const wide = width / scale, tall = height / scale;
  return { x: whole.x + Math.min(0, (whole.width - wide) / 2), y: whole.y + Math.min(0, (whole.height - tall) / 2), width: wide, height: tall };
}
function show() { figure.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`); }
function fit(all) {
  const { clientWidth: width, clientHeight: height } = byId("graph");
  if (!all) box = startBox();
  else {
    const scale = Math.min(width / whole.width, height / whole.height);
    box = { x: whole.x - (width / scale - whole.width) / 2, y: whole.y - (height / scale - whole.height) / 2, width: width / scale, height: height / scale };
  }
  show();
}
function zoom(factor, x, y) {
  const { clientWidth: width, clientHeight: height } = byId("graph");
  const px = (x ?? width / 2) / width, py = (y ?? height / 2) / height;
  const wide = Math.max(60, Math.min(box.width / factor, whole.width * 6)), tall = wide * height / width;
  box = { x: box.x + (box.width - wide) * px, y: box.y + (box.height - tall) * py, width: wide, height: tall };
  show();
}
function pan(dx, dy) {
  const scale = box.width / byId("graph").clientWidth;
  box.x -= dx * scale;
  box.y -= dy * scale;
  show();
}

function bringIn(i) {
  const [x, y] = data.spots[i];
  if (x > box.x && x < box.x + box.width * 0.8 && y > box.y && y < box.y + box.height) return;
  box.x = x - box.width * 0.3;
  box.y = y - box.height / 2;
  show();
}
function choose(list) {
  const kept = new Set(list);
  marks.forEach(mark => {
    const i = Number(mark.dataset.node);
    mark.classList.toggle("chosen", kept.has(i));
    mark.classList.toggle("faded", list.length > 0 && !kept.has(i));
  });
}

const view = {
  count: data.things.length,
  label: i => data.things[i].label,
  describe: (i, briefly) => briefly ? data.things[i] : { ...data.things[i], links: linksOf(i) },
  focus(i) { bringIn(i); choose([i]); },
  mark: choose,
  bare: () => choose([]),
  zoom: factor => zoom(factor),
  fit: () => fit(true),
  repaint() {}
};
const details = startPage(view);
listenToGestures(byId("graph"), {
  pan, zoom, fit: () => fit(true), escape: () => details.close(),
  tap(x, y, event) {
    const mark = event.target.closest("g.node") || document.elementFromPoint(event.clientX, event.clientY)?.closest("g.node");
    if (!mark) { details.close(); choose([]); return; }
    choose([Number(mark.dataset.node)]);
    details.show(Number(mark.dataset.node), false);
  }
});
marks.forEach(mark => {
  const i = Number(mark.dataset.node);
  mark.setAttribute("tabindex", "0");
  mark.setAttribute("role", "button");
  mark.addEventListener("focus", () => bringIn(i));
  mark.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose([i]);
    details.show(i, true);
  });
});
new ResizeObserver(() => fit(false)).observe(byId("graph"));
fit(false);
document.body.dataset.ready = "yes";
