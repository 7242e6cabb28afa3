// The picture that grows: what is next to a thing in a circle around it; a node that is opened gets its own.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.getElementById("picture");
  const panel = document.getElementById("chosen");
  const nodes = new Map(), lines = new Map(), opened = new Set();
  let view = { x: 0, y: 0, w: 1000, h: 700 }, chosen = null;

  const make = (tag, attributes = {}, text) => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const under = make("g"), over = make("g");
  svg.append(under, over);

  // Places: new nodes stand in the open side of their parent; then all push each other apart, the same way every time.
  function place(part) {
    const parent = nodes.get(part.of), fresh = [];
    for (const data of part.nodes) {
      if (!nodes.has(data.iri)) { nodes.set(data.iri, { ...data, x: 0, y: 0 }); if (data.iri !== part.of) fresh.push(data.iri); }
    }
    const from = nodes.get(part.of);
    const away = parent ? Math.atan2(from.y, from.x) : 0;
    const spread = parent && (from.x || from.y) ? Math.PI * 1.25 : Math.PI * 2;
    fresh.forEach((iri, number) => {
      const angle = away + spread * ((number + 0.5) / fresh.length - 0.5);
      const far = 170 + 70 * (number % 2) + fresh.length * 3;
      Object.assign(nodes.get(iri), { x: from.x + far * Math.cos(angle), y: from.y + far * Math.sin(angle) });
    });
    for (const line of part.lines) lines.set(`${line.from}\n${line.to}`, line);
    opened.add(part.of);
    from.more = part.more;
    settle();
  }

  function settle() {
    const all = [...nodes.values()];
    const wide = Math.min(Math.max(svg.clientWidth / svg.clientHeight, 0.6), 2);
    for (let round = 0; round < 160; round++) {
      const heat = 1 - round / 160;
      for (const one of all) { one.dx = -one.x * 0.002 / wide; one.dy = -one.y * 0.002 * wide; }
      for (let i = 0; i < all.length; i++) {
        for (let j = 0; j < i; j++) {
          const a = all[i], b = all[j];
          let dx = a.x - b.x || 0.1 * (i - j), dy = (a.y - b.y) * 1.4 || 0.1;
          const square = Math.max(dx * dx + dy * dy, 100), push = Math.min(5200 / square, 12);
          const length = Math.sqrt(square);
          dx *= push / length; dy *= push / length;
          a.dx += dx; a.dy += dy; b.dx -= dx; b.dy -= dy;
        }
      }
      for (const line of lines.values()) {
        const a = nodes.get(line.from), b = nodes.get(line.to);
        const dx = b.x - a.x, dy = b.y - a.y, length = Math.hypot(dx, dy) || 1, pull = (length - 190) * 0.015;
        a.dx += dx / length * pull; a.dy += dy / length * pull; b.dx -= dx / length * pull; b.dy -= dy / length * pull;
      }
      for (const one of all) { one.x += one.dx * heat; one.y += one.dy * heat; }
    }
  }

  function draw() {
    under.replaceChildren();
    over.replaceChildren();
    for (const line of lines.values()) {
      const a = nodes.get(line.from), b = nodes.get(line.to);
      const near = chosen === line.from || chosen === line.to ? " near" : "";
      under.append(make("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: `line${near}` }));
      under.append(make("text", { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, class: `word${near}` }, line.label));
    }
    for (const one of nodes.values()) {
      const isOpen = opened.has(one.iri);
      const group = make("g", {
        class: `node look-${one.look}${isOpen ? " opened" : ""}${chosen === one.iri ? " chosen" : ""}`,
        tabindex: "0", role: "button", "data-iri": one.iri, transform: `translate(${one.x.toFixed(1)} ${one.y.toFixed(1)})`,
        "aria-label": `${one.label}, ${one.kind}${one.year ? `, ${one.year}` : ""}${isOpen ? ", opened" : ""}`,
      });
      group.append(make("circle", { r: isOpen ? 15 : 10 }));
      group.append(make("text", { y: isOpen ? 32 : 26 }, one.label.length > 26 ? `${one.label.slice(0, 25)}…` : one.label));
      over.append(group);
    }
    show();
  }

  const show = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);

  function fit() {
    const all = [...nodes.values()];
    const xs = all.map((one) => one.x), ys = all.map((one) => one.y);
    const left = Math.min(...xs) - 110, top = Math.min(...ys) - 50;
    view = { x: left, y: top, w: Math.max(...xs) + 110 - left, h: Math.max(...ys) + 60 - top };
    show();
  }

  function describe(one) {
    const title = document.createElement("h2"), kind = document.createElement("p"), list = document.createElement("ul"), link = document.createElement("a");
    title.textContent = one.label;
    kind.textContent = `${one.kind}${one.year ? `, ${one.year}` : ""}${one.more ? `; ${one.more} more are next to it` : ""}`;
    kind.className = "muted";
    for (const line of lines.values()) {
      if (line.from !== one.iri && line.to !== one.iri) continue;
      const item = document.createElement("li"), out = line.from === one.iri;
      item.textContent = out ? `${line.label}: ${nodes.get(line.to).label}` : `${line.label} of ${nodes.get(line.from).label}`;
      list.append(item);
    }
    link.href = one.address;
    link.textContent = "Open its page";
    panel.replaceChildren(title, kind, list, link);
    panel.hidden = false;
  }

  async function open(iri) {
    chosen = iri;
    if (!opened.has(iri)) {
      try {
        const answer = await fetch(`/neighbours?${new URLSearchParams({ of: iri })}`);
        if (answer.ok) {
          place(await answer.json());
          fit();
          remember();
        }
      } catch { /* the picture stays as it is */ }
    }
    draw();
    describe(nodes.get(iri));
    over.querySelector(`[data-iri="${CSS.escape(iri)}"]`)?.focus({ preventScroll: true });
  }

  // The address tells what is open, so that whoever gets it sees the same.
  function remember() {
    const address = new URL(location.href);
    address.searchParams.delete("open");
    [...opened].slice(1).forEach((iri) => address.searchParams.append("open", iri));
    history.replaceState(null, "", address);
  }

  function zoom(by, x = view.x + view.w / 2, y = view.y + view.h / 2) {
    view = { x: x - (x - view.x) * by, y: y - (y - view.y) * by, w: view.w * by, h: view.h * by };
    show();
  }

  const spot = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  let held = null, moved = false;
  svg.addEventListener("pointerdown", (event) => { held = { id: event.pointerId, at: spot(event) }; moved = false; });
  svg.addEventListener("pointermove", (event) => {
    if (!held || held.id !== event.pointerId) return;
    const now = spot(event), dx = now.x - held.at.x, dy = now.y - held.at.y;
    if (!moved && Math.hypot(dx, dy) * svg.clientWidth / view.w < 5) return;
    if (!moved) { moved = true; svg.setPointerCapture(event.pointerId); svg.classList.add("held"); }
    view = { ...view, x: view.x - dx, y: view.y - dy };
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { held = null; svg.classList.remove("held"); });
  svg.addEventListener("click", (event) => {
    const group = event.target.closest(".node");
    if (group && !moved) open(group.dataset.iri);
  });
  svg.addEventListener("keydown", (event) => {
    const group = event.target.closest(".node");
    if (group && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); open(group.dataset.iri); }
  });
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const at = spot(event);
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, at.x, at.y);
  }, { passive: false });
  document.getElementById("fit").addEventListener("click", fit);
  document.getElementById("in").addEventListener("click", () => zoom(1 / 1.3));
  document.getElementById("out").addEventListener("click", () => zoom(1.3));

  for (const part of JSON.parse(document.getElementById("parts").textContent)) place(part);
  fit();
  draw();
})();
