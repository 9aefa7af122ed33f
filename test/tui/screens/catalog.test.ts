import { describe, expect, it } from 'vitest';
import type { ListedCommand } from '../../../src/app/artifacts/catalog/read-catalog.ts';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import { artifacts } from '../../../src/tui/screens/artifacts/rows.ts';
import { type CatalogRead, catalog, lastResult } from '../../../src/tui/screens/catalog/rows.ts';
import { otherRun } from '../../../src/tui/shell/guards.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { teamWithKinds } from '../../support/artifacts.ts';
import { hostile, recordOf, statusOf } from '../../support/recorded-builders.ts';
import { testRepository } from '../../support/repository.ts';
import { runbookOf } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';
import { frameOf, on, paneOf, press, pressed, refusalOf, runCockpit, wholeFrame } from '../support.tsx';

const me: State['me'] = { email: 'bob@example.com', roles: ['team lead'], hasKey: false };

const ran = (more: Partial<ListedCommand['runs'][number]> = {}): ListedCommand['runs'][number] => ({
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

const command = (id: string, more: Partial<ListedCommand> = {}): ListedCommand => ({
  id,
  title: `Title of ${id}`,
  proves: `proof of ${id}`,
  argv: ['npm', id],
  timeoutMs: 600_000,
  environment: [],
  runs: [],
  ...more,
});

const shown = (
  commands: readonly ListedCommand[],
  more: Partial<CatalogRead> = {},
  state: Partial<State> = {},
): State => {
  const base = on('catalog', { me, ...state });
  return catalog.set(base, { at: base.status?.entries, commands, revision: 1, refusal: undefined, ...more });
};

describe('the Catalog screen', () => {
  it('shows what each approved command proves, and what it came to last', () => {
    const frame = frameOf(shown([command('tests', { runs: [ran()] }), command('lint')]));
    expect(frame).toContain('Revision 1 of the verification catalog is approved.');
    const [, first, second] = paneOf(frame);
    expect(first).toMatch(/▸ ✘ fail +tests +2026-11-20 +shop +proof of tests/);
    expect(second).toMatch(/never run +lint +proof of lint/);
    expect(frame).toMatch(/runs +npm tests/);
    expect(frame).toContain('2026-11-20 12:00 by bob@example.com, entry 12, revision 1');
  });

  it('says why nothing can be run, and that it is reading', () => {
    const refused = shown([], {
      refusal: 'no revision of verification-catalog is approved',
      revision: undefined,
    });
    expect(frameOf(refused)).toContain(
      'Nothing can be run: no revision of verification-catalog is approved. enter opens it',
    );
    const shelf = [{ id: 'verification-catalog', declaration: { title: 'T' }, revisions: [] }];
    expect(press(artifacts.set(refused, shelf as never), 'enter').screen).toBe('artifacts');
    expect(refusalOf(refused, 'x')).toBe('no revision of verification-catalog is approved');
    expect(frameOf(on('catalog', { status: undefined }))).toContain('reading the history…');
    expect(frameOf(shown([], {}, { status: statusOf({ rollout: undefined }) }))).toContain('No rollout yet.');
    expect(frameOf(shown([command('tests')], {}, { filter: { catalog: 'none' } }))).toContain(
      'no command passes',
    );
  });

  it('runs one thing at a time, and stops it', () => {
    const state = shown([command('tests')]);
    expect(refusalOf(state, 's')).toBe('no command is running');
    expect(refusalOf(state, 'd')).toBe('no command was run here');
    const running = otherRun.set(state, { what: 'tests', since: 0, stopping: false });
    expect(frameOf(running)).toMatch(/running tests…/);
    expect(refusalOf(running, 'x')).toBe('tests is in progress');
    expect(refusalOf({ ...running, screen: 'checks' }, 'r')).toBe('tests is in progress');
    expect(press(running, 'q').overlay).toMatchObject({
      question: 'A run is in progress. Stop it and quit?',
    });
    expect(pressed(running, ['s'])[1]).toMatchObject({ name: 'stop-command' });
    const stopping = otherRun.set(state, { what: 'tests', since: 0, stopping: true });
    expect(refusalOf(stopping, 's')).toBe('the command is stopping');
  });

  it('opens what was printed', () => {
    const state = lastResult.set(shown([command('tests')]), { command: 'tests', text: 'two tests failed' });
    expect(paneOf(frameOf(press(state, 'd')))).toContain('two tests failed');
  });

  it('is for people with a role, and not in a session that only looks', () => {
    expect(refusalOf(shown([command('tests')], {}, { readOnly: true }), 'x')).toBe(
      'this session is read-only',
    );
    const stranger = { email: 'eve@example.com', roles: [], hasKey: false };
    expect(refusalOf(shown([command('tests')], {}, { me: stranger }), 'x')).toContain('needs the role');
  });

  it('is reached from the item that asks for a command', () => {
    const book = runbookOf(
      itemText('pilot.tests', { evidence: '[{check: catalog.tests}]', owner: 'team lead' }),
    );
    const { phases } = deriveRollout(recordOf(), [book], new Date('2026-11-20T13:00:00.000Z'));
    const rollout = {
      ...shown([command('lint'), command('tests')]),
      status: statusOf({ phases }),
      screen: 'rollout',
    };
    const asked = press(rollout, 'c');
    expect(asked).toMatchObject({ screen: 'catalog', cursor: { catalog: 1 } });
    expect(asked.overlay).toMatchObject({ command: 'run-command', about: 'tests', fields: [{ value: '.' }] });
    expect(refusalOf(rollout, 'x')).toBe('no check is selected');
  });

  it('obeys no control sequence of a catalog, in a narrow terminal', () => {
    const state = shown([
      command('tests', { title: hostile, proves: hostile, runs: [ran({ summary: hostile })] }),
    ]);
    const frame = wholeFrame(state, { width: 60, height: 16 });
    expect(frame).toContain('tests');
    for (const sequence of ['\u001b[2J', '\u202e', '\u0007']) expect(frame).not.toContain(sequence);
  });
});

describe('on a real history', () => {
  it('a command is run in a repository, its result is seen and recorded; one that is stopped is not', async () => {
    const { approved, world, store } = await teamWithKinds();
    const listed = [
      ['tests', 'echo two tests failed; exit 1'],
      ['slow', 'sleep 600'],
    ].map(
      ([id, script]) => `  - {id: ${id}, title: T, proves: P, command: ["/bin/sh", "-c", "${script}"]}\n`,
    );
    await approved('verification-catalog', `version: 1\ncommands:\n${listed.join('')}`);
    const repository = testRepository({ 'a.txt': 'a\n' });
    const { keys, see } = runCockpit({ ...world, now: () => new Date() });
    await see('Gate ');
    keys('shift-tab');
    await see(/never run +tests/);
    keys('x', ...'/nowhere', 'enter');
    await see('there is no such folder');
    keys('ctrl-u', ...repository.root, 'enter');
    await see('runs here: /bin/sh -c echo two tests failed; exit 1, for 10 m');
    keys('enter');
    await see('tests: fail: exit 1');
    await see(/│ two tests failed/);
    keys('esc');
    await see(/✘ fail +tests/);
    expect(await store.catalogRuns()).toMatchObject([
      { command: 'tests', verdict: 'fail', by: 'ada@example.com' },
    ]);
    keys('j', 'x', 'ctrl-u', ...repository.root, 'enter');
    await see('Run slow in /');
    keys('enter');
    await see('running slow');
    keys('s');
    await see('slow was stopped; nothing is recorded');
    expect(await store.catalogRuns()).toHaveLength(1);
  });
});
