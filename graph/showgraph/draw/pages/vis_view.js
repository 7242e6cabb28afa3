"use strict";
// A picture of a few hundred nodes, drawn by vis-network from the lists that pyvis holds.

const numbers = new Map(data.nodes.map((node, index) => [node.id, index]));
const FACE = "Noto Sans, Noto Sans CJK KR, system-ui, sans-serif";
const paint = () => ({ color: colour("--link"), highlight: colour("--ink"), hover: colour("--soft") });
const nodes = new vis.DataSet(data.nodes.map(node => ({ ...node, font: { ...node.font, face: FACE, color: colour("--ink"), strokeColor: colour("--halo") } })));
const edges = new vis.DataSet(data.edges);
const network = new vis.Network(byId("graph"), { nodes, edges }, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, hideEdgesOnDrag: edges.length > 400 },
  edges: {
    color: paint(), width: 1.2, selectionWidth: 2, smooth: false, arrows: { to: { enabled: true, scaleFactor: 0.5 } },
    font: { size: 12, color: colour("--soft"), strokeWidth: 3, strokeColor: colour("--halo"), align: "middle" }
  }
});
network.once("afterDrawing", () => {
  network.fit({ animation: false });
  document.body.dataset.ready = "yes";
});

const view = {
  count: data.things.length,
  label: i => data.things[i].label,
  describe: (i, briefly) => briefly ? data.things[i] : { ...data.things[i], links: linksOf(i) },
  focus(i) {
    network.focus(data.nodes[i].id, { scale: 1.1, animation: false });
    network.selectNodes([data.nodes[i].id], true);
  },
  mark(list) {
    network.unselectAll();
    if (list.length) network.selectNodes(list.map(i => data.nodes[i].id), false);
  },
  bare: () => network.unselectAll(),
  filter(kinds) {
    nodes.update(data.nodes.map(node => ({ id: node.id, hidden: kinds.has(node.legend) })));
  },
  zoom: factor => network.moveTo({ scale: network.getScale() * factor }),
  fit: () => network.fit({ animation: false }),
  repaint() {
    network.setOptions({ edges: { color: paint(), font: { color: colour("--soft"), strokeColor: colour("--halo") } } });
    nodes.update(data.nodes.map(node => ({ id: node.id, font: { ...node.font, color: colour("--ink"), strokeColor: colour("--halo") } })));
  }
};
const details = startPage(view);
network.on("click", event => {
  if (event.nodes.length) details.show(numbers.get(event.nodes[0]), false);
  else details.close();
});
byId("graph").addEventListener("keydown", event => {
  if (event.key === "0") view.fit();
  if (event.key === "+" || event.key === "=") view.zoom(1.25);
  if (event.key === "-") view.zoom(0.8);
});
