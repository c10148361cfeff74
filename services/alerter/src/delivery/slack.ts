import { amountText, reasonText } from '../message/format.ts';
import { headline, toldIn } from './told.ts';

/** Slack's three characters with a meaning of their own. */
const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const MOST_NAMES = 5;
/** Slack refuses a block with more characters. */
const LONGEST = 3_000;

/** A message as Slack's blocks; `text` is what notifications show. */
export const slackMessage = (body: string): object => {
  const told = toldIn(body);
  const { data } = told;
  const names = data.contributors
    .slice(0, MOST_NAMES)
    .map(
      ({ customer, mrr, reason }) =>
        `• *${plain(customer)}* ${plain(amountText(mrr, data.currency))}${reason === null ? '' : `, ${plain(reasonText(reason))}`}`,
    );
  const section = (text: string) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: text.slice(0, LONGEST) },
  });
  return {
    text: `${headline(told)}. ${data.text}`,
    blocks: [
      section(`*${plain(headline(told))}*\n${plain(data.text)}`),
      ...(names.length === 0 ? [] : [section(names.join('\n'))]),
      ...(data.note === null ? [] : [section(`_${plain(data.note)}_`)]),
      // A test leads nowhere.
      ...(data.url === '' ? [] : [section(`<${data.url}|Open the page>`)]),
    ],
  };
};
