"use strict";
// The nodes and links of a large picture as they lie in the page: arrays of numbers, packed and in base64.

async function unpack(name) {
  const block = byId("block-" + name);
  const text = atob(block.textContent);
  block.remove();
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

async function readCrowd() {
  const [places, sizes, styles, years, starts, ends, relations, labels, iris, notes] = await Promise.all(
    ["places", "sizes", "styles", "years", "starts", "ends", "relations", "labels", "iris", "notes"].map(unpack));
  const lines = buffer => new TextDecoder().decode(buffer).split("\n");
  return {
    places: new Float32Array(places), sizes: new Float32Array(sizes), styles: new Uint8Array(styles),
    years: new Int16Array(years), starts: new Uint32Array(starts), ends: new Uint32Array(ends),
    relations: new Uint16Array(relations), labels: lines(labels), iris: lines(iris), notes: lines(notes)
  };
}

// For each node where its links begin in `at`: the links of node i are at[from[i]] … at[from[i + 1]].
function indexLinks(count, starts, ends) {
  const from = new Uint32Array(count + 1);
  for (let i = 0; i < starts.length; i++) { from[starts[i] + 1]++; from[ends[i] + 1]++; }
  for (let i = 0; i < count; i++) from[i + 1] += from[i];
  const next = from.slice(0, count), at = new Uint32Array(2 * starts.length);
  for (let i = 0; i < starts.length; i++) { at[next[starts[i]]++] = i; at[next[ends[i]]++] = i; }
  return { from, at };
}

// A square grid over places; finds what is nearest to a spot without looking at everything.
class Grid {
  constructor(places) {
    const count = places.length / 2;
    let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
    for (let i = 0; i < count; i++) {
      const x = places[2 * i], y = places[2 * i + 1];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    const side = Math.max(1, Math.min(512, Math.ceil(Math.sqrt(count / 2))));
    const cell = Math.max((right - left) / side, (bottom - top) / side, 1e-9);
    Object.assign(this, { places, left, top, right, bottom, side: side + 1, cell });
    const cells = new Uint32Array(count), sizes = new Uint32Array(this.side * this.side + 1);
    for (let i = 0; i < count; i++) {
      cells[i] = this.row(places[2 * i + 1]) * this.side + this.column(places[2 * i]);
      sizes[cells[i] + 1]++;
    }
    for (let i = 0; i < sizes.length - 1; i++) sizes[i + 1] += sizes[i];
    this.from = sizes;
    const next = sizes.slice();
    this.nodes = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.nodes[next[cells[i]]++] = i;
  }

  column(x) { return Math.max(0, Math.min(this.side - 1, Math.floor((x - this.left) / this.cell))); }
  row(y) { return Math.max(0, Math.min(this.side - 1, Math.floor((y - this.top) / this.cell))); }

  // Calls visit(node) for the nodes of all cells that a box touches.
  within(left, top, right, bottom, visit) {
    for (let row = this.row(top); row <= this.row(bottom); row++)
      for (let column = this.column(left); column <= this.column(right); column++) {
        const cell = row * this.side + column;
        for (let i = this.from[cell]; i < this.from[cell + 1]; i++) visit(this.nodes[i]);
      }
  }

  // Returns the node whose mark covers a spot or is nearest to it within `reach`; -1 for none. `radius` is a node's.
  nearest(x, y, reach, radius) {
    let best = -1, least = Infinity;
    this.within(x - reach, y - reach, x + reach, y + reach, node => {
      const off = Math.hypot(this.places[2 * node] - x, this.places[2 * node + 1] - y) - radius(node);
      if (off < least && off < reach) { least = off; best = node; }
    });
    return best;
  }
}
