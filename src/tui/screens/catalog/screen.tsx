import type { ReactNode } from 'react';
import { type ListedCommand, listCatalog } from '../../../app/artifacts/catalog/read-catalog.ts';
import { CATALOG_ARTIFACT } from '../../../domain/artifacts/catalog/judge-command.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { describeCommand } from '../../../report/artifacts/catalog.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { Quiet } from '../../components/quiet.tsx';
import { Working } from '../../components/working.tsx';
import { otherRun } from '../../shell/guards.ts';
import { openDetail } from '../../shell/move.ts';
import { filterOf, type State, type Step } from '../../shell/state.ts';
import { showArtifact } from '../artifacts/rows.ts';
import { linkToArtifact, linkToEntry } from '../links.ts';
import {
  type CatalogRead,
  catalog,
  catalogRows,
  catalogSorting,
  commandTargets,
  lastResult,
  selectedCommand,
} from './rows.ts';
import { catalogKeys } from './run.ts';

/** The approved commands that prove a change, and what each came to. */
export const catalogScreen = listScreen<ListedCommand>({
  id: 'catalog',
  title: 'Catalog',
  short: 'Cat',
  description: 'the approved commands that prove a change',
  keys: catalogKeys,
  rows: catalogRows,
  sorting: catalogSorting,
  targets: (state) => commandTargets(catalog.of(state).commands),
  rowId: ({ id }) => id,
  isSmall: true,
  columns: [
    {
      title: 'STATE',
      priority: 9,
      cell: ({ runs: [newest] }, { theme }) => (newest ? theme.verdict(newest.verdict).text : '  never run'),
    },
    { title: 'COMMAND', priority: 10, cell: ({ id }) => id },
    { title: 'LAST RUN', priority: 6, cell: ({ runs: [newest] }) => newest?.at.slice(0, 10) ?? '' },
    {
      title: 'REPOSITORY',
      priority: 5,
      least: 12,
      cell: ({ runs: [newest] }) => cleanLine(newest?.repository ?? ''),
    },
    { title: 'PROVES', priority: 7, least: 16, cell: ({ proves }) => cleanLine(proves) },
  ],
  colour: ({ runs: [newest] }, theme) => (newest ? theme.verdict(newest.verdict).colour : {}),
  empty: emptiness,
  open: (state, cockpit) => [
    catalog.of(state).refusal === undefined
      ? openDetail(cockpit, state)
      : showArtifact(state, CATALOG_ARTIFACT),
  ],
  preview: (_, command) => describeCommand(command),
  detail: (state, command) =>
    state.detail?.of === 'result' ? lastResult.of(state)?.text : command && describeCommand(command),
  links: (state) => [
    linkToArtifact(CATALOG_ARTIFACT),
    ...(selectedCommand(state)?.runs ?? []).map(({ seq, repository, verdict }) =>
      linkToEntry(seq, `${verdict} in ${repository}`),
    ),
  ],
  above: { count: 1, view: Head },
  load: loadCatalog,
});

/** What is running, else which revision is approved. */
function Head({ state }: { state: State }): ReactNode {
  const other = otherRun.of(state);
  if (other)
    return (
      <Working
        work={{
          what: other.stopping ? `stopping ${other.what}` : `running ${other.what}`,
          since: other.since,
        }}
      />
    );
  const { revision } = catalog.of(state);
  return (
    <Quiet wrap="truncate">
      {revision === undefined ? ' ' : `Revision ${revision} of the verification catalog is approved.`}
    </Quiet>
  );
}

function emptiness(state: State): string {
  if (!state.status) return 'reading the history…';
  if (!state.status.rollout) return 'No rollout yet. Press 1, then n to start one.';
  if (filterOf(state, 'catalog') !== '') return 'no command passes the filter';
  const { refusal } = catalog.of(state);
  return refusal === undefined ? 'reading…' : `${refusal}. enter opens it on the Artifacts screen.`;
}

/** Reads the catalog when the screen is shown, or an item may ask for it, and something was recorded since. */
function loadCatalog(state: State): Step {
  const at = state.status?.entries;
  const now = catalog.of(state);
  if (at === undefined || now.at === at) return [state];
  return [
    catalog.set(state, { ...now, at }),
    {
      name: 'read-catalog',
      input: at,
      carryOut: (doing) =>
        doing.reading(async (store) => {
          const read = await listCatalog(doing.world(), store).then(
            ({ commands, revision }): CatalogRead => ({
              at,
              commands,
              revision: revision.revision,
              refusal: undefined,
            }),
            (cause: unknown): CatalogRead => {
              if (!(cause instanceof CockpitError)) throw cause;
              return { at, commands: [], revision: undefined, refusal: cause.message };
            },
          );
          doing.change((later) => (catalog.of(later).at === at ? catalog.set(later, read) : later));
        }),
    },
  ];
}
