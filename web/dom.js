// Builds and updates elements. Text only ever becomes a text node: nothing of an answer is parsed as HTML.

const SVG = 'http://www.w3.org/2000/svg';

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}

// el('a', {class: 'plain', href: '/', onclick: f}, 'text', node, …). Absent (null, false) attributes and
// children are left out.
export const el = (tag, attributes = {}, ...children) => build(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  build(document.createElementNS(SVG, tag), attributes, children);

// The setters touch the document only when something changes: an unchanged row costs nothing.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  if (value == null || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

export const show = (node, visible) => setAttribute(node, 'hidden', visible ? null : '');

// Replaces the children of `node` when `key` differs from that of the last call.
export function fill(node, key, ...children) {
  if (node.dataset.filled === key) return;
  node.dataset.filled = key;
  node.replaceChildren(...children.flat(Infinity).filter((child) => child != null && child !== false));
}

// Children of `parent` for `items`, reused by key, behind all others. `make(item)` returns {node, update(item)}.
// While `held()`, existing children stay where they are, so that nothing moves under the pointer. Returns a
// function of the items, which returns the parts in order.
export function keyedChildren(parent, {key, make, held = () => false}) {
  const parts = new Map();
  return (items) => {
    const kept = new Set(items.map(key));
    for (const [name, part] of parts) {
      if (kept.has(name)) continue;
      part.node.remove();
      parts.delete(name);
    }
    const fresh = new Set();
    const ordered = items.map((item) => {
      const name = key(item);
      if (!parts.has(name)) {
        parts.set(name, make(item));
        fresh.add(name);
      }
      const part = parts.get(name);
      part.update(item);
      return part;
    });
    if (held()) {
      for (const name of fresh) parent.append(parts.get(name).node);
      return ordered;
    }
    const focus = document.activeElement;
    let next = null;
    for (const {node} of [...ordered].reverse()) {
      if (node.parentNode !== parent || node.nextSibling !== next) parent.insertBefore(node, next);
      next = node;
    }
    // An element that moves loses the focus.
    if (focus !== document.activeElement && parent.contains(focus)) focus.focus({preventScroll: true});
    return ordered;
  };
}

// The value of a colour token, for canvases.
export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
