// What the explorer's pages do beyond links and forms: complete what is typed, copy an address, run a query by keys.
"use strict";

const told = document.getElementById("told");

function tell(text) {
  told.textContent = text;
  window.setTimeout(() => { if (told.textContent === text) told.textContent = ""; }, 2500);
}

function make(tag, text, name) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (name) node.className = name;
  return node;
}

// Completion: a list box under the search box, moved through by arrows, chosen by Enter or a click.
function completes(input) {
  const list = document.getElementById(input.dataset.completes);
  let offers = [], chosen = -1, asked = 0, waiting = 0;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    if (place < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    list.replaceChildren(...offers.map((offer, number) => {
      const item = make("li", undefined, offer.kind === "question" ? "question" : `look-${offer.look}`);
      item.id = `${list.id}-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = offer.name && offer.name !== offer.label ? `${offer.name} · ${offer.label}` : offer.label;
      item.append(make("span", name));
      if (offer.about) item.append(make("small", offer.about));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(offer.address); });
      return item;
    }));
    list.hidden = offers.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };
  const ask = async () => {
    const text = input.value.trim(), number = ++asked;
    offers = [];
    if (!text) { close(); return; }
    for (const of of ["names", "questions"]) {
      if (of === "questions" && text.length < 3) break;
      try {
        const answer = await fetch(`/suggest?${new URLSearchParams({ q: text, of })}`);
        if (number !== asked || !answer.ok) return;
        offers = [...offers, ...await answer.json()].slice(0, 10);
      } catch { return; }
      if (number === asked && document.activeElement === input) show();
    }
  };
  input.addEventListener("input", () => { window.clearTimeout(waiting); waiting = window.setTimeout(ask, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen + step + 1 + offers.length + 1) % (offers.length + 1)) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(offers[chosen].address);
    } else if (event.key === "Escape") {
      close();
    }
  });
}

async function copyAddress() {
  try {
    await navigator.clipboard.writeText(location.href);
    tell("The address was copied");
  } catch {
    tell(location.href);
  }
}

document.querySelectorAll("[data-completes]").forEach(completes);
document.querySelectorAll("[data-copies]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", copyAddress);
});
document.querySelectorAll("[data-submits]").forEach((area) => {
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
  });
});
// A slash leads to the search box, as in many places.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const box = document.querySelector("[data-completes]");
  if (event.key === "/" && !typing && box) { event.preventDefault(); box.focus(); box.select(); }
});
