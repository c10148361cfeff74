/** A number by its text, so that money of any size stays exact in JSON. Node 24 has it; TypeScript's library does not know yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/** A JSON number, or null. In the types of answers it passes for a number. */
export const exact = (text: string | null): number | null =>
  text === null ? null : (rawJSON(text) as number);

const THOUSAND = 1000n;

/** Thousandths of a minor unit as minor units with at most three decimals. */
export const minorUnits = (thousandths: bigint): number => {
  const negative = thousandths < 0n;
  const magnitude = negative ? -thousandths : thousandths;
  const decimals = (magnitude % THOUSAND).toString().padStart(3, '0').replace(/0+$/, '');
  const text = `${negative ? '-' : ''}${magnitude / THOUSAND}${decimals === '' ? '' : `.${decimals}`}`;
  return rawJSON(text) as number;
};
