"use strict";
// Wires a crowd, its scenes, and the page around them.

const TOLD = 120;

function makeScenes(crowd) {
  const label = first => i => crowd.labels[first + i];
  if (!data.communities) {
    const whole = new Scene("", 0, crowd.places, crowd.sizes, crowd.styles, crowd.starts, crowd.ends, label(0));
    return { top: whole, member: () => null };
  }
  const groups = data.communities, known = new Map();
  const numbers = key => groups.map(group => group[key]);
  const style = data.styles.length - 1;
  const top = new Scene(
    "", 0, Float32Array.from(groups.flatMap(group => [group.x, group.y])), Float32Array.from(numbers("size")),
    new Uint8Array(groups.length).fill(style), Uint32Array.from(data.between.map(pair => pair[0])),
    Uint32Array.from(data.between.map(pair => pair[1])), i => groups[i].label);
  top.faint = 150;
  const member = number => {
    if (!known.has(number)) {
      const { first, count: many, links, inside, label: title } = groups[number];
      const shift = array => array.slice(links, links + inside).map(node => node - first);
      known.set(number, new Scene(
        title, first, crowd.places.slice(2 * first, 2 * (first + many)), crowd.sizes.slice(first, first + many),
        crowd.styles.slice(first, first + many), shift(crowd.starts), shift(crowd.ends), label(first)));
    }
    return known.get(number);
  };
  return { top, member };
}

// Which community a node is in.
function groupOf(node) {
  let low = 0, high = data.communities.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (data.communities[middle].first <= node) low = middle; else high = middle - 1;
  }
  return low;
}

function describeNode(crowd, index, node) {
  const links = [], from = index.from[node], to = index.from[node + 1];
  for (let i = from; i < Math.min(to, from + TOLD); i++) {
    const link = index.at[i], out = crowd.starts[link] === node, other = out ? crowd.ends[link] : crowd.starts[link];
    const word = data.relations[crowd.relations[link]];
    links.push({ relation: out ? word : word + " of", node: other, label: crowd.labels[other], note: crowd.notes[link] || "" });
  }
  links.sort((a, b) => a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : a.node - b.node);
  return { links, more: Math.max(0, to - from - TOLD) };
}

// Which scene is seen, and the way from one to another.
class Tour {
  constructor(crowd, stage) {
    Object.assign(this, { crowd, stage, ...makeScenes(crowd), grouped: Boolean(data.communities), index: null });
  }

  get inGroups() { return this.grouped && this.stage.scene === this.top; }

  enter(number) {
    const group = data.communities[number];
    this.stage.open(this.member(number));
    byId("back").hidden = false;
    byId("found").textContent = group.label + ": " + count(group.count, "thing", "things");
    byId("graph").focus({ preventScroll: true });
  }

  leave() {
    if (!this.grouped || this.inGroups) return;
    this.details.close();
    this.stage.open(this.top);
    byId("back").hidden = true;
    byId("found").textContent = "";
  }

  // Shows the scene a node is in and returns its place there.
  reach(node) {
    if (!this.grouped) return node;
    const number = groupOf(node);
    if (this.stage.scene !== this.member(number)) this.enter(number);
    return node - data.communities[number].first;
  }

  describe(i, briefly) {
    const { crowd } = this, style = data.styles[crowd.styles[i]];
    const thing = { label: crowd.labels[i], kind: style.label, year: crowd.years[i] || null, iri: crowd.iris[i] };
    if (briefly) return thing;
    this.index ||= indexLinks(crowd.labels.length, crowd.starts, crowd.ends);
    return { ...thing, facts: data.facts[i] || [], ...describeNode(crowd, this.index, i) };
  }

  mark(list) {
    if (this.inGroups) { this.stage.choose(new Set(list.slice(0, 20000).map(groupOf))); return; }
    const { first, count: many } = this.stage.scene, here = list.filter(node => node >= first && node < first + many);
    this.stage.choose(here.slice(0, 2000).map(node => node - first));
  }

  tap(x, y) {
    const node = this.stage.pick(x, y);
    if (node < 0) { this.details.close(); this.stage.choose([]); }
    else if (this.inGroups) { this.stage.choose([]); this.enter(node); }
    else { this.stage.choose([node]); this.details.show(this.stage.scene.first + node, false); }
  }
}

function viewOf(tour, stage) {
  return {
    count: tour.crowd.labels.length,
    label: i => tour.crowd.labels[i],
    describe: (i, briefly) => tour.describe(i, briefly),
    focus: i => stage.focus(tour.reach(i)),
    mark: list => tour.mark(list),
    bare: () => stage.choose([]),
    filter(kinds) {
      stage.hidden = new Set([...kinds].map(number => data.legend[number].style));
      stage.relook();
    },
    zoom: factor => stage.zoom(factor),
    fit: () => stage.fit(),
    repaint: () => stage.recolour()
  };
}

async function startLarge() {
  const crowd = await readCrowd(), stage = new Stage(byId("graph"), crowd), tour = new Tour(crowd, stage);
  const view = viewOf(tour, stage);
  const details = tour.details = startPage(view);
  byId("back").addEventListener("click", () => tour.leave());
  listenToGestures(byId("graph"), {
    pan: (dx, dy) => stage.pan(dx, dy), zoom: (factor, x, y) => stage.zoom(factor, x, y), fit: () => stage.fit(),
    escape() { if (byId("details").classList.contains("open")) details.close(); else tour.leave(); },
    hover(x, y) { stage.holder.style.cursor = stage.pick(x, y) < 0 ? "grab" : "pointer"; },
    tap: (x, y) => tour.tap(x, y)
  });
  if (tour.grouped) listGroups(number => tour.enter(number));
  stage.open(tour.top);
  if (!stage.painter) document.body.dataset.ready = "yes";
  window.picture = { stage, crowd, view, tour };
}

// The communities as a list of buttons, for those who don't see the picture or have no pointer.
function listGroups(enter) {
  const holder = add(document.querySelector("footer"), "details");
  add(holder, "summary", count(data.communities.length, "community", "communities"));
  const list = add(holder, "ul");
  holder.addEventListener("toggle", () => {
    if (!holder.open || list.children.length) return;
    data.communities.forEach((group, number) => {
      const button = add(add(list, "li"), "button", `${group.label}: ${count(group.count, "thing", "things")}`);
      button.type = "button";
      button.addEventListener("click", () => { holder.open = false; enter(number); });
    });
  });
}

startLarge();
