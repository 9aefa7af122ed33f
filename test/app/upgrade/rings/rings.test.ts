import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { movePin } from '../../../../src/app/rollout/alter-rollout.ts';
import { importReports } from '../../../../src/app/upgrade/rings/import-reports.ts';
import {
  openRing,
  planRings,
  readRingPlan,
  readWaves,
  recordIncident,
} from '../../../../src/app/upgrade/rings/rings.ts';
import { renderMachineReport } from '../../../../src/domain/upgrade/rings/machine-report.ts';
import { team } from '../../../support/team.ts';

const plan = `version: 1
rings:
  - id: canary
    machines: ["ci-*"]
    promote: { reports: 2, soak: 1d }
  - id: all
    machines: ["*"]
`;

/** A team that moved to 0.169.0 and has planned its rings. */
async function planned() {
  const found = await team();
  const { world, store } = found;
  const folder = join(world.root, 'reports');
  mkdirSync(folder);
  const file = join(world.root, 'rings.yaml');
  writeFileSync(file, plan);
  await movePin(world, store, { version: '0.169.0', reason: 'rehearsed' });
  await planRings(world, store, file);
  /** Writes reports of machines, and imports them. */
  const report = (...machines: readonly (readonly [name: string, version: string, at?: string])[]) => {
    const files = machines.map(([machine, version, at = '2026-11-20T11:00:00.000Z'], index) => {
      const path = join(folder, `${index}-${machine}-${version}.json`);
      const cli = { version, sha256: null };
      const text = renderMachineReport(
        {
          ...{ kind: 'codex-cockpit/machine-report', version: 1, machine, at, cli },
          ...{ pin: '0.169.0', suite: { name: 'upgrade', checks: 104, verdict: 'pass' }, failed: [] },
        },
        undefined,
      );
      writeFileSync(path, text);
      return path;
    });
    return add(files);
  };
  const add = (files: readonly string[]) => {
    const seen: number[] = [];
    const options = { signal: new AbortController().signal, onProgress: ({ done = 0 }) => seen.push(done) };
    return importReports(world, store, { files, ...options }).then((result) => ({ ...result, seen }));
  };
  return { ...found, report, add, folder };
}

describe('rings', () => {
  it('are those that ship until the team plans its own', async () => {
    const { store } = await team();
    expect((await readRingPlan(store)).rings.map(({ id }) => id)).toEqual(['canary', 'early', 'all']);
    const { store: other } = await planned();
    expect((await readRingPlan(other)).rings.map(({ id }) => id)).toEqual(['canary', 'all']);
  });

  it('open one after the other, each once its rule is met', async () => {
    const { as, store, report, setNow } = await planned();
    await expect(openRing(as('bob'), store, { ring: 'all', reason: 'x' })).rejects.toThrow(
      'the rule of canary is not met: it is not open',
    );
    await openRing(as('bob'), store, { ring: 'canary', reason: 'approved' });
    await report(['ci-1', '0.169.0'], ['ci-2', '0.169.0']);
    await expect(openRing(as('bob'), store, { ring: 'all', reason: 'x' })).rejects.toThrow(
      'open for 0.0 of 1 day',
    );
    setNow('2026-11-22T12:00:00.000Z');
    const { waves } = await openRing(as('bob'), store, { ring: 'all', reason: 'quiet' });
    expect(waves.map(({ state }) => state)).toEqual(['open', 'open']);
  });

  it('do not open over an incident', async () => {
    const { as, store, report, setNow } = await planned();
    await openRing(as('bob'), store, { ring: 'canary', reason: 'approved' });
    await report(['ci-1', '0.169.0'], ['ci-2', '0.169.0']);
    await recordIncident(as('sue'), store, { ring: 'canary', note: 'CI stood still', machine: 'ci-2' });
    setNow('2026-11-22T12:00:00.000Z');
    await expect(openRing(as('bob'), store, { ring: 'all', reason: 'x' })).rejects.toThrow('1 incident,');
  });

  it.each([
    ['sue', { ring: 'canary', reason: 'x' }, 'may not open a ring'],
    ['bob', { ring: 'canari', reason: 'x' }, 'did you mean "canary"'],
    ['bob', { ring: 'canary', reason: ' ' }, 'a reason is needed'],
  ] as const)('are not opened by %s with %j', async (name, asked, message) => {
    const { as, store } = await planned();
    await expect(openRing(as(name), store, asked)).rejects.toThrow(message);
  });
});

describe('imported reports', () => {
  it('make a row of each machine, with its newest report', async () => {
    const { world, store, report } = await planned();
    await report(
      ['ci-1', '0.169.0', '2026-11-20T11:00:00.000Z'],
      ['ci-1', '0.139.0', '2026-11-19T11:00:00.000Z'],
    );
    const { waves } = await readWaves(world, store);
    expect(waves[0]).toMatchObject({ machines: 1, moved: 1 });
  });

  it('are imported once, however often they are given', async () => {
    const { report } = await planned();
    expect(await report(['ci-1', '0.169.0'])).toMatchObject({ added: 1, known: 0 });
    expect(await report(['ci-1', '0.169.0'])).toMatchObject({ added: 0, known: 1 });
  });

  it('leave out a file that is none, and name it', async () => {
    const { add, folder, report } = await planned();
    await report(['ci-1', '0.169.0']);
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"kind":"else"}');
    const good = join(folder, '0-ci-1-0.169.0.json');
    expect(await add([good, broken, join(folder, 'none.json')])).toMatchObject({
      known: 1,
      refused: [expect.stringContaining('broken.json: kind'), expect.stringContaining('no such file')],
    });
    await expect(add([broken])).rejects.toThrow('none of the files is a report');
  });

  it('are refused from the future', async () => {
    const { report } = await planned();
    await expect(report(['ci-1', '0.169.0', '2026-12-24T00:00:00.000Z'])).rejects.toThrow('is in the future');
  });

  it('show a machine that the CLI moved by itself', async () => {
    const { world, store, report } = await planned();
    await report(['lap-1', '0.170.0'], ['lap-2', '0.139.0']);
    expect((await readWaves(world, store)).strays).toMatchObject([
      { machine: 'lap-1', cliVersion: '0.170.0' },
    ]);
  });

  it('come with progress and in few entries, however many they are', async () => {
    const { store, report } = await planned();
    const many = Array.from({ length: 1200 }, (_, index) => [`ci-${index}`, '0.169.0'] as const);
    expect(await report(...many)).toMatchObject({
      added: 1200,
      seen: [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200],
    });
    expect(await store.entriesOfKind('machines.reported')).toHaveLength(3);
  });
});
