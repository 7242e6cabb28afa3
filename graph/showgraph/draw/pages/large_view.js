"use strict";
// A picture of many nodes: one scene of all, or one of communities that each open into a scene of their members.

const LABELS = 90, NORMAL = 0, HIDDEN = 32, CHOSEN = 64, FADED = 96;

class Scene {
  // `first` and `count` say which nodes of the crowd are in it; links are pairs of nodes counted from `first`.
  constructor(title, first, places, sizes, styles, starts, ends, label) {
    Object.assign(this, { title, first, places, sizes, styles, starts, ends, label, count: sizes.length });
    this.grid = new Grid(places);
    this.looks = new Uint8Array(this.count);
    this.view = null;
  }
}

class Stage {
  constructor(holder, crowd) {
    this.crowd = crowd;
    this.holder = holder;
    this.canvas = add(holder, "canvas");
    this.overlay = add(holder, "canvas", undefined, "labels");
    this.canvas.setAttribute("aria-hidden", "true");
    this.overlay.setAttribute("aria-hidden", "true");
    this.painter = Painter.on(this.canvas, data.styles);
    if (!this.painter) add(holder, "p", "This browser can't draw with WebGL2; search and details work all the same.", "nothing");
    this.hidden = new Set();
    this.chosen = new Set();
    new ResizeObserver(() => this.resize()).observe(holder);
    this.recolour();
  }

  recolour() {
    this.colours = { paper: parseColour(colour("--paper")), link: parseColour(colour("--soft")), accent: parseColour(colour("--accent")) };
    this.ink = colour("--ink");
    this.halo = colour("--halo");
    if (this.painter && this.scene) { this.painter.forget(false); this.render(); }
  }

  resize() {
    this.width = this.holder.clientWidth;
    this.height = this.holder.clientHeight;
    if (!this.painter) return;
    this.painter.resize(this.width, this.height);
    const ratio = this.painter.ratio;
    this.overlay.width = Math.round(this.width * ratio);
    this.overlay.height = Math.round(this.height * ratio);
    if (!this.scene) return;
    this.scene.whole = this.wholeView();
    this.scene.view ||= { ...this.scene.whole };
    this.render();
  }

  open(scene) {
    this.scene = scene;
    this.chosen.clear();
    if (this.painter) this.painter.load(scene.places, scene.sizes, scene.looks);
    if (!this.width) this.resize();
    scene.whole = this.wholeView();
    scene.view ||= { ...scene.whole };
    this.relook();
  }

  wholeView() {
    const { left, top, right, bottom } = this.scene.grid;
    const scale = Math.min(this.width / Math.max(right - left, 1e-6), this.height / Math.max(bottom - top, 1e-6)) * 0.92;
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(scale, 60) };
  }

  // Gives every node its state and every link its place in the drawing, after a choice or a filter.
  relook() {
    const { looks, styles, starts, ends, count } = this.scene, near = new Set(this.chosen), marked = [];
    const kept = new Uint32Array(2 * starts.length);
    let used = 0;
    for (let i = 0; i < count; i++) looks[i] = this.hidden.has(styles[i]) ? HIDDEN : NORMAL;
    for (let i = 0; i < starts.length; i++) {
      const s = starts[i], e = ends[i];
      if (looks[s] === HIDDEN || looks[e] === HIDDEN) continue;
      if (this.chosen.has(s) || this.chosen.has(e)) { marked.push(s, e); near.add(s); near.add(e); }
      else { kept[used++] = s; kept[used++] = e; }
    }
    for (let i = 0; i < count; i++) {
      if (looks[i] !== HIDDEN && this.chosen.size) looks[i] = this.chosen.has(i) ? CHOSEN : near.has(i) ? NORMAL : FADED;
    }
    this.near = near;
    const all = new Uint32Array(used + marked.length);
    all.set(kept.subarray(0, used));
    all.set(marked, used);
    if (!this.painter) return;
    this.painter.setLooks(looks.map((state, i) => state | styles[i]));
    this.painter.setLinks(all, marked.length);
    this.linkCount = used / 2;
    this.render();
  }

  grow() {
    const zoomed = this.scene.view.scale / this.scene.whole.scale;
    const crowded = Math.min(1, Math.max(0.16, Math.sqrt(420 / this.scene.count)));
    return Math.max(0.12, Math.min(crowded * Math.pow(zoomed, 0.6), 1.5));
  }

  look() {
    const { view, whole } = this.scene, zoomed = Math.max(view.scale / whole.scale, 0.3);
    const thin = Math.max(0.05, Math.min(0.5, (this.scene.faint || 3000) / Math.max(this.linkCount, 1)));
    const alpha = Math.min(0.6, thin * Math.sqrt(zoomed)) * (this.chosen.size ? 0.4 : 1);
    return { ...this.colours, alpha, grow: this.grow() };
  }

  // Draws a portion for each picture of the screen until all is drawn, so large a one as keeps the screen moving.
  render() {
    if (this.waiting || !this.painter) return;
    this.waiting = requestAnimationFrame(now => {
      this.waiting = 0;
      if (!this.scene.view || !this.width) return;
      const took = now - this.last;
      this.last = now;
      this.budget ||= this.painter.software ? 6000 : 150000;
      if (took > 30) this.budget = Math.max(4000, this.budget * Math.max(0.5, 24 / took));
      else if (took < 21) this.budget = Math.min(2e6, this.budget * 1.15);
      // While something moves, names are written anew, and without a graphics card all the rest too, only now and then.
      const moving = now - this.moved < 120;
      const hold = moving && this.painter.software && now - this.drawn < 200;
      // As long as nothing is seen nothing can jerk.
      const portion = this.painter.shown ? this.budget : Math.max(this.budget, 40000);
      const done = this.painter.paint(this.scene.view, this.look(), Math.round(portion), hold);
      if (done) this.drawn = now;
      if (!moving || !(now - this.wrote < 220)) { this.wrote = now; this.writeLabels(); } else this.moveLabels();
      if (moving && (done || hold)) this.settle();
      else if (!done) this.render();
      else { document.body.dataset.ready = "yes"; this.last = undefined; }
    });
  }

  // Draws once more when nothing moves any longer.
  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.render(), 130);
  }

  pan(dx, dy) {
    const view = this.scene.view;
    this.moved = performance.now();
    view.x -= dx / view.scale;
    view.y -= dy / view.scale;
    this.render();
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const { view, whole } = this.scene, [wx, wy] = this.spot(x, y);
    this.moved = performance.now();
    view.scale = Math.max(whole.scale * 0.3, Math.min(view.scale * factor, Math.max(whole.scale * 4, 90)));
    view.x = wx - (x - this.width / 2) / view.scale;
    view.y = wy - (y - this.height / 2) / view.scale;
    this.render();
  }

  fit() { this.scene.view = { ...this.scene.whole }; this.render(); }

  spot(x, y) {
    const view = this.scene.view;
    return [view.x + (x - this.width / 2) / view.scale, view.y + (y - this.height / 2) / view.scale];
  }

  radius(node) { return this.scene.sizes[node] * this.grow() / 2; }

  pick(x, y) {
    const { view, grid, looks } = this.scene, [wx, wy] = this.spot(x, y);
    const reach = 26 / view.scale;
    return grid.nearest(wx, wy, reach, node => looks[node] === HIDDEN ? -reach : Math.min(this.radius(node) / view.scale, reach));
  }

  focus(node) {
    const { places, view, whole } = this.scene;
    view.x = places[2 * node];
    view.y = places[2 * node + 1];
    view.scale = Math.max(view.scale, Math.min(whole.scale * 8, 30));
    this.choose([node]);
  }

  choose(nodes) { this.chosen = new Set(nodes); this.relook(); }

  // Between two writings the names move with the picture as they are.
  moveLabels() {
    const { view } = this.scene, was = this.written, grown = view.scale / was.scale;
    const x = (was.x - view.x) * view.scale, y = (was.y - view.y) * view.scale;
    this.overlay.style.transform = `translate(${x}px, ${y}px) scale(${grown})`;
  }

  // Writes the names of the most important nodes in sight, as many as don't run into each other.
  writeLabels() {
    const { view, places, count, looks, label } = this.scene, pen = this.overlay.getContext("2d"), ratio = this.painter.ratio;
    this.written = { ...view };
    this.overlay.style.transform = "none";
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    const taken = new Set(), left = this.width / 2 - view.x * view.scale, top = this.height / 2 - view.y * view.scale;
    const grow = this.grow();
    let written = 0;
    const write = (i, always) => {
      const x = places[2 * i] * view.scale + left, y = places[2 * i + 1] * view.scale + top;
      if (x < -20 || y < -20 || x > this.width + 20 || y > this.height + 20) return;
      const text = this.short(label(i)), strong = this.chosen.has(i);
      const size = strong ? 15 : Math.max(11, Math.min(15, 9 + this.scene.sizes[i] * grow * 0.22));
      const half = Math.ceil(text.length * size * (/[\u1100-\uffdc]/.test(text) ? 0.5 : 0.27)) + 4;
      const below = y + this.scene.sizes[i] * grow / 2 + 2;
      const cells = [];
      for (let column = Math.floor((x - half) / 14); column <= (x + half) / 14; column++)
        for (const row of [Math.floor(below / 14), Math.floor((below + size) / 14)]) cells.push(column * 4096 + row);
      if (!always && cells.some(cell => taken.has(cell))) return;
      for (const cell of cells) taken.add(cell);
      pen.font = `${strong ? "bold " : ""}${size.toFixed(1)}px "Noto Sans", "Noto Sans CJK KR", system-ui, sans-serif`;
      pen.strokeStyle = this.halo;
      pen.strokeText(text, x, below);
      pen.fillStyle = this.ink;
      pen.fillText(text, x, below);
      written++;
    };
    const most = Math.min(LABELS, Math.round(this.width * this.height / 9000));
    if (this.chosen.size && this.chosen.size < 60) for (const node of this.chosen) write(node, true);
    if (this.chosen.size) for (const node of this.near) { if (written >= most) break; if (!this.chosen.has(node)) write(node); }
    else for (let i = 0; i < count && written < most; i++) if (looks[i] !== HIDDEN) write(i);
  }

  short(text) { return text.length > 42 ? text.slice(0, 40) + "…" : text; }
}
