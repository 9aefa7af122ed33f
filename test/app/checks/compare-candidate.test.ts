import { describe, expect, it } from 'vitest';
import { findCandidate, readComparison } from '../../../src/app/checks/compare-candidate.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import {
  candidateStarted,
  checkFinished,
  checkFinishedWith,
  draft,
  runStarted,
  testStore,
} from '../../support/history.ts';
import { testWorld } from '../../support/world.ts';

describe('the CLI to compare with the pin', () => {
  const find = (asked: string) =>
    findCandidate(testWorld(), { asked, pin: '0.139.0', signal: new AbortController().signal });

  it('is one of another version, by its file', async () => {
    const path = fakeCodex({ when: ['--version'], stdout: 'codex-cli 0.150.0\n' });
    expect(await find(path)).toEqual({ path, version: '0.150.0' });
  });

  it('is not the pin, a broken one or none', async () => {
    await expect(find(fakeCodex())).rejects.toThrow('the pin itself');
    await expect(find(fakeCodex({ when: ['--version'], exit: 1 }))).rejects.toThrow('states no version');
    await expect(find('/nowhere/codex')).rejects.toThrow('there is no CLI /nowhere/codex');
    await expect(find('0.150.0')).rejects.toThrow('not installed');
    await expect(find('/')).rejects.toThrow('there is no CLI /');
  });
});

describe('the newest comparison', () => {
  const comparisonOf = async (...events: Parameters<typeof draft>[0][]) => {
    const store = await testStore();
    await store.append(() => events.map((event) => draft(event)));
    return readComparison(store, '0.139.0');
  };
  const newer = { cli_version: '0.150.0' };

  it('is of the checks that the candidate was run with, beside the newest results of the pin', async () => {
    const found = await comparisonOf(
      runStarted('r1', ['a.b', 'c.d']),
      checkFinished('r1', 'a.b'),
      checkFinished('r1', 'c.d'),
      candidateStarted('r2', ['a.b', 'e.f']),
      checkFinishedWith('r2', { check: 'a.b', verdict: 'fail', ...newer }),
      runStarted('r3', ['a.b']),
      checkFinishedWith('r3', { check: 'a.b', ...newer }),
    );
    expect(found?.run.id).toBe('r2');
    expect(found?.checks.map(({ check, comparison, pin }) => [check, comparison, pin?.seq])).toEqual([
      ['a.b', 'worse', 2],
    ]);
  });

  it('names what the candidate did not finish', async () => {
    const found = await comparisonOf(
      runStarted('r1', ['a.b']),
      checkFinished('r1', 'a.b'),
      candidateStarted('r2', ['a.b']),
    );
    expect(found?.checks.map(({ comparison }) => comparison)).toEqual(['only on the pin']);
  });

  it('is none while no candidate was run', async () => {
    expect(await comparisonOf(runStarted('r1'), checkFinished('r1'))).toBeUndefined();
    expect(await readComparison(undefined, '0.139.0')).toBeUndefined();
  });
});
