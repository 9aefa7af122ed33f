import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSuite, type SuiteEvent } from '../../src/app/run-suite.ts';
import { parseSuite, type Suite } from '../../src/domain/checks/suite.ts';
import { openStore } from '../../src/store/open.ts';
import { fakeCodex } from '../support/fake-codex.ts';
import { testSource, testStore } from '../support/history.ts';
import { testWorld } from '../support/world.ts';

const check = (id: string, command: string) => `  - id: ${id}
    title: ${id}
    why: For the test
    severity: blocker
    scope: static
    phase: pilot
    owner: team lead
    timeout: 30s
    remedy: Mend it for {pin}
    command: [codex, ${command}]
`;

const suite = (...checks: string[]): Suite =>
  parseSuite(`version: 1\nsuite: test\ntitle: Test\nchecks:\n${checks.join('')}`, 'test.yaml');

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
    ['a pin that is no exact version', { pin: '^0.139.0' }, 'is not an exact version'],
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

  it('is interrupted when nobody listens any more', async () => {
    const store = await testStore();
    const codex = fakeCodex({ when: ['one'], hang: true });
    for await (const event of runSuite(testWorld(), store, { suite: suite(check('t.one', 'one')), codex })) {
      if (event.type === 'check-started') break;
    }
    expect((await store.runs(1))[0]).toMatchObject({ interrupted: true });
  });

  it('stops and says why when a result cannot be recorded', async () => {
    const store = await testStore();
    let appends = 0;
    const failing = {
      ...store,
      append: (decide: Parameters<typeof store.append>[0]) =>
        ++appends === 2 ? Promise.reject(new Error('the disk is full')) : store.append(decide),
    };
    const events = runSuite(testWorld(), failing, {
      suite: suite(check('t.one', 'one')),
      codex: fakeCodex(),
    });
    await expect(Array.fromAsync(events)).rejects.toThrow('the disk is full');
  });

  it('has stopped every other check before it tells of a failure', async () => {
    const store = await testStore();
    const world = testWorld();
    let appends = 0;
    const failing = {
      ...store,
      append: (decide: Parameters<typeof store.append>[0]) =>
        ++appends === 2 ? Promise.reject(new Error('the disk is full')) : store.append(decide),
    };
    const codex = fakeCodex({ when: ['two'], hang: true });
    const two = suite(check('t.one', 'one'), check('t.two', 'two'));
    await expect(Array.fromAsync(runSuite(world, failing, { suite: two, codex }))).rejects.toThrow(
      'the disk is full',
    );
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
