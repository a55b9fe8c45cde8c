/** `system` follows the system's setting; the others are the operator's wish, kept in this browser. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'bartleby-dashboard-theme';

export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

/** Shows a theme and remembers it, where the browser lets us. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser without storage shows it until the next load.
  }
}
