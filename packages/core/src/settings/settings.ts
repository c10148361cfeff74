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
  readonly settings: Settings;
}
