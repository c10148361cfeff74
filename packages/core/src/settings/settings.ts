/** A tenant's settings (contract §2). Versions count from 1; version 0 means "nothing stored: all defaults". */
export interface Settings {
  /** IANA name; days, weeks and months of this tenant are days, weeks and months there. */
  readonly time_zone: string;
  /** ISO 4217; null until the tenant's first accepted event with money fixes it. */
  readonly currency: string | null;
  readonly gross_margin: number;
  readonly active_days_after_purchase: number | null;
  /** A duration such as `0s`, `72h`: an expiry takes effect that long after `expires_at`. */
  readonly renewal_grace: string;
  readonly loyal_purchases: number;
  /** Minor units. */
  readonly high_value_threshold: number | null;
}

export const DEFAULT_SETTINGS: Settings = {
  time_zone: 'UTC',
  currency: null,
  gross_margin: 1,
  active_days_after_purchase: null,
  renewal_grace: '0s',
  loyal_purchases: 3,
  high_value_threshold: null,
};

/** The settings that definitions of terms read: a change of one of them changes what past events count for. */
export const HISTORY_SETTINGS = [
  'time_zone',
  'active_days_after_purchase',
  'renewal_grace',
  'loyal_purchases',
  'high_value_threshold',
] as const satisfies readonly (keyof Settings)[];

export const changesHistory = (before: Settings, after: Settings): boolean =>
  HISTORY_SETTINGS.some((name) => before[name] !== after[name]);

export interface StoredSettings {
  readonly tenant: string;
  readonly version: number;
  /**
   * The version at which history last changed; 0 where it never did. Term sums are kept by it and not by `version`: the
   * first event with money fixes the currency and so makes a new version, and sums must go on where they are.
   */
  readonly history_version: number;
  /**
   * The version at which the ledger last changed, as `renewal_grace` did, and when (epoch milliseconds); 0 where it never did. Movements
   * are kept, so each partition has to write again those that another grace made.
   */
  readonly ledger_version: number;
  readonly ledger_changed_at: number;
  readonly settings: Settings;
}

/** Whether movements that are written already would be others. */
export const changesLedger = (before: Settings, after: Settings): boolean =>
  before.renewal_grace !== after.renewal_grace;

/** What is in force of a tenant of whom no settings are stored. */
export const defaultSettingsOf = (tenant: string): StoredSettings => ({
  tenant,
  version: 0,
  history_version: 0,
  ledger_version: 0,
  ledger_changed_at: 0,
  settings: DEFAULT_SETTINGS,
});

/** The next version, made at the moment `now`. */
export const nextSettings = (before: StoredSettings, settings: Settings, now: number): StoredSettings => {
  const version = before.version + 1;
  const isLedger = changesLedger(before.settings, settings);
  return {
    tenant: before.tenant,
    version,
    history_version: changesHistory(before.settings, settings) ? version : before.history_version,
    ledger_version: isLedger ? version : before.ledger_version,
    ledger_changed_at: isLedger ? now : before.ledger_changed_at,
    settings,
  };
};
