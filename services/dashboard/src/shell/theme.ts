const KEY = 'tidemark.theme';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const storedTheme = (): Theme =>
  THEMES.find((theme) => theme === window.localStorage.getItem(KEY)) ?? 'system';

const CHANGED = 'tidemark:theme';

export const applyTheme = (theme: Theme): void => {
  window.localStorage.setItem(KEY, theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  window.dispatchEvent(new Event(CHANGED));
};

/** Is told when the colours change, by the reader's choice or by the system's. */
export const followTheme = (listener: () => void): (() => void) => {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    system.removeEventListener('change', listener);
    window.removeEventListener(CHANGED, listener);
  };
};
