import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { recordQuality } from '../../support/quality.ts';
import { team } from '../../support/team.ts';

const bob = ['--as', 'bob@example.com'];

describe('question', () => {
  it('falls due, waits on the turn of its role, is answered, and is due again a month later', async () => {
    const { world, setNow } = await team();
    const { run, json } = commandLine(world);
    const asked = await run('question', 'ask', 'Why do reviews take two days?', '--role', 'team lead');
    expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining('due on 2026-12-20') });
    const id = 'why-do-reviews-take-two-days';

    setNow('2026-12-19T23:59:00Z');
    expect((await json('question', 'list', '--due')).questions).toEqual([]);
    setNow('2026-12-21T00:00:00Z');
    const { questions } = await json('question', 'list', '--due');
    expect(questions).toContainEqual(
      expect.objectContaining({ question: id, due: { on: '2026-12-20', state: 'overdue' } }),
    );
    const [first] = (await json('next', ...bob)).actions;
    expect(first).toMatchObject({
      action: `answer ${id}: Why do reviews take two days?`,
      why: 'the question is overdue since 2026-12-20',
      role: 'team lead',
    });
    const { awaited } = await json('status');
    expect(awaited).toContainEqual(
      expect.objectContaining({ subject: `question/${id}`, people: ['bob@example.com'] }),
    );

    const answered = await run('question', 'answer', id, '--text', 'Two people\nread all of them.', ...bob);
    expect(answered.stdout).toContain('due on 2027-01-21');
    expect(answered.stdout).toContain('  Two people\n  read all of them.\n');
    expect(
      (await json('next', ...bob)).actions.map(({ subject }: { subject: string }) => subject),
    ).not.toContain(`question/${id}`);
    expect((await run('history')).stdout).toContain(`answered ${id}`);
  });

  it('of every team is asked from the first figures on; a team can change or retire it', async () => {
    const { world, store, setNow } = await team();
    const { run, json } = commandLine(world);
    const dues = async () =>
      (await json('question')).questions.map(({ due }: { due: { on: string } | null }) => due?.on);
    expect(await dues()).toEqual([undefined, undefined, undefined]);
    expect((await run('question')).stdout).toContain('due from the first figures on');
    await recordQuality(store, []);
    expect(await dues()).toEqual(['2026-12-20', '2026-12-20', '2026-12-20']);
    setNow('2026-12-20T08:00:00Z');
    expect((await json('question', 'list', '--due')).questions).toHaveLength(3);

    await run('question', 'retire', 'stalled-tasks', '--reason', 'seen on the board');
    await run(
      'question',
      'ask',
      'Which rules are ignored?',
      '--id',
      'weak-instructions',
      '--every',
      'quarter',
    );
    expect((await json('question')).questions).toMatchObject([
      { question: 'weak-instructions', text: 'Which rules are ignored?', due: { on: '2027-03-20' } },
      { question: 'missing-verification' },
    ]);
    expect((await run('question', 'list', '--all')).stdout).toMatch(/^stalled-tasks +retired/);
  });

  it('is answered with what its query showed, and the query can be run again for the same days', async () => {
    const { world, store, setNow } = await team();
    const { run, json } = commandLine(world);
    await recordQuality(store, [{ day: '2026-11-10', total: 6, n: 50, repository: 'shop' }]);
    expect((await run('question', 'run', 'stalled-tasks')).stdout).toMatch(
      /^Where do tasks stall\?\nmetric show --by repository --window 30d, from 2026-10-22 to 2026-11-20\n[\s\S]*Repository shop\n[\s\S]*12 %/,
    );
    await run('question', 'answer', 'stalled-tasks', '--text', 'In shop.', ...bob);
    const [{ result }] = (await json('question', 'show', 'stalled-tasks')).answers;
    expect(result).toMatchObject({
      query: ['metric', 'show', '--by', 'repository', '--window', '30d'],
      window: { from: '2026-10-22', to: '2026-11-20' },
    });
    expect(result.figures).toContainEqual({
      ...{ metric: 'defect-rate', scope: 'repository shop', value: 12, unit: '%', n: 50, grade: 'observed' },
    });

    setNow('2026-12-24T12:00:00Z');
    expect(await json('question', 'run', 'stalled-tasks')).toMatchObject({
      window: { from: '2026-11-25', to: '2026-12-24' },
      same_as_answered: null,
    });
    expect(await run('question', 'run', 'stalled-tasks', '--again')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The figures are those that the newest answer rests on.'),
    });
    await recordQuality(store, [{ day: '2026-11-10', total: 7, n: 50, repository: 'shop' }]);
    const again = await json('question', 'run', 'stalled-tasks', '--again');
    expect(again).toMatchObject({ same_as_answered: false, window: result.window });
    expect((await run('question', 'run', 'stalled-tasks', '--again')).code).toBe(1);
  });

  it.each([
    ['metric show --window 30d', 'Defect rate'],
    ['change alignment', 'shop  6 fixes'],
    ['change loop-backs', 'The way of no task is recorded.'],
  ])('rests on %s when it is answered with that', async (query, shown) => {
    const { world, store } = await team();
    const { run, json } = commandLine(world);
    await recordQuality(store, [{ day: '2026-11-10', total: 6, n: 50, repository: 'shop' }]);
    await run('question', 'ask', 'Why?', '--id', 'why', '--query', query);
    expect((await run('question', 'run', 'why')).stdout).toContain(shown);
    await run('question', 'answer', 'stalled-tasks', '--text', 'So.', '--query', query);
    const [{ result }] = (await json('question', 'show', 'stalled-tasks')).answers;
    expect(result.query.join(' ')).toBe(query);
    expect(result.figures_total).toBe(result.figures.length);
  });

  it('is refused with the reason', async () => {
    const { world } = await team();
    const { run } = commandLine(world);
    const refused = [
      [
        ['answer', 'stalled-task', '--text', 'x'],
        2,
        /there is no question "stalled-task"; did you mean "stalled-tasks"\?/,
      ],
      [['answer', 'stalled-tasks', '--text', ' '], 2, /an answer needs a text/],
      [['ask', 'Why?', '--query', 'db rebuild'], 2, /a question cannot run "db rebuild"/],
      [['ask', '42?'], 2, /is not an id of a question/],
      [['ask', 'Why?', '--due', 'soon'], 2, /"soon" is not a day/],
      [['ask', 'Why?', '--role', 'auditor'], 2, /an auditor records nothing/],
      [
        ['retire', 'stalled-tasks', '--reason', 'x', '--as', 'aud@example.com'],
        1,
        /aud@example.com may not answer a question/,
      ],
    ] as const;
    for (const [args, code, reason] of refused)
      expect(await run('question', ...args), args.join(' ')).toMatchObject({
        code,
        stdout: '',
        stderr: expect.stringMatching(reason),
      });
  });

  it('writes hostile texts without their control sequences', async () => {
    const { world } = await team();
    const { run } = commandLine(world);
    await run('question', 'ask', 'Why \u001b]0;title\u0007red?', '--id', 'red');
    const { stdout } = await run('question', 'answer', 'red', '--text', 'a\u001b[31mb\u202ec');
    expect(stdout).toContain('red  Why red?');
    expect(stdout).toContain('  abc\n');
  });
});
