import { amountText, reasonText } from '../message/format.ts';
import { headline, toldIn } from './told.ts';

export interface Mail {
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A message as mail, in text and in HTML. The same message has the same id, however often it is sent. */
export const mailOf = (id: string, body: string): Mail => {
  const told = toldIn(body);
  const { data } = told;
  const rows = data.contributors.map(({ customer, mrr, reason }) => [
    customer,
    amountText(mrr, data.currency),
    reason === null ? '' : reasonText(reason),
  ]);
  const cells = (row: readonly string[]): string => row.map((cell) => `<td>${escaped(cell)}</td>`).join('');
  const table =
    rows.length === 0
      ? ''
      : `<table cellpadding="6"><tr><th align="left">Customer</th><th align="left">MRR</th><th align="left">Reason</th></tr>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</table>`;
  const note = data.note ?? '';
  const paragraph = (html: string): string => (html === '' ? '' : `<p>${html}</p>`);
  const list = rows.map((row) => row.filter(Boolean).join('  ')).join('\n');
  return {
    messageId: `<${id}@tidemark>`,
    subject: headline(told),
    text: [data.text, list, note, data.url].filter(Boolean).join('\n\n'),
    html: [
      paragraph(escaped(data.text)),
      table,
      paragraph(escaped(note)),
      // A test leads nowhere.
      paragraph(data.url === '' ? '' : `<a href="${escaped(data.url)}">Open the page</a>`),
    ].join(''),
  };
};
