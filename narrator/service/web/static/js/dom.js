// Elements, and short messages.

export const $ = (selector, root = document) => root.querySelector(selector);

/** Make an element: properties by name, `on…` listeners, `data` and `aria-…` attributes. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name in made && !name.includes("-")) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Draw a shape on a field of 24 by 24, filled or as lines. */
export function icon(path, { solid = true } = {}) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(svg.namespaceURI, "path");
  shape.setAttribute("d", path);
  if (solid) shape.setAttribute("class", "solid");
  svg.append(shape);
  return svg;
}

/** Show a short message, with an action if there is one. */
export function toast(text, { action, act, seconds = 6 } = {}) {
  const box = el("div", { className: "toast" }, el("span", {}, text));
  const timer = setTimeout(() => box.remove(), seconds * 1000);
  if (action) {
    const go = () => { clearTimeout(timer); box.remove(); act(); };
    box.append(el("button", { type: "button", className: "plain", onclick: go }, action));
  }
  document.getElementById("toasts").append(box);
  return box;
}
