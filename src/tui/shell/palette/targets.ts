import { openDetail, show } from '../move.ts';
import type { Registry, Target } from '../screen.ts';
import type { State } from '../state.ts';

/** Shows a row of a screen and opens its detail; what leaves it out, such as a filter, is cleared. */
export function goToRow(registry: Registry, state: State, screen: string, row: string): State {
  const shown = show(state, screen);
  const spec = registry.screens.find(({ id }) => id === screen);
  const unfiltered = { ...shown, filter: { ...shown.filter, [screen]: '' } };
  for (const found of [shown, unfiltered, spec?.unfold?.(unfiltered) ?? unfiltered]) {
    const place = spec?.rowIds(found).indexOf(row) ?? -1;
    if (place >= 0) return openDetail(registry, { ...found, cursor: { ...found.cursor, [screen]: place } });
  }
  return shown;
}

/** Makes the rows of a screen what the palette finds; once for each list of rows. */
export function rowTargets<Row>(
  screen: string,
  kind: string,
  of: { id: (row: Row) => string; label: (row: Row) => string; about?: (row: Row) => string },
): (rows: readonly Row[]) => readonly Target[] {
  const made = new WeakMap<readonly Row[], readonly Target[]>();
  return (rows) => {
    const targets =
      made.get(rows) ??
      rows.map((row) => ({
        kind,
        label: of.label(row),
        ...(of.about ? { about: of.about(row) } : {}),
        open: (state: State, registry: Registry) => [goToRow(registry, state, screen, of.id(row))] as const,
      }));
    made.set(rows, targets);
    return targets;
  };
}
