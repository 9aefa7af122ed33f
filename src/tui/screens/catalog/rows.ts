import type { ListedCommand } from '../../../app/artifacts/catalog/read-catalog.ts';
import { catalogCommandOf } from '../../../domain/artifacts/catalog/judge-command.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { show } from '../../shell/move.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';
import { selectedItem } from '../rollout/rows.ts';

/** What was read of the catalog when the history had so many entries. */
export type CatalogRead = {
  at: number | undefined;
  commands: readonly ListedCommand[];
  /** The approved revision. */
  revision: number | undefined;
  /** Why nothing of it is run: nothing is approved. */
  refusal: string | undefined;
};

export const catalog = slice<CatalogRead>('catalog', {
  at: undefined,
  commands: [],
  revision: undefined,
  refusal: undefined,
});

/** What a command came to that was run here last, as the command line prints it. */
export const lastResult = slice<{ command: string; text: string } | undefined>('catalog result', undefined);

export const catalogSorting = sorting<ListedCommand>('catalog', {
  STATE: ({ runs }) => runs[0]?.verdict ?? '',
  COMMAND: ({ id }) => id,
  'LAST RUN': ({ runs }) => runs[0]?.at ?? '',
  REPOSITORY: ({ runs }) => runs[0]?.repository ?? '',
  PROVES: ({ proves }) => proves,
});

/** The approved commands that pass the filter. */
export const catalogRows = perState((state): readonly ListedCommand[] => {
  const filter = filterOf(state, 'catalog');
  const found = catalog
    .of(state)
    .commands.filter(({ id, title, proves, runs }) =>
      matches(`${id} ${title} ${proves} ${runs[0]?.verdict ?? 'never run'}`, filter),
    );
  return catalogSorting.apply(state, found);
});

/** The command under the cursor of the screen. */
export function selectedCommand(state: State): ListedCommand | undefined {
  return catalogRows(state)[cursorOf(state, 'catalog')];
}

/** The commands that the palette finds. */
export const commandTargets = rowTargets<ListedCommand>('catalog', 'catalog', {
  id: ({ id }) => id,
  label: ({ id }) => id,
  about: ({ title }) => title,
});

/** The Catalog screen with the cursor on a command. */
export function showCommand(state: State, id: string): State {
  const shown = { ...show(state, 'catalog'), filter: { ...state.filter, catalog: '' } };
  const place = catalogRows(shown).findIndex((one) => one.id === id);
  return place < 0 ? shown : { ...shown, cursor: { ...state.cursor, catalog: place } };
}

/** The command of the catalog that the selected item asks for. */
export function commandOfItem(state: State): string | undefined {
  const checks = selectedItem(state)?.item.requirements.filter(({ kind }) => kind === 'check') ?? [];
  return checks.map(({ key }) => catalogCommandOf(key)).find((id) => id !== undefined);
}
