import { element } from './dom.js';

const typeOf = (schema) => {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}s`;
  return [schema.type ?? 'any', ...(schema.format === undefined ? [] : [`(${schema.format})`])].join(' ');
};

/** The object somewhere inside lists and alternatives, whose fields are worth an outline of their own. */
const objectIn = (schema) => {
  if (schema.properties !== undefined) return schema;
  const inner = schema.anyOf ?? (schema.items === undefined ? [] : [schema.items]);
  return inner.map(objectIn).find((found) => found !== undefined);
};

const line = (name, schema, optional) => [
  element('code', { class: 'field' }, name),
  element('span', { class: 'quiet small' }, optional ? `${typeOf(schema)}, optional` : typeOf(schema)),
  ...(schema.enum === undefined
    ? []
    : [element('span', { class: 'quiet small' }, schema.enum.map((value) => String(value)).join(' · '))]),
  ...(schema.description === undefined ? [] : [element('span', { class: 'small' }, schema.description)]),
];

/** The fields of a schema; objects inside open and close. */
export const outline = (schema) => {
  const object = objectIn(schema);
  if (object === undefined) return element('p', { class: 'outline' }, ...line('', schema, false));
  const required = new Set(object.required ?? []);
  return element(
    'ul',
    { class: 'outline' },
    ...Object.entries(object.properties).map(([name, field]) => {
      const words = line(name, field, !required.has(name));
      if (objectIn(field) === undefined) return element('li', {}, ...words);
      return element('li', {}, element('details', {}, element('summary', {}, ...words), outline(field)));
    }),
  );
};
