import type { Calendar, Definitions, Settings, StoredSettings } from '@tidemark/core';

/** A tenant as an evaluation sees it. */
export interface View {
  readonly tenant: string;
  readonly stored: StoredSettings;
  readonly settings: Settings;
  readonly calendar: Calendar;
  readonly definitions: Definitions;
  readonly now: number;
  readonly today: number;
}
