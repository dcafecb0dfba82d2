// Elements of the page. All that comes from the cloud becomes text or an attribute, never markup.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// Only where it differs: what did not change is not read aloud again, and no selection is lost.
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

// Makes the children of a parent those of the items, each made once and then changed, so that focus stays where it is.
export function keep(parent, items, keyOf, make, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let child = old.get(key);
    old.delete(key);
    if (!child) {
      child = make(item);
      child.dataset.key = key;
    }
    if (child === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(child, place);
    }
    update(child, item);
  }
  old.forEach((child) => child.remove());
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function size(bytes) {
  let power = 0;
  let left = bytes;
  while (left >= 1024 && power < UNITS.length - 1) {
    left /= 1024;
    power++;
  }
  return `${Number(left.toFixed(1))} ${UNITS[power]}`;
}

// A mark with its word: the shape and the colour repeat what the word says.
export function stateMark(state) {
  return element('span', { class: 'state', 'data-state': state },
    element('span', { class: 'mark', 'aria-hidden': 'true' }), element('span', { class: 'word' }, state));
}

export function setState(mark, state) {
  setAttribute(mark, 'data-state', state);
  setText(mark.querySelector('.word'), state);
}

const LENGTHS = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];

// 2 h 24 min: the two largest units that are not nothing.
export function duration(seconds) {
  const words = [];
  let left = Math.round(seconds);
  for (const [length, unit] of LENGTHS) {
    if (left >= length && words.length < 2) {
      words.push(`${Math.floor(left / length)} ${unit}`);
    }
    left %= length;
  }
  return words.join(' ') || '0 s';
}
