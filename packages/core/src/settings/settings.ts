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

export interface StoredSettings {
  readonly tenant: string;
  readonly version: number;
  readonly settings: Settings;
}
