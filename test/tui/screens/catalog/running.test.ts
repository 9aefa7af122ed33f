import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deriveRollout } from '../../../../src/domain/rollout/derive-rollout.ts';
import { lastResult } from '../../../../src/tui/screens/catalog/rows.ts';
import { otherRun } from '../../../../src/tui/shell/guards.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../../support/recorded-builders.ts';
import { runbookOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { testWorld } from '../../../support/world.ts';
import { askedIn, carriedOut, confirmed, formIn, refusedIn, valuesIn } from '../../asking.ts';
import { frameOf, paneOf, press, pressed, refusalOf, wholeFrame } from '../../support.tsx';
import { command, shown } from './support.ts';

const screen = shown([command('tests'), command('lint')]);

describe('x', () => {
  /** Submits a folder in the form, on a machine with one folder in no repository; nothing is approved any more. */
  const submitted = (folder: string) => {
    const world = testWorld();
    mkdirSync(join(world.cwd, 'plain'));
    const reading = (work: (store: undefined) => Promise<unknown>) => work(undefined);
    const step = pressed(screen, ['x', 'ctrl-u', ...folder, 'enter']);
    return carriedOut(step, { world: () => world, reading: reading as never });
  };

  it('asks for the folder of a repository, this one by default', () => {
    const form = press(screen, 'j', 'x');
    expect([formIn(form).title, valuesIn(form)]).toEqual(['Run lint in a repository', { Folder: '.' }]);
  });

  it.each([
    ['', 'Folder: name a folder of the repository'],
    ['gone', 'Folder: gone: there is no such folder'],
    ['~/gone', /^Folder: \/.*\/gone: there is no such folder/],
    ['plain', 'Folder: plain: this is not in a git repository. Name the folder of a repository.'],
  ])('refuses the folder %j at its field', async (folder, refusal) => {
    const state = await submitted(folder);
    expect(refusedIn(state)).toMatch(refusal);
    expect(valuesIn(state)).toEqual({ Folder: folder });
  });

  it('refuses what is no longer approved, and advises no command', async () => {
    // This project is a repository.
    const state = await submitted(resolve('.'));
    expect(refusedIn(state)).toMatch(/nothing of it is run$/);
    expect(refusedIn(state)).toContain(
      'no revision of verification-catalog is approved: nothing of it is run',
    );
  });
});

describe('while a command runs', () => {
  const running = otherRun.set(screen, { what: 'tests', since: 0, stopping: false });

  it('that is shown, nothing else is started, and leaving asks first', () => {
    expect(frameOf(running)).toMatch(/running tests…/);
    for (const [on, key] of [
      ['catalog', 'x'],
      ['checks', 'r'],
      ['checks', 'x'],
    ] as const)
      expect(refusalOf({ ...running, screen: on }, key)).toBe('tests is in progress');
    const asked = press(running, 'q');
    expect(askedIn(asked)).toEqual([
      'A run is in progress. Stop it and quit?',
      'Nothing is recorded in the history.',
    ]);
    expect(confirmed(asked)).toMatchObject({ name: 'leave', input: 0 });
    expect(press(asked, 'n')).toEqual(running);
  });

  it('s stops it, once', () => {
    const [state, effect] = pressed(running, ['s']);
    expect([state.overlay, effect?.name]).toEqual([undefined, 'stop-command']);
    const stopping = otherRun.set(screen, { what: 'tests', since: 0, stopping: true });
    expect(frameOf(stopping)).toContain('stopping tests…');
    expect(refusalOf(stopping, 's')).toBe('the command is stopping');
    expect(refusalOf(screen, 's')).toBe('no command is running');
  });

  it('a run of the suite keeps a command from being started', () => {
    expect(refusalOf({ ...screen, run: { ...screen.run, going: true } }, 'x')).toBe('a run is in progress');
  });

  it('s tells the work to stop, and the screen says so until it has', async () => {
    let stopped = 0;
    const state = await carriedOut(pressed(running, ['s']), { stop: () => (stopped += 1) });
    expect(stopped).toBe(1);
    expect(otherRun.of(state)).toMatchObject({ what: 'tests', stopping: true });
    // It may have ended in the same moment.
    const [, ...effects] = pressed(running, ['s']);
    expect(otherRun.of(await carriedOut([screen, ...effects], { stop: () => undefined }))).toBeUndefined();
  });
});

describe('d', () => {
  const printed = lastResult.set(screen, { command: 'tests', text: 'two tests failed\n\u001b[2J' });

  it('opens what was printed, whatever row is selected', () => {
    const open = press(printed, 'j', 'd');
    expect(paneOf(frameOf(open))).toContain('two tests failed');
    expect(wholeFrame(open)).toContain('│ Catalog › result');
    expect(frameOf(open)).not.toContain('\u001b[2J');
    expect(refusalOf(open, ']')).toBe('what is open is not a row of the list');
    expect(pressed(open, ['y'])[1]?.input).toContain('two tests failed');
    expect(press(open, 'esc').detail).toBeUndefined();
  });

  it('has nothing to open before a command was run here', () => {
    expect(refusalOf(screen, 'd')).toBe('no command was run here');
  });
});

describe('c, on the item that asks for a command', () => {
  const book = runbookOf(
    itemText('pilot.tests', { evidence: '[{check: catalog.tests}]', owner: 'team lead' }) +
      itemText('pilot.cases'),
  );
  const { phases } = deriveRollout(recordOf(), [book], new Date('2026-11-20T13:00:00.000Z'));
  const rollout: State = {
    ...shown([command('lint'), command('tests')], {}, { filter: { catalog: 'lint' } }),
    status: statusOf({ phases }),
    screen: 'rollout',
  };

  it('shows the command in the catalog and asks for the folder; esc stays there', () => {
    const asked = press(rollout, 'c');
    expect(asked).toMatchObject({ screen: 'catalog', cursor: { catalog: 1 }, filter: { catalog: '' } });
    expect([formIn(asked).about, valuesIn(asked)]).toEqual(['tests', { Folder: '.' }]);
    expect(press(asked, 'esc')).toMatchObject({ screen: 'catalog', overlay: undefined });
  });

  it.each([
    ['of an item that asks for none', press(rollout, 'j'), 'the item asks for no command of the catalog'],
    ['in the catalog itself', screen, 'x runs the selected command'],
    ['in a session that only looks', { ...rollout, readOnly: true }, 'this session is read-only'],
    [
      'for somebody without a role',
      { ...rollout, me: { email: 'eve@example.com', roles: [], hasKey: false } },
      /^needs the role/,
    ],
  ])('is refused %s', (_, state, reason) => {
    expect(refusalOf(state, 'c')).toMatch(reason);
    expect(press(state, 'c')).toMatchObject({ overlay: undefined, screen: state.screen });
  });
});

describe('x is refused', () => {
  const refusal = 'no revision of verification-catalog is approved: nothing of it is run';

  it.each([
    [
      'in a session that only looks',
      shown([command('tests')], {}, { readOnly: true }),
      'this session is read-only',
    ],
    ['without a command', shown([]), 'no command is selected'],
    ['when nothing is approved', shown([], { refusal }), refusal],
    [
      'while the history is read',
      shown([command('tests')], {}, { status: undefined }),
      'the history is being read',
    ],
  ])('%s', (_, state, reason) => {
    expect(refusalOf(state, 'x')).toBe(reason);
  });
});
