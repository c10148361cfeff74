import { useTenant } from '../../answers/tenant.ts';
import { useText } from '../../url/address.ts';
import { dateText, shiftMonth } from '../../words/times.ts';

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
export const MONTHS = 12;

export interface Period {
  /** First day, and the day after the last. */
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

export const monthName = (month: string): string =>
  dateText(`${month.slice(0, 7)}-01`, { month: 'long', year: 'numeric' });

/** The month that the address names, or the past year. */
export const usePickedMonth = () => {
  const { today } = useTenant();
  const [text, setMonth] = useText('month');
  const month = text !== null && MONTH.test(text) ? text : null;
  const period: Period =
    month === null
      ? { from: shiftMonth(today, 1 - MONTHS), to: shiftMonth(today, 1), name: 'the past 12 months' }
      : { from: `${month}-01`, to: shiftMonth(`${month}-01`, 1), name: monthName(month) };
  return { month, period, setMonth };
};
