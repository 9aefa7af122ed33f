import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { eventOf } from '../../support/every-event.ts';
import { recordQuality } from '../../support/quality.ts';
import { team } from '../../support/team.ts';

const bob = ['--as', 'bob@example.com'];

const asked = [
  ...['change', 'tie', '--metric', 'defect-rate', '--kind', 'instruction', '--ref', 'AGENTS.md'],
  ...['--expect', 'down', '--by', '5', '--review-on', '14d', '--reason', 'migrations fail', ...bob],
];

/** A team with 10 defects in 50 changes before 20 November, and 2 in 40 after it. */
async function teamWithDefects() {
  const place = await team();
  await recordQuality(place.store, [
    { day: '2026-11-10', total: 10, n: 50 },
    { day: '2026-12-01', total: 2, n: 40 },
  ]);
  return { ...place, ...commandLine(place.world) };
}

describe('change', () => {
  it('is tied to a signal, falls due, is judged by it and closed, all in the history', async () => {
    const { run, json, setNow } = await teamWithDefects();
    expect(await run(...asked)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('compares 2026-11-06 to 2026-11-19 with 2026-11-20 to 2026-12-03'),
    });
    expect(await run('change', 'judge', 'c1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('c1 is judged on 2026-12-04'),
    });

    setNow('2026-12-04T00:00:00Z');
    const { actions } = await json('next', ...bob, '--limit', '20');
    expect(actions).toContainEqual(
      expect.objectContaining({
        action: 'judge the change c1 by defect-rate',
        why: 'its judgement is due today',
        command: 'codex-cockpit change judge c1',
      }),
    );
    const shown = await run('change', 'judge', 'c1');
    expect(shown.stdout).toContain('moved as expected');
    expect(shown.stderr).toContain('Nothing is recorded yet');
    expect((await json('change', 'show', 'c1')).judged).toBeNull();

    expect(await run('change', 'close', 'c1', '--outcome', 'keep', '--reason', 'fewer')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nobody has judged c1 yet'),
    });
    await run('change', 'judge', 'c1', '--confirm', '--note', 'the team agrees', ...bob);
    await run('change', 'close', 'c1', '--outcome', 'keep', '--reason', 'fewer defects', ...bob);
    expect(await json('change', 'show', 'c1')).toMatchObject({
      judged: {
        verdict: 'moved as expected',
        before: { value: 20, n: 50, window: { from: '2026-11-06', to: '2026-11-19' }, source: 'file' },
        after: { value: 5, n: 40, window: { from: '2026-11-20', to: '2026-12-03' } },
        moved: -15,
        needed: 5,
        note: 'the team agrees',
        by: 'bob@example.com',
      },
      closed: { outcome: 'keep', reason: 'fewer defects' },
      due: null,
    });
    expect((await json('change', 'list')).changes).toEqual([]);
    const { decisions } = await json('audit', 'decisions');
    expect(decisions).toContainEqual(
      expect.objectContaining({ kind: 'change.judged', rests_on: [expect.any(Number)] }),
    );
    expect((await json('change', 'list', '--all')).changes).toHaveLength(1);
    const { stdout } = await run('history');
    expect(stdout).toContain('judged the change c1: moved as expected');
    expect(stdout).toContain('closed the change c1, keep: fewer defects');
    expect(await run('change', 'judge', 'c1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('c1 was closed by bob@example.com'),
    });
  });

  it('is asked for every week while there are figures, and a reason for none counts too', async () => {
    const { run, json, setNow } = await teamWithDefects();
    const due = async () => (await json('change')).chart_review;
    expect(await due()).toEqual({ on: '2026-11-27', state: 'later' });
    setNow('2026-11-28T00:00:00Z');
    expect(await due()).toEqual({ on: '2026-11-27', state: 'overdue' });
    expect((await json('status')).awaited).toContainEqual(
      expect.objectContaining({ why: 'the weekly review of the charts is overdue since 2026-11-27' }),
    );
    await run('change', 'none', '--reason', 'no signal moved', ...bob);
    expect(await due()).toEqual({ on: '2026-12-05', state: 'later' });
    await run(...asked);
    expect((await run('change')).stdout).toMatch(
      /^Weekly review of the charts: due on 2026-12-05\nc1 +judged on 2026-12-12 +defect-rate ↓ 5 points +everybody +instruction +AGENTS.md\n$/,
    );
  });

  it('is not judged where the data does not allow it, and says why', async () => {
    const { run, json, setNow } = await teamWithDefects();
    await run(...asked, '--repository', 'shop');
    await run(...asked, '--metric', 'turns', '--by', '10%');
    setNow('2026-12-04T00:00:00Z');
    expect(await json('change', 'judge', 'c1')).toMatchObject({
      verdict: 'not enough data',
      before: { value: null, grade: 'missing' },
      recorded: false,
    });
    // Of a metric of adoption no number stands without quality beside it.
    const { stdout } = await run('change', 'judge', 'c2', '--confirm');
    expect(stdout).toContain('not enough data');
    expect(stdout).toContain('beside it defect rate: 20 %, then 5 %');
  });

  it('is judged by adoption only where quality stands beside it on both sides', async () => {
    const { world, store, setNow } = await team();
    const { run, json } = commandLine(world);
    const file = join(world.root, 'people.csv');
    const turns = (day: string, count: number) => `${day},ada@example.com,${count}\n`;
    writeFileSync(file, `Date,Email,Turns\n${turns('2026-11-10', 4107)}${turns('2026-12-02', 8211)}`);
    setNow('2026-12-04T00:00:00Z');
    const map = ['--map', 'Date=day', '--map', 'Email=person', '--map', 'Turns=turns'];
    expect(await run('metric', 'import', 'dashboard', file, ...map)).toMatchObject({ code: 0 });
    await recordQuality(store, [{ day: '2026-12-01', total: 2, n: 40 }]);
    const since = ['--metric', 'turns', '--since', '2026-11-20', '--review-on', 'today'];
    await run(...asked, ...since, '--expect', 'up', '--by', '10%');
    const withheld = await run('change', 'judge', 'c1', '--json');
    expect(JSON.parse(withheld.stdout)).toMatchObject({
      verdict: 'not enough data',
      before: { value: null },
    });
    expect(withheld.stdout).not.toContain('4107');

    await recordQuality(store, [{ day: '2026-11-10', total: 10, n: 50 }]);
    expect(await json('change', 'judge', 'c1', '--confirm', ...bob)).toMatchObject({
      ...{ verdict: 'moved as expected', moved: 4104, recorded: true },
      beside: [{ metric: 'defect-rate', before: 20, after: 5 }],
    });
    expect((await run('change', 'show', 'c1')).stdout).toContain('beside it defect rate: 20 %, then 5 %');
  });

  it('ends the doubt about a signal that nobody has changed anything for in 90 days', async () => {
    const { run, json, store, setNow } = await teamWithDefects();
    await recordQuality(store, [{ day: '2027-01-25', total: 3, n: 40 }]);
    const window = ['--window', '2027-01-01..2027-01-31'];
    const noise = async () =>
      (await json('metric', 'show', ...window)).groups[0].quality.find(
        ({ metric }: { metric: string }) => metric === 'defect-rate',
      ).noise;
    setNow('2027-02-17T23:59:59Z');
    expect(await noise()).toBe(false);
    setNow('2027-02-18T00:00:00Z');
    expect(await noise()).toBe(true);
    expect((await run('metric', 'show', ...window)).stdout).toContain('Defect rate noise?');
    await run(...asked);
    expect(await noise()).toBe(false);
  });

  it('is refused with the reason', async () => {
    const { world } = await team();
    const { run } = commandLine(world);
    const refused = [
      [['--metric', 'defects'], 2, /Allowed choices are defect-rate/],
      [['--by', 'much'], 2, /"much" is not how much a metric moves/],
      [['--review-on', 'soon'], 2, /"soon" is not a day/],
      [['--since', '2026-12-24'], 2, /cannot be judged on 2026-12-04/],
      [['--ref', ' '], 2, /a change needs a reference/],
      [['--reason', ' '], 2, /a reason is needed/],
      [['--as', 'aud@example.com'], 1, /may not tie a change to a signal/],
    ] as const;
    for (const [more, code, reason] of refused)
      expect(await run(...asked, ...more), more.join(' ')).toMatchObject({
        code,
        stdout: '',
        stderr: expect.stringMatching(reason),
      });
  });

  it('keeps no user and no password of an address', async () => {
    const { world } = await team();
    const { run, json } = commandLine(world);
    await run(...asked, '--ref', 'https://bob:hunter2@example.com/pull/3');
    expect((await json('change', 'show', 'c1')).ref).toEqual({
      type: 'url',
      text: 'https://example.com/pull/3',
    });
  });
});

describe('the way of a task', () => {
  it('is recorded with what is missing, and completed later', async () => {
    const { world } = await team();
    const { run, json } = commandLine(world);
    const first = await run(
      'change',
      'loop-back',
      '--task',
      'pay by invoice',
      '--signal',
      'defect-rate',
      ...bob,
    );
    expect(first.stdout).toContain(
      'l1  pay by invoice\n  ○ verify  missing\n  ○ review  missing\n  ● signal  defect-rate\n',
    );
    expect(await json('change', 'loop-backs')).toMatchObject({
      tasks: 1,
      missing: { verify: 1, review: 1, signal: 0 },
      loop_backs: [{ loop_back: 'l1', missing: ['verify', 'review'] }],
    });
    expect(await run('change', 'loop-back', 'l1', '--repository', 'shop')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('l1  pay by invoice in shop\n  ○ verify  missing'),
    });
    expect((await json('change', 'loop-backs')).tasks).toBe(1);
  });

  it('names the run that verified it and the review, by themselves or by their entries', async () => {
    const { world, store } = await team();
    const { run, json } = commandLine(world);
    const ran = eventOf('catalog.ran');
    const begun = eventOf('review.started');
    const suite = eventOf('run.started');
    const over = eventOf('run.finished');
    await store.append(async () => [
      {
        actor: 'bob@example.com',
        subject: 'catalog',
        event: { ...ran, body: { ...ran.body, command: 'unit' } },
      },
      {
        ...{ actor: 'bob@example.com', subject: 'review/r1' },
        event: { ...begun, body: { ...begun.body, review: 'r1', change: 'shop#412' } },
      },
      {
        actor: 'bob@example.com',
        subject: 'run/x1',
        event: { ...suite, body: { ...suite.body, run: 'x1' } },
      },
      {
        ...{ actor: 'bob@example.com', subject: 'run/x1' },
        event: { ...over, body: { ...over.body, run: 'x1', verdict: 'fail', interrupted: false } },
      },
    ]);
    const { stdout } = await run(
      ...['change', 'loop-back', '--task', 'pay', '--verification', 'unit', '--review', 'shop#412', ...bob],
    );
    expect(stdout).toMatch(
      /● verify {2}unit: pass \(entry \d+\)\n {2}● review {2}r1 of shop#412, not finished \(entry \d+\)/,
    );
    expect(await json('change', 'loop-back', '--run', 'x1', ...bob)).toMatchObject({
      ...{ loop_back: 'l2', task: expect.stringContaining('the run x1 of '), run: 'x1' },
      ...{ verification: { verdict: 'fail' }, missing: ['review', 'signal'] },
    });
    const { loop_backs } = await json('change', 'loop-backs');
    const { seq } = loop_backs[1].verification;
    const again = await json('change', 'loop-back', 'l2', '--verification', String(seq), ...bob);
    expect(again.verification).toEqual({ what: 'unit', verdict: 'pass', seq });
  });

  it('is refused with the reason', async () => {
    const { world } = await team();
    const { run } = commandLine(world);
    const refused = [
      [[], /which task\?/],
      [['l9'], /there is no task "l9"/],
      [['--task', 'x', '--verification', 'unit-tests'], /no run of the command "unit-tests"/],
      [['--task', 'x', '--verification', '1'], /entry 1 is not a run of a command of the catalog/],
      [['--task', 'x', '--review', 'r9'], /there is no review "r9"/],
      [['--run', 'nope'], /there is no run "nope"/],
    ] as const;
    for (const [args, reason] of refused)
      expect(await run('change', 'loop-back', ...args, ...bob), args.join(' ')).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(reason),
      });
  });
});
