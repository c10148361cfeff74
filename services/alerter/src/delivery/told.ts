/** The parts of a webhook's body that the texts of other channels are made of. */
export interface Told {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly alert: string;
    readonly tenant: string;
    readonly text: string;
    readonly note: string | null;
    readonly url: string;
    readonly currency: string | null;
    readonly contributors: readonly {
      readonly customer: string;
      readonly mrr: number;
      readonly reason: string | null;
    }[];
  };
}

export const toldIn = (body: string): Told => JSON.parse(body) as Told;

const WORDS: Readonly<Record<string, string>> = {
  'alert.firing': 'Firing',
  'alert.resolved': 'Resolved',
  'alert.withdrawn': 'Withdrawn',
  'alert.late': 'Known late',
  'alert.test': 'Test',
};

export const headline = ({ type, data }: Told): string => `${WORDS[type] ?? type}: ${data.alert}`;
