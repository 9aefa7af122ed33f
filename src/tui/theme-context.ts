import { createContext, useContext } from 'react';
import { chooseTheme, type Theme } from './theme.ts';

export const ThemeContext = createContext<Theme>(chooseTheme({}));

/** The theme of the running cockpit. */
export function useTheme(): Theme {
  return useContext(ThemeContext);
}
