/** What the API answers about records that could not be applied, as far as the page reads it. */

export interface Letter {
  readonly origin: string;
  readonly time: string;
  readonly tenant: string | null;
  readonly key: string | null;
  readonly error: string;
  readonly field: string | null;
  readonly message: string;
  readonly bytes: number;
  readonly preview: string;
  readonly replayed_at: string | null;
}

export interface Letters {
  readonly total: number;
  readonly counts: readonly { readonly error: string; readonly letters: number }[];
  readonly dead_letters: readonly Letter[];
  readonly next: string | null;
}

export interface OpenedLetter extends Letter {
  readonly event: Readonly<Record<string, unknown>> | null;
  readonly value_hex: string;
  readonly is_mended: boolean;
}

/** `wrong_key` as words. */
export const errorText = (error: string): string => {
  const words = error.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};
