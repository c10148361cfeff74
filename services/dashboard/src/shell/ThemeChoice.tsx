import { useState } from 'react';
import { applyTheme, storedTheme, THEMES, type Theme } from './theme.ts';

const LABELS: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export const ThemeChoice = () => {
  const [theme, setTheme] = useState(storedTheme);
  const choose = (value: string) => {
    const next = THEMES.find((known) => known === value) ?? 'system';
    setTheme(next);
    applyTheme(next);
  };
  return (
    <select aria-label="Colours" value={theme} onChange={({ target }) => choose(target.value)}>
      {THEMES.map((known) => (
        <option key={known} value={known}>
          {LABELS[known]}
        </option>
      ))}
    </select>
  );
};
