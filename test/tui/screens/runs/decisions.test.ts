import { describe, expect, it } from 'vitest';
import type { State } from '../../../../src/tui/shell/state.ts';
import { askedIn, carriedOut, confirmed, goBack, refusedIn } from '../../asking.ts';
import { fill, frameOf, press, pressed, refusalOf } from '../../support.tsx';
import { incidentOf, knownRun, prompted, shown } from './support.ts';

const me: NonNullable<State['me']> = { email: 'ada@example.com', roles: ['team lead'], hasKey: false };
const good = knownRun(1);
const bad = prompted(2, 'Add slug(), quickly', { started_at: '2026-11-22T09:00:00.000Z' });
const runs = [bad, good];

describe('comparing two captured runs', () => {
  it('takes a marked one, and says what differs of prompt and tool', async () => {
    expect(refusalOf(shown({ runs }), 'c')).toBe('m marks a run first');
    const marked = press(shown({ runs }), 'j', 'm');
    expect(marked.notice).toContain('then c compares both');
    expect(frameOf(marked)).toMatch(/✔ completed +11-22 08:00 +\(marked\) Add slug/);
    expect(refusalOf(marked, 'c')).toBe('this is the marked run; select another one');
    const state = await carriedOut(pressed(press(marked, 'k'), ['c']), {
      world: () => ({ now: () => new Date(0) }) as never,
    });
    const text = frameOf(state, { height: 40 });
    expect(text).toContain('Cause: prompt drift');
    expect(text).toMatch(/≠ prompt +[0-9a-f]{16} +[0-9a-f]{16}/);
    expect(refusalOf(press(marked, 'm', 'k'), 'c')).toBe('m marks a run first');
  });
});

describe('the provenance of a captured run', () => {
  const screen = shown({ runs }, { me });

  it('is verified with what is named beside the run, and what is recorded is said before', () => {
    const asked = fill(press(screen, 'v'), '../payments', 'prompt.md', 'run.dsse.json', 'a.pub, b.pub');
    expect(askedIn(asked).join('\n')).toContain(
      `provenance.verified: the verdict on run ${bad.body.run}, with each thing that was compared`,
    );
    expect(confirmed(asked)).toMatchObject({
      name: 'verify-provenance',
      input: {
        ...{ run: bad.body.run, repository: '../payments', prompt: 'prompt.md' },
        ...{ envelope: 'run.dsse.json', keys: ['a.pub', 'b.pub'] },
      },
    });
    expect(refusedIn(fill(press(screen, 'v'), '.', '/dev/stdin', '', ''))).toMatch(
      /^File of the prompt: .*device/,
    );
    goBack(screen, 'v', asked);
  });

  it('is looked at in a session that records nothing', () => {
    const reader = { ...screen, readOnly: true };
    expect([refusalOf(reader, 'v'), refusalOf(reader, 'V'), refusalOf(reader, 'w')]).toEqual([
      'this session is read-only',
      undefined,
      undefined,
    ]);
    expect(refusalOf(shown({}, { me }), 'v')).toBe('no captured run is selected');
  });
});

describe('an incident', () => {
  const screen = shown({ runs }, { me });

  it('is opened about the selected run, and what is recorded is said before', () => {
    expect(refusedIn(fill(press(screen, 'I'), '', ''))).toBe('What went wrong: an incident needs a title');
    const asked = fill(press(screen, 'I'), 'The slugs are wrong', '');
    expect(askedIn(asked).join('\n')).toMatch(
      /Open the incident "The slugs are wrong"\?.*incident\.opened: bad run 01a1fad2-0000-7000-8000-000000000002, good run found/s,
    );
    expect(confirmed(asked)).toMatchObject({
      name: 'open-incident',
      input: { run: bad.body.run, title: 'The slugs are wrong', good: undefined },
    });
    goBack(screen, 'I', asked);
    const open = shown({ runs, incidents: [incidentOf('i1', { bad: bad.body.run })] }, { me });
    expect(refusalOf(open, 'I')).toBe('i1 is open for this run; right leads there');
    expect(refusalOf(shown({ runs }, { me: { ...me, roles: ['analytics owner'] } }), 'I')).toContain(
      'needs the role',
    );
  });

  const incidents = [incidentOf('i1', { bad: bad.body.run, good: good.body.run })];
  const playbook = shown({ runs, incidents }, { me }, 'run-incidents');

  it('shows its playbook, what is done of it, and what is next', () => {
    expect(frameOf(playbook)).toMatch(
      /▲ open +The slugs are wrong +1 of 4 steps done +revert +11-22 09:00 +i1/,
    );
    const text = frameOf(press(playbook, 'enter'), { height: 30 });
    expect(text).toMatch(/bad run +Add slug\(\), quickly \(01a1fad2-/);
    expect(text).toMatch(/○ revert: revert the change of the run.*✔ decide: .*prompt drift/s);
  });

  it.each([
    ['v', ['HEAD~1', '', ''], 'step revert', { step: 'revert', commit: 'HEAD~1' }],
    [
      'd',
      ['tool', 'the pin moved', '', ''],
      'tool upgrade: the pin moved',
      { step: 'decide', cause: 'tool' },
    ],
    ['n', [good.body.run, 'no pack'], `run ${good.body.run}`, { step: 'rerun', exception: 'no pack' }],
  ])('records a step with %s, after it was checked', (key, values, said, input) => {
    const asked = fill(press(playbook, key), ...values);
    expect(askedIn(asked).join('\n')).toContain(said);
    expect(confirmed(asked).input).toMatchObject({ incident: 'i1', ...input });
  });

  it('is closed in spite of open steps only where they are named, and then no more', () => {
    const asked = fill(press(playbook, 'x'), 'reverted by hand', '');
    expect(confirmed(asked).input).toEqual({ incident: 'i1', reason: 'reverted by hand', accept: [] });
    const closed = shown(
      {
        incidents: [
          incidentOf('i1', { closed: { ...incidentOf('i1').opened, reason: 'done', missing: [] } }),
        ],
      },
      { me },
      'run-incidents',
    );
    expect(refusalOf(closed, 'x')).toBe('i1 is closed');
    expect(refusalOf({ ...playbook, readOnly: true }, 'v')).toBe('this session is read-only');
    expect(
      refusalOf(shown({ runs, incidents: [incidentOf('i2', { steps: [] })] }, { me }, 'run-incidents'), 'n'),
    ).toBe('the cause is not decided yet: d decides it');
  });
});

describe('asking gates and linting workflows', () => {
  it('is asked with what a gate needs, and a level that is none is refused', () => {
    const screen = shown({}, { me }, 'run-gates');
    const asked = fill(press(screen, 'r'), 'pack', '.', 'main', '', '', 'a.json', '3', '', '', '', '');
    expect(askedIn(asked).join('\n')).toContain('gate.judged: pack, with what it found');
    expect(confirmed(asked).input).toMatchObject({ gate: 'pack', base: 'main', pack: ['a.json'], level: 3 });
    const refused = fill(press(screen, 'r'), 'pack', '.', '', '', '', '', '9', '', '', '', '');
    expect(refusedIn(refused)).toBe('Automation level: a level is a number from 1 to 5');
    goBack(screen, 'r', asked);
    expect(refusalOf({ ...screen, readOnly: true }, 'V')).toBeUndefined();
  });

  it('lints a repository by the pin of the rollout', () => {
    const screen = shown({}, { me }, 'run-lints');
    const asked = fill(press(screen, 'r'), '../payments');
    expect(askedIn(asked).join('\n')).toContain('workflows.linted: the verdict');
    expect(confirmed(asked).input).toEqual({ folder: '../payments', pin: '0.139.0' });
    goBack(screen, 'r', asked);
  });
});
