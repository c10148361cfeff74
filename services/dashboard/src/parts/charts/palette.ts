import { useSyncExternalStore } from 'react';
import { followTheme } from '../../shell/theme.ts';

const NAMES = [
  'ink',
  'quiet',
  'line',
  'card',
  'accent',
  'accent-2',
  'accent-3',
  'accent-wash',
  'loss',
  'loss-2',
] as const;

export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

let probe: HTMLElement | undefined;
/** A canvas knows no variables: what they are in the theme that is shown now. */
const readPalette = (): Palette => {
  if (probe === undefined) {
    probe = document.createElement('i');
    probe.hidden = true;
    document.body.append(probe);
  }
  const place = probe;
  return Object.fromEntries(
    NAMES.map((name) => {
      place.style.color = `var(--${name})`;
      return [name, window.getComputedStyle(place).color];
    }),
  ) as Palette;
};

let palette: Palette | undefined;
followTheme(() => {
  palette = undefined;
});

export const usePalette = (): Palette =>
  useSyncExternalStore(followTheme, () => {
    palette ??= readPalette();
    return palette;
  });
