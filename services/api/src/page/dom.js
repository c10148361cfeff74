const SVG = 'http://www.w3.org/2000/svg';

const fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children);
  return node;
};

/** An element. Attributes that are functions listen to the event of that name; children that are strings are text, never markup. */
export const element = (name, attributes = {}, ...children) =>
  fill(document.createElement(name), attributes, children);

/** The same for SVG. */
export const drawing = (name, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, name), attributes, children);

/** Sets a text only where it differs, so that a selection made by the reader survives polling. Answers whether it did. */
export const setText = (node, text) => {
  if (node.textContent === text) return false;
  node.textContent = text;
  return true;
};
