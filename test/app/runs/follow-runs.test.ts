import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FollowedRuns, followRuns } from '../../../src/app/runs/follow-runs.ts';
import { tempFolder } from '../../support/temp.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

const nothingFollowed: FollowedRuns = { runs: [], finished: new Set() };

function runsIn(folder: string) {
  const world = { environment: { CODEX_COCKPIT_RUNS: folder }, cwd: '/', now: () => now };
  const grow = (run: string, text: string, at = now) => {
    mkdirSync(join(folder, run), { recursive: true });
    const events = join(folder, run, 'events.jsonl');
    appendFileSync(events, text);
    utimesSync(events, at, at);
  };
  const end = (run: string) => writeFileSync(join(folder, run, 'run.json'), '{}');
  return { world, grow, end };
}

const message = (id: string, text: string) =>
  `${JSON.stringify({ type: 'item.completed', item: { id, type: 'agent_message', text } })}\n`;

describe('runs that are being captured', () => {
  it('are read on as their stream grows, also where it was seen in the middle of a line', async () => {
    const { world, grow } = runsIn(tempFolder());
    const said = (followed: FollowedRuns) =>
      followed.runs.map(({ run, live }) => [run, ...live.items.map(({ text }) => text)]);
    expect(await followRuns(world, nothingFollowed)).toBe(nothingFollowed);
    const second = message('b', 'two');
    grow('run-1', message('a', 'one') + second.slice(0, 30));
    const begun = await followRuns(world, nothingFollowed);
    expect(said(begun)).toEqual([['run-1', 'one']]);
    expect(await followRuns(world, begun)).toBe(begun);
    grow('run-1', second.slice(30));
    grow('run-2', '');
    expect(said(await followRuns(world, begun))).toEqual([['run-2'], ['run-1', 'one', 'two']]);
  });

  it('end when their record is written; those that ended before are left out', async () => {
    const { world, grow, end } = runsIn(tempFolder());
    grow('run-0', message('a', 'old'));
    end('run-0');
    grow('run-1', message('a', 'one'));
    const begun = await followRuns(world, nothingFollowed);
    expect(begun.runs.map(({ run, hasEnded }) => [run, hasEnded])).toEqual([['run-1', false]]);
    end('run-1');
    const after = await followRuns(world, begun);
    expect(after.runs.map(({ run, hasEnded }) => [run, hasEnded])).toEqual([['run-1', true]]);
    expect(await followRuns(world, after)).toBe(after);
  });

  it('that were left behind a day ago are not in progress, and of a long stream the end is read', async () => {
    const { world, grow } = runsIn(tempFolder());
    grow('run-1', message('a', 'one'), new Date('2026-11-21T11:00:00.000Z'));
    grow('run-2', message('a', 'x'.repeat(1_200_000)) + message('b', 'last'));
    const { runs } = await followRuns(world, nothingFollowed);
    expect(runs.map(({ run, live }) => [run, live.items.map(({ text }) => text)])).toEqual([
      ['run-2', ['last']],
    ]);
  });
});
