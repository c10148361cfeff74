import { type BridgeRow, MOVEMENTS } from '../../answers/shapes.ts';

/** In minor units, as the API has them. */
export const bridgeCsv = (rows: readonly BridgeRow[]): string =>
  [
    [
      'start',
      'end',
      'complete',
      'opening',
      ...MOVEMENTS,
      'closing',
      'customers_opening',
      'customers_closing',
    ],
    ...rows.map((row) => [
      row.start,
      row.end,
      row.complete,
      row.opening,
      ...MOVEMENTS.map((type) => row[type]),
      row.closing,
      row.customers.opening,
      row.customers.closing,
    ]),
  ]
    .map((line) => line.join(','))
    .join('\n');
