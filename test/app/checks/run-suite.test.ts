import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSuite, type SuiteEvent } from '../../../src/app/checks/run-suite.ts';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';
import type { Suite } from '../../../src/domain/checks/suite.ts';
import { readEvent } from '../../../src/domain/history/entry/event.ts';
import { summarizeEvent } from '../../../src/domain/history/entry/summarize.ts';
import { openStore, type Store } from '../../../src/store/connection/open.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { testSource, testStore } from '../../support/history.ts';
import { expectNoneLeft, expectSome, hasProcessTable } from '../../support/process-table.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

/** A check of a suite that runs `codex` with a word, or a script. */
const check = (id: string, word: string) => declare(id, `[codex, ${word}]`);
const script = (id: string, text: string) => declare(id, JSON.stringify(['sh', '-c', text]));

const declare = (id: string, command: string) => `  - id: ${id}
    title: ${id}
    why: For the test
    severity: blocker
    scope: static
    phase: pilot
    owner: team lead
    timeout: 30s
    remedy: Mend it for {pin}
    command: ${command}
`;

const suite = (...checks: string[]): Suite =>
  parseSuite(`version: 1\nsuite: test\ntitle: Test\nchecks:\n${checks.join('')}`, 'test.yaml');

/** A store whose n-th append fails. */
function failingAt(store: Store, failing: number): Store {
  let appends = 0;
  return {
    ...store,
    append: (decide) => {
      appends += 1;
      return appends === failing ? Promise.reject(new Error('the disk is full')) : store.append(decide);
    },
  };
}

async function run(
  more: Partial<Parameters<typeof runSuite>[2]> = {},
  onEvent: (event: SuiteEvent) => void = () => undefined,
) {
  const store = await testStore();
  const events: SuiteEvent[] = [];
  const request = { suite: suite(check('t.one', 'one'), check('t.two', 'two')), codex: fakeCodex(), ...more };
  for await (const event of runSuite(testWorld(), store, request)) {
    events.push(event);
    onEvent(event);
  }
  return { store, events, kinds: (await Array.fromAsync(store.entries())).map(({ kind }) => kind) };
}

describe('running a suite on a candidate', () => {
  it('records that it was one, so that it is never the newest run of the pin', async () => {
    const { store } = await run({ asCandidate: true });
    expect(await store.runs(1)).toMatchObject([{ asCandidate: true }]);
    expect(await store.countedRuns(1, 'pin')).toEqual([]);
    const [started] = await Array.fromAsync(store.entries());
    expect(started && summarizeEvent(readEvent(started))).toContain('on a candidate');
  });
});

describe('running a suite', () => {
  it('tells its progress and records every step', async () => {
    const { events, kinds, store } = await run();
    expect(events[0]).toMatchObject({ type: 'started', pin: '0.139.0', suite: 'test' });
    expect(events.map(({ type }) => type).sort()).toEqual([
      'check-finished',
      'check-finished',
      'check-started',
      'check-started',
      'finished',
      'started',
    ]);
    expect(kinds).toEqual(['run.started', 'check.finished', 'check.finished', 'run.finished']);
    const [recorded] = await store.runs(1);
    expect(recorded).toMatchObject({
      verdict: 'pass',
      cliVersion: '0.139.0',
      planned: 2,
      interrupted: false,
    });
  });

  it('tells of a check when it starts, then when it has finished, and of the whole in the order of the suite', async () => {
    const done = join(tempFolder(), 'done');
    const slowFirst = suite(
      script('t.slow', `while [ ! -e ${done} ]; do sleep 0.05; done`),
      script('t.quick', `touch ${done}`),
    );
    const { events } = await run({ suite: slowFirst });
    const order = events.map((event) =>
      event.type === 'check-started'
        ? `start ${event.check}`
        : event.type === 'check-finished'
          ? `finish ${event.result.check}`
          : event.type,
    );
    expect([order[0], order.at(-1)]).toEqual(['started', 'finished']);
    for (const id of ['t.slow', 't.quick'])
      expect(order.indexOf(`start ${id}`)).toBeLessThan(order.indexOf(`finish ${id}`));
    expect(events.at(-1)).toMatchObject({ report: { checks: [{ check: 't.slow' }, { check: 't.quick' }] } });
  });

  it.skipIf(availableParallelism() < 2)(
    'carries out checks side by side: these two wait for each other',
    async () => {
      const folder = tempFolder();
      const meet = (mine: string, other: string) =>
        script(
          `t.${mine}`,
          `touch ${folder}/${mine}; while [ ! -e ${folder}/${other} ]; do sleep 0.05; done`,
        );
      const { events } = await run({ suite: suite(meet('a', 'b'), meet('b', 'a')) });
      expect(events.at(-1)).toMatchObject({ report: { verdict: 'pass' } });
    },
  );

  it('starts with the checks that may take longest', async () => {
    const timeouts = ['1s', '30s', '2s', '20s'].map((timeout) =>
      script(`t.${timeout}`, 'exit 0').replace('timeout: 30s', `timeout: ${timeout}`),
    );
    const { events } = await run({ suite: suite(...timeouts) });
    const started = events.flatMap((event) => (event.type === 'check-started' ? [event.check] : []));
    expect(started).toEqual(['t.30s', 't.20s', 't.2s', 't.1s']);
  });

  it('records each result as it comes, so that a killed run keeps what it had found', async () => {
    const store = await testStore();
    const done = join(tempFolder(), 'done');
    const two = suite(
      script('t.quick', 'exit 0'),
      script('t.slow', `while [ ! -e ${done} ]; do sleep 0.05; done`),
    );
    const recorded: string[][] = [];
    for await (const event of runSuite(testWorld(), store, { suite: two, codex: fakeCodex() })) {
      if (event.type !== 'check-finished') continue;
      recorded.push((await Array.fromAsync(store.entries())).map(({ kind }) => kind));
      writeFileSync(done, '');
    }
    expect(recorded[0]).toEqual(['run.started', 'check.finished']);
    expect(recorded[1]?.slice(0, 3)).toEqual(['run.started', 'check.finished', 'check.finished']);
  });

  it('keeps what the CLI printed as evidence', async () => {
    const codex = fakeCodex({ when: ['one'], stdout: 'hello\n' });
    const { events, store } = await run({ codex, ids: ['t.one'] });
    const last = events.at(-1);
    const evidence = last?.type === 'finished' ? last.report.checks[0]?.evidence[0] : undefined;
    expect(evidence?.label).toBe(`${codex} one`);
    expect((await store.blob(evidence?.sha256 ?? ''))?.text).toMatch(/^exit 0\n--- stdout\nhello\n$/);
  });

  it('fills the pin into the remedy of what failed', async () => {
    const { events } = await run({ codex: fakeCodex({ when: ['two'], exit: 1 }), pin: '0.138.0' });
    const last = events.at(-1);
    expect(last).toMatchObject({
      report: {
        verdict: 'fail',
        checks: [{ verdict: 'pass' }, { verdict: 'fail', remedy: 'Mend it for 0.138.0' }],
      },
    });
  });

  it.each([
    ['an unknown check', { ids: ['t.three'] }, 'has no check "t.three"'],
    ['a pin that is not an exact version', { pin: '^0.139.0' }, 'is not an exact version'],
  ])('refuses %s before anything is recorded', async (_, request, message) => {
    const store = await testStore();
    const events = runSuite(testWorld(), store, {
      suite: suite(check('t.one', 'one')),
      codex: fakeCodex(),
      ...request,
    });
    await expect(events.next()).rejects.toThrow(message);
    expect(await store.countEntries()).toBe(0);
  });

  it('can be interrupted, keeps what had finished, and says so', async () => {
    const stop = new AbortController();
    const codex = fakeCodex({ when: ['two'], hang: true });
    const { events, kinds, store } = await run({ codex, signal: stop.signal }, (event) => {
      if (event.type === 'check-finished') stop.abort();
    });
    expect(events.at(-1)).toMatchObject({
      type: 'finished',
      report: { interrupted: true, verdict: 'error', checks: [{ check: 't.one' }] },
    });
    expect(kinds).toEqual(['run.started', 'check.finished', 'run.finished']);
    expect((await store.runs(1))[0]).toMatchObject({ interrupted: true });
  });

  it.skipIf(!hasProcessTable)(
    'that is interrupted leaves no process and no isolated environment',
    async () => {
      const store = await testStore();
      const world = testWorld();
      const stop = new AbortController();
      const codex = fakeCodex({ when: ['one'], hang: true, grandchild: true });
      const request = { suite: suite(check('t.one', 'one')), codex, signal: stop.signal };
      const events = Array.fromAsync(runSuite(world, store, request));
      await expectSome(`${codex} one`);
      stop.abort();
      expect((await events).at(-1)).toMatchObject({ report: { interrupted: true, checks: [] } });
      await expectNoneLeft(world.root);
      expect(readdirSync(join(world.root, 'cache', 'codex-cockpit', 'scratch'))).toEqual([]);
    },
  );

  it('that is interrupted before it began runs nothing, and says so', async () => {
    const { events, kinds } = await run({ signal: AbortSignal.abort() });
    expect(events.map(({ type }) => type)).toEqual(['started', 'finished']);
    expect(events.at(-1)).toMatchObject({ report: { interrupted: true, verdict: 'error', checks: [] } });
    expect(kinds).toEqual(['run.started', 'run.finished']);
  });

  it('that is interrupted after a failure has failed', async () => {
    const stop = new AbortController();
    const codex = fakeCodex({ when: ['one'], exit: 1 }, { when: ['two'], hang: true });
    const { events } = await run({ codex, signal: stop.signal }, (event) => {
      if (event.type === 'check-finished') stop.abort();
    });
    expect(events.at(-1)).toMatchObject({ report: { interrupted: true, verdict: 'fail' } });
  });

  it('is interrupted when nobody listens any more', async () => {
    const store = await testStore();
    const codex = fakeCodex({ when: ['one'], hang: true });
    for await (const event of runSuite(testWorld(), store, { suite: suite(check('t.one', 'one')), codex })) {
      if (event.type === 'check-started') break;
    }
    expect((await store.runs(1))[0]).toMatchObject({ interrupted: true });
  });

  it.each([
    ['its beginning', 1],
    ['a result', 2],
    ['another result', 3],
    ['its end', 4],
  ])('stops and says why when %s cannot be recorded, and what is there is whole', async (_, failing) => {
    const store = await testStore();
    const world = testWorld();
    const events = runSuite(world, failingAt(store, failing), {
      suite: suite(check('t.one', 'one'), check('t.two', 'two')),
      codex: fakeCodex(),
    });
    await expect(Array.fromAsync(events)).rejects.toThrow('the disk is full');
    expect(await store.countEntries()).toBe(failing - 1);
    expect(await store.verify()).toMatchObject({ whole: true });
  });

  it('with a mistyped CODEX_HOME is refused before anything is recorded', async () => {
    const world = testWorld({ CODEX_HOME: '/nonexistent/codex' });
    const store = await testStore();
    const events = runSuite(world, store, {
      suite: parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'u'),
    });
    await expect(events.next()).rejects.toMatchObject({
      exitCode: 2,
      message: 'CODEX_HOME names /nonexistent/codex, and there is no such folder',
    });
    expect(await store.runs(5)).toEqual([]);
  });

  it('that gets no isolated environment says where it wanted one, and what to do', async () => {
    const store = await testStore();
    const world = testWorld();
    writeFileSync(join(world.root, 'file'), '');
    const environment = { ...world.environment, XDG_CACHE_HOME: join(world.root, 'file') };
    const events = runSuite({ ...world, environment }, store, {
      suite: suite(check('t.one', 'one')),
      codex: fakeCodex(),
    });
    await expect(Array.fromAsync(events)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(join(world.root, 'file', 'codex-cockpit', 'scratch')),
    });
  });

  it('has stopped every other check before it tells of a failure', async () => {
    const store = await testStore();
    const world = testWorld();
    const codex = fakeCodex({ when: ['two'], hang: true });
    const two = suite(check('t.one', 'one'), check('t.two', 'two'));
    await expect(
      Array.fromAsync(runSuite(world, failingAt(store, 2), { suite: two, codex })),
    ).rejects.toThrow('the disk is full');
    expect(readdirSync(join(world.root, 'cache', 'codex-cockpit', 'scratch'))).toEqual([]);
  });

  it('shares one chain with another run at the same time', async () => {
    const { path } = await testStore();
    const both = await Promise.all(
      ['a', 'b'].map(async () => {
        const store = await openStore(path, { ...testSource(), newId: () => crypto.randomUUID() });
        await Array.fromAsync(
          runSuite(testWorld(), store, {
            suite: suite(check('t.one', 'one'), check('t.two', 'two')),
            codex: fakeCodex(),
          }),
        );
        return store;
      }),
    );
    expect(await both[0]?.verify()).toMatchObject({ whole: true, entries: 8 });
    for (const store of both) await store.close();
  });

  it('passes by a check of another platform with the reason', async () => {
    const elsewhere = suite(check('t.one', 'one').replace('timeout:', 'platforms: [win32]\n    timeout:'));
    const { events } = await run({ suite: elsewhere });
    expect(events.at(-1)).toMatchObject({
      report: { checks: [{ verdict: 'skip', summary: expect.stringContaining('win32 only') }] },
    });
  });

  it('judges a CLI that hangs once, not once a check', async () => {
    const codex = fakeCodex({ when: [], hang: true });
    const { events } = await run({ codex, suite: suite(check('t.one', 'one'), check('t.two', 'two')) });
    const report = events.at(-1);
    expect(report).toMatchObject({
      report: { verdict: 'error', checks: [{ verdict: 'error' }, { verdict: 'error' }] },
    });
  }, 60_000);
});
