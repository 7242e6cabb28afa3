"use strict";
// What every picture's page has: search, details, legend, light and dark. A view gives `startPage` its nodes and what
// it does with them. Texts are only ever set as text.

const byId = id => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);

function add(parent, name, text, kind) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (kind) element.className = kind;
  parent.appendChild(element);
  return element;
}

function addSvg(parent, name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.appendChild(element);
  return element;
}

const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const count = (number, one, several) => number.toLocaleString("en") + " " + (number === 1 ? one : several);

const outlines = {
  dot: "M9 2A7 7 0 1 1 9 16A7 7 0 1 1 9 2Z", square: "M2.5 2.5H15.5V15.5H2.5Z", diamond: "M9 1 17 9 9 17 1 9Z",
  triangle: "M9 2 17 16 1 16Z", triangleDown: "M1 2 17 2 9 16Z", hexagon: "M5 2 13 2 17 9 13 16 5 16 1 9Z",
  star: "m9 1 2.4 5 5.6.7-4.1 3.8L14 16l-5-2.7L4 16l1.1-5.5L1 6.7 6.6 6Z"
};

// Light and dark: what the system prefers, until someone chooses.
function startTheme(changed) {
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  byId("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : prefers.matches;
    root.dataset.theme = dark ? "light" : "dark";
    changed();
  });
  prefers.addEventListener("change", changed);
}

function startLegend(view) {
  const hidden = new Set();
  data.legend.forEach((entry, index) => {
    const item = add(document.querySelector(".legend"), "li");
    const holder = view.filter ? add(item, "button") : add(item, "span");
    const mark = addSvg(holder, "svg", { width: 18, height: 18, "aria-hidden": "true" });
    addSvg(mark, "path", { d: outlines[entry.shape], fill: entry.fill, stroke: entry.line, "stroke-width": 2 });
    add(holder, "span", entry.label);
    if (!view.filter) return;
    holder.type = "button";
    holder.setAttribute("aria-pressed", "true");
    holder.title = "Show or hide: " + entry.label;
    holder.addEventListener("click", () => {
      if (!hidden.delete(index)) hidden.add(index);
      holder.setAttribute("aria-pressed", String(!hidden.has(index)));
      view.filter(hidden);
    });
  });
}

// The links of a node where the page holds them as [start, end, relation, note].
function linksOf(node) {
  return data.links.filter(([start, end]) => start === node || end === node).map(([start, end, relation, note]) => {
    const other = start === node ? end : start;
    return { relation: start === node ? relation : relation + " of", node: other, label: data.things[other].label, note };
  }).sort((a, b) => a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : 0);
}

// Lists facts with their sources, then links that no fact tells; what names another node leads there.
function listFacts(list, thing, lead) {
  const left = new Set(thing.links || []);
  let last = "";
  const begin = (name, text, link) => {
    if (name !== last) add(list, "dt", name);
    last = name;
    const entry = add(list, "dd", link ? undefined : text);
    if (!link) return entry;
    const other = add(entry, "button", text);
    other.type = "button";
    other.addEventListener("click", () => lead(link.node));
    return entry;
  };
  for (const [property, value, sources] of thing.facts || []) {
    const link = [...left].find(one => one.label === value && one.relation.split(", ").includes(property));
    left.delete(link);
    const entry = begin(property, value, link);
    if (sources.length) add(entry, "small", "source: " + sources.join("; "));
  }
  for (const link of left) {
    const entry = begin(link.relation, link.label, link);
    if (link.note) add(entry, "small", link.note);
  }
}

// The panel that tells everything of one thing; its links lead on to the next.
function startDetails(view) {
  const panel = byId("details");
  let came = null;
  function close() {
    if (!panel.classList.contains("open")) return;
    panel.classList.remove("open");
    panel.replaceChildren();
    view.bare();
    if (came) came.focus();
    came = null;
  }
  function show(index, byKeyboard) {
    const thing = view.describe(index);
    panel.replaceChildren();
    const button = add(panel, "button", "×");
    button.id = "close";
    button.type = "button";
    button.setAttribute("aria-label", "Close");
    button.addEventListener("click", close);
    add(panel, "h2", thing.label);
    add(panel, "p", thing.year ? thing.kind + ", " + thing.year : thing.kind);
    listFacts(add(panel, "dl"), thing, node => { view.focus(node); show(node, true); });
    if (thing.more) add(panel, "p", count(thing.more, "further link", "further links"));
    if (thing.open) {
      const opener = add(panel, "button", thing.open.label);
      opener.type = "button";
      opener.addEventListener("click", () => { came = null; close(); thing.open.act(); });
    }
    if (thing.iri) add(panel, "p", thing.iri);
    panel.classList.add("open");
    panel.scrollTop = 0;
    if (byKeyboard) {
      if (!panel.contains(document.activeElement)) came = document.activeElement;
      panel.focus();
    }
  }
  panel.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
  return { show, close };
}

// The search box: names as they are typed, arrow keys among them, Enter goes there and again to the next.
function startSearch(view, details) {
  const search = byId("search"), found = byId("found"), list = byId("hits");
  let names = null, hits = [], at = -1, next = 0;
  function look() {
    names ||= Array.from({ length: view.count }, (_, index) => plain(view.label(index)));
    const wanted = plain(search.value.normalize("NFC"));
    hits = [];
    if (wanted) for (let i = 0; i < names.length; i++) if (names[i].includes(wanted)) hits.push(i);
    hits.sort((a, b) => (names[a].startsWith(wanted) ? 0 : 1) - (names[b].startsWith(wanted) ? 0 : 1));
    next = 0;
    at = -1;
    found.textContent = wanted ? (hits.length ? hits.length.toLocaleString("en") + " found" : "nothing found") : "";
    view.mark(hits);
    fill();
  }
  function fill() {
    list.replaceChildren();
    hits.slice(0, 50).forEach((index, place) => {
      const thing = view.describe(index, true);
      const item = add(list, "li", thing.label + " ");
      item.id = "hit-" + place;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      add(item, "small", thing.year ? thing.kind + ", " + thing.year : thing.kind);
      item.addEventListener("pointerdown", event => { event.preventDefault(); go(index); });
    });
    open(hits.length > 0);
    search.removeAttribute("aria-activedescendant");
  }
  function open(yes) {
    list.hidden = !yes;
    search.setAttribute("aria-expanded", String(yes));
  }
  function move(step) {
    const shown = list.children.length;
    if (!shown) return;
    open(true);
    if (at >= 0) list.children[at].setAttribute("aria-selected", "false");
    at = (at + step + shown) % shown;
    list.children[at].setAttribute("aria-selected", "true");
    list.children[at].scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", "hit-" + at);
  }
  function go(index) {
    open(false);
    view.focus(index);
    details.show(index, false);
  }
  search.addEventListener("input", look);
  search.addEventListener("blur", () => open(false));
  search.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1);
      event.preventDefault();
    } else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && hits.length) go(at >= 0 ? hits[at] : hits[next++ % hits.length]);
  });
}

// `view`: count, label(i), describe(i, briefly), focus(i), mark(list), bare(), zoom(factor), fit(), repaint(), and
// filter(kinds that are hidden) where kinds can be hidden.
function startPage(view) {
  const details = startDetails(view);
  startTheme(() => view.repaint());
  startLegend(view);
  startSearch(view, details);
  byId("closer").addEventListener("click", () => view.zoom(1.5));
  byId("farther").addEventListener("click", () => view.zoom(1 / 1.5));
  byId("whole").addEventListener("click", () => view.fit());
  return details;
}
