export interface TipRow {
  readonly name: string;
  readonly value: string;
  /** The class that colours its key. */
  readonly key?: string;
  readonly isStrong?: boolean;
}

export interface Tip {
  readonly title: string;
  readonly rows: readonly TipRow[];
  readonly note?: string;
}

const element = (name: string, className: string, ...children: (Node | string)[]): HTMLElement => {
  const node = document.createElement(name);
  node.className = className;
  node.append(...children);
  return node;
};

/** What stands beside the pointer. Built of nodes: a name from outside is text, never markup. */
export const tipElement = ({ title, rows, note }: Tip): HTMLElement =>
  element(
    'div',
    'tip',
    element('p', 'tip-title', title),
    ...rows.map(({ name, value, key, isStrong = false }) =>
      element(
        'p',
        isStrong ? 'tip-row strong' : 'tip-row',
        ...(key === undefined ? [] : [element('i', `key ${key}`)]),
        element('span', 'tip-name', name),
        element('span', 'digits', value),
      ),
    ),
    ...(note === undefined ? [] : [element('p', 'tip-note', note)]),
  );
