import type { ListedCommand } from '../../../../src/app/artifacts/catalog/read-catalog.ts';
import { type CatalogRead, catalog } from '../../../../src/tui/screens/catalog/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { on } from '../../support.tsx';

const me: State['me'] = { email: 'bob@example.com', roles: ['team lead'], hasKey: false };

/** A run of the tests by Bob, which failed, but for what is given. */
export const ran = (more: Partial<ListedCommand['runs'][number]> = {}): ListedCommand['runs'][number] => ({
  v: 1,
  artifact: 'verification-catalog',
  revision: 1,
  sha256: 'ab',
  command: 'tests',
  argv: ['npm', 'test'],
  repository: 'shop',
  commit: 'abc123',
  changed: false,
  verdict: 'fail',
  summary: 'exit 1',
  duration_ms: 5,
  cli_version: null,
  output: { label: 'npm test', sha256: 'ab', size: 1 },
  seq: 12,
  at: '2026-11-20T12:00:00.000Z',
  by: 'bob@example.com',
  ...more,
});

/** An approved command that was never run, but for what is given. */
export const command = (id: string, more: Partial<ListedCommand> = {}): ListedCommand => ({
  id,
  title: `Title of ${id}`,
  proves: `proof of ${id}`,
  argv: ['npm', id],
  timeoutMs: 600_000,
  environment: [],
  runs: [],
  ...more,
});

/** The screen as Bob, a team lead, sees it. */
export const shown = (
  commands: readonly ListedCommand[],
  more: Partial<CatalogRead> = {},
  state: Partial<State> = {},
): State => {
  const base = on('catalog', { me, ...state });
  return catalog.set(base, { at: base.status?.entries, commands, revision: 1, refusal: undefined, ...more });
};
