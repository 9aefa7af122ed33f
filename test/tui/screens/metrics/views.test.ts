import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../../../src/domain/metrics/compliance/coverage.ts';
import type { KnownRecord } from '../../../../src/domain/metrics/compliance/known-record.ts';
import type { Change } from '../../../../src/domain/metrics/loop/change.ts';
import type { Question } from '../../../../src/domain/metrics/loop/question.ts';
import { changeRows, changes } from '../../../../src/tui/screens/metrics/changes/rows.ts';
import { compliance, recordsAsked } from '../../../../src/tui/screens/metrics/compliance/rows.ts';
import { questionRows, questions } from '../../../../src/tui/screens/metrics/questions/rows.ts';
import { cursorOf, type State } from '../../../../src/tui/shell/state.ts';
import { figureOf, pairedOf } from '../../../support/metrics-view.ts';
import { askedIn, confirmed, formIn, goBack, refusedIn, valuesIn } from '../../asking.ts';
import { fill, frameOf, on, press, pressed, refusalOf, wholeFrame } from '../../support.tsx';
import { action, turn } from '../turn/support.ts';
import { shown } from './support.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const me: NonNullable<State['me']> = { email: 'ada@example.com', roles: ['analytics owner'], hasKey: false };

const recorded = {
  by: 'ada@example.com',
  role: 'analytics owner' as const,
  at: '2026-11-20T12:00:00.000Z',
  seq: 7,
};

const questionOf = (more: Partial<Question> = {}): Question => ({
  ...{ id: 'stalls', text: 'Where do tasks stall?', every: 'month', role: 'analytics owner' },
  ...{ query: ['metric', 'show', '--window', '30d'], origin: 'shipped', asked: undefined, answers: [] },
  ...{ retired: undefined, due: { on: '2026-11-20', state: 'overdue' } },
  ...more,
});

const asking = (all: readonly Question[], more: Partial<State> = {}) =>
  questions.set(on('metric-questions', { now, me, ...more }), { value: all });

const changeOf = (more: Partial<Change> = {}): Change => ({
  ...{ id: 'c1', metric: 'defect-rate', scope: {}, kind: 'instruction', expect: 'down' },
  ...{ ref: { type: 'file', text: 'AGENTS.md' }, by: { amount: 20, in: 'percent' }, since: '2026-11-08' },
  ...{ reviewOn: '2026-11-22', reason: 'no rule', tied: recorded, judged: undefined, closed: undefined },
  due: { on: '2026-11-22', state: 'today' },
  ...more,
});

const changing = (all: readonly Change[], more: Partial<State> = {}) =>
  changes.set(on('metric-changes', { now, me, ...more }), {
    value: { changes: all, chartReview: { on: '2026-11-20', state: 'overdue' } },
  });

const recordOf = (more: Partial<KnownRecord> = {}): KnownRecord => ({
  ...{ eventId: 'e1', seq: 9, at: '2026-11-20T12:00:00.000Z', log: 'CODEX_LOG', apiKey: '', session: 's1' },
  ...{ place: { kind: 'workspace', id: 'w1' }, eventType: 'TOOL_CALL_COMPLETED', person: 'bob@example.com' },
  ...{
    client: 'codex_cli_rs',
    tool: 'shell',
    model: 'gpt-5.5',
    status: 'error',
    repositories: ['acme/shop'],
  },
  isOfEnvironment: false,
  ...more,
});

const coverage: Coverage = {
  ...{ place: { kind: 'workspace', id: 'w1' }, log: 'CODEX_LOG', basis: ['listed'], checkedAt: null },
  ...{ from: '2026-10-24T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z', filesToFetch: 0, filesLost: 0 },
  counted: { from: '2026-11-01T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' },
  gaps: [
    {
      from: '2026-10-28T00:00:00.000Z',
      to: '2026-11-01T00:00:00.000Z',
      removedOn: '2026-12-01T00:00:00.000Z',
    },
  ],
  ...{ removedFrom: '2026-12-20T00:00:00.000Z', daysLeft: 27, isBeingRemoved: false },
};

const logged = (records: readonly KnownRecord[], more: Partial<State> = {}) =>
  compliance.set(on('metric-compliance', { now, me, ...more }), {
    value: {
      ...{ retentionDays: 30, coverage: [coverage], notCovered: ['Use with an API key.'], newest: [] },
      ...{ records, isCut: false },
    },
  });

describe('the views of the metrics', () => {
  it('follow each other, have a letter each, and esc leads back to the figures', () => {
    let state = shown({ me });
    for (const id of ['metric-questions', 'metric-changes', 'metric-compliance', 'metrics']) {
      state = press(state, 'right');
      expect(state.screen).toBe(id);
    }
    expect(press(state, 'left').screen).toBe('metric-compliance');
    expect(press(press(state, 'c'), 'u', 'esc').screen).toBe('metrics');
    expect(press(state, 'l').screen).toBe('metric-compliance');
    expect(wholeFrame(press(state, 'l'), { width: 120 })).toContain('Metrics › Compliance logs');
    expect(frameOf(press(state, 'c'))).toContain('figures  questions  [changes]  compliance');
  });

  it('are where My turn leads to with a question or a change that is due', () => {
    const due = (kind: 'question' | 'change', key: string) => {
      const given = action({ kind, key, subject: `${kind}/${key}`, role: 'rollout owner' });
      return press(turn([given]), 'enter');
    };
    expect(due('question', 'stalls')).toMatchObject({
      screen: 'metric-questions',
      filter: { 'metric-questions': 'stalls' },
    });
    const read = questions.set(turn([action({ kind: 'question', key: 'stalls', role: 'rollout owner' })]), {
      value: [questionOf({ id: 'first' }), questionOf()],
    });
    const shownQuestion = press(read, 'enter');
    expect(questionRows(shownQuestion)[cursorOf(shownQuestion)]?.id).toBe('stalls');
    expect(due('change', '').screen).toBe('metric-changes');
  });

  it('say that they are being read, and what went wrong', () => {
    for (const [id, reading] of [
      ['metric-questions', 'reading the questions…'],
      ['metric-changes', 'reading the changes…'],
      ['metric-compliance', 'reading the logs…'],
    ] as const) {
      expect(frameOf(on(id))).toContain(reading);
      const kept = {
        'metric-questions': questions,
        'metric-changes': changes,
        'metric-compliance': compliance,
      }[id];
      expect(frameOf(kept.set(on(id), { value: undefined, fault: 'the file is no database' }))).toContain(
        '✘ the file is no database',
      );
    }
  });
});

describe('questions', () => {
  it('stand in the order in which they need an answer, with what is due', () => {
    const state = asking([
      questionOf({ id: 'later', due: { on: '2026-12-01', state: 'later' } }),
      questionOf({ id: 'gone', retired: { ...recorded, reason: 'no use' }, due: undefined }),
      questionOf(),
    ]);
    expect(questionRows(state).map(({ id }) => id)).toEqual(['stalls', 'later', 'gone']);
    expect(frameOf(state)).toContain('2 questions · 1 due now');
    expect(frameOf(state)).toMatch(
      /✘ overdue +Where do tasks stall\? +2026-11-20 +month +analytics owner +0/,
    );
    expect(questionRows(press(state, '/', ...'retired', 'enter'))).toHaveLength(1);
  });

  it('are answered with what the answer rests on, and what is recorded is said before', () => {
    const screen = asking([questionOf()]);
    expect(valuesIn(press(screen, 'a'))['Rests on (nothing)']).toBe('metric show --window 30d');
    expect(refusedIn(fill(press(screen, 'a'), '', ''))).toBe(
      'Answer: an answer needs a text; the history keeps it',
    );
    expect(refusedIn(fill(press(screen, 'a'), 'x', 'rm -rf'))).toMatch(
      /^Rests on \(nothing\): a question cannot run/,
    );
    const asked = fill(press(screen, 'a'), 'in review', 'metric show --by team');
    expect(askedIn(asked).join('\n')).toContain(
      'question.answered: "in review", with the figures of metric show --by team',
    );
    expect(confirmed(asked)).toMatchObject({
      name: 'answer-question',
      input: { question: 'stalls', text: 'in review', query: 'metric show --by team' },
    });
    goBack(screen, 'a', asked);
  });

  it('are asked, changed and retired', () => {
    const screen = asking([questionOf()]);
    const asked = fill(press(screen, 'n'), 'Why two days?', 'week', 'team lead', '', 'today', 'two-days');
    expect(confirmed(asked).input).toEqual({
      ...{ text: 'Why two days?', every: 'week', role: 'team lead', query: undefined, due: 'today' },
      id: 'two-days',
    });
    expect(refusedIn(fill(press(screen, 'n'), 'Why?', 'week', 'team lead', '', 'soon', ''))).toMatch(
      /^First due/,
    );
    expect(valuesIn(press(screen, 'm'))).toMatchObject({ Question: 'Where do tasks stall?', Every: 'month' });
    const retired = fill(press(screen, 't'), 'no use');
    expect(confirmed(retired).input).toEqual({ question: 'stalls', reason: 'no use' });
  });

  it('show what an answer rests on, which nobody can run without a query or an answer', () => {
    const [state, effect] = pressed(asking([questionOf()]), ['r']);
    expect([effect?.name, effect?.input, state.detail]).toEqual([
      'run-question',
      'stalls',
      { of: 'answer', scroll: 0 },
    ]);
    expect(refusalOf(asking([questionOf({ query: undefined })]), 'r')).toBe(
      'it has no query; m gives it one',
    );
    expect(refusalOf(asking([questionOf()]), 'v')).toBe('no answer rests on figures yet');
  });

  it('lead to the entries of their answers, and are for those who may answer', () => {
    const answered = questionOf({ answers: [{ ...recorded, text: 'in review', result: null }] });
    const open = press(asking([answered]), 'enter');
    expect(wholeFrame(open, { width: 120, height: 30 })).toMatch(
      /Answered on 2026-11-20.*in review.*a answers it/s,
    );
    expect(press(open, 'enter', 'enter')).toMatchObject({ screen: 'history', detail: { of: 'entry 7' } });
    expect(refusalOf(asking([questionOf()], { me: { ...me, roles: ['auditor'] } }), 'a')).toMatch(
      /auditor|needs the role/,
    );
    expect(refusalOf(asking([questionOf()], { readOnly: true }), 'n')).toBe('this session is read-only');
    expect(frameOf(asking([]))).toContain('No question is asked. n asks one.');
  });
});

describe('changes', () => {
  it('stand in the order in which they need a person, below the weekly review', () => {
    const state = changing([
      changeOf({ id: 'c3', due: { on: '2026-12-01', state: 'later' }, reviewOn: '2026-12-01' }),
      changeOf(),
      changeOf({ id: 'c0', closed: { ...recorded, outcome: 'keep', reason: 'ok' }, due: undefined }),
    ]);
    expect(changeRows(state).map(({ id }) => id)).toEqual(['c1', 'c3', 'c0']);
    expect(frameOf(state)).toContain(
      'weekly review of the charts: overdue since 2026-11-20 · 1 change to be judged',
    );
    expect(frameOf(state)).toMatch(/▲ to judge +c1 +defect-rate ↓ 20 % of what .* +everybody +instruction/);
  });

  it('are tied to the signal that is looked at, in the direction that is good', () => {
    const groups = [pairedOf({ scope: { team: 'web' }, quality: [figureOf('defect-rate')] })];
    const screen = shown({ groups, me });
    expect(valuesIn(press(screen, 't'))).toMatchObject({
      ...{ Signal: 'defect-rate', 'Team (everybody)': 'web', 'Is to go': 'down', 'Judged on': '14d' },
    });
    const form = press(screen, 't');
    const values = [
      undefined,
      undefined,
      '',
      '',
      '',
      'sandbox',
      'abc1234',
      undefined,
      '5',
      '',
      '14d',
      'too wide',
    ];
    const asked = values.reduce<State>(
      (state, value) => (value === undefined ? press(state, 'enter') : fill(state, value)),
      form,
    );
    expect(askedIn(asked)[0]).toBe('Tie this change to defect-rate of team web?');
    expect(confirmed(asked).input).toMatchObject({
      ...{ metric: 'defect-rate', kind: 'sandbox', ref: 'abc1234', expect: 'down', by: '5', reviewOn: '14d' },
      scope: { team: 'web' },
    });
  });

  it('cannot be judged before their day, nor after they are closed', () => {
    const later = changeOf({ due: { on: '2026-12-01', state: 'later' }, reviewOn: '2026-12-01' });
    expect(refusalOf(changing([later]), 'v')).toBe('its days are not over: it is judged on 2026-12-01');
    const closed = changeOf({ closed: { ...recorded, outcome: 'keep', reason: 'ok' }, due: undefined });
    expect(refusalOf(changing([closed]), 'd')).toBe('c1 is closed');
    expect(refusalOf(changing([]), 'r')).toBe('no change is selected');
  });

  it('are closed with an outcome and a reason, and none is said to be needed', () => {
    const screen = changing([changeOf()]);
    expect(confirmed(fill(press(screen, 'd'), 'undo', 'it did nothing')).input).toEqual({
      ...{ change: 'c1', outcome: 'undo', reason: 'it did nothing' },
    });
    expect(confirmed(fill(press(screen, 'o'), 'no signal moved')).name).toBe('no-change-needed');
  });

  it('have the way of a task with what is missing of it, and fixes beside instructions', () => {
    const screen = changing([]);
    const asked = fill(press(screen, 'p'), 'pay by invoice', '', '', '', 'unit-tests', '', '');
    expect(askedIn(asked).join('\n')).toContain('Missing until somebody adds it: review, signal.');
    expect(refusedIn(fill(press(screen, 'p'), '', '', '', '', '', '', ''))).toMatch(/^Task: /);
    expect(pressed(screen, ['w'])[1]?.name).toBe('loop-backs');
    const [, effect] = pressed(fill(press(screen, 'f'), '30d'), ['enter']);
    expect(effect).toMatchObject({ name: 'alignment', input: { window: '30d', projects: [] } });
    expect(frameOf(screen)).toContain('t ties a change to a signal');
  });
});

describe('compliance logs', () => {
  it('say who ran what, and what the log does not say', () => {
    const state = logged([
      recordOf(),
      recordOf({ eventId: 'e2', model: '', repositories: [], status: 'ok' }),
    ]);
    const frame = frameOf(state, { width: 260 });
    expect(frame).toMatch(/2026-11-20 12:00 +bob@example.com +tool shell, failed +\S+ +gpt-5.5 +acme\/shop/);
    expect(frame).toMatch(/tool shell +\S+ +not in the log +not in the log/);
    expect(press(press(state, 'enter'), 'enter', 'enter')).toMatchObject({ detail: { of: 'entry 9' } });
  });

  it('say how far they are known, what goes when, and what they do not cover', () => {
    const state = logged([recordOf()]);
    expect(frameOf(state)).toContain('CODEX_LOG to 2026-11-20, the rest goes in 27 days, 1 gap');
    const open = wholeFrame(press(state, 'm'), { width: 140, height: 30 });
    expect(open).toContain('gap from 2026-10-28 00:00 to 2026-11-01 00:00: can be fetched until 2026-12-01');
    expect(open).toContain('Use with an API key.');
  });

  it('are asked by person, repository, model and time', () => {
    const state = fill(press(logged([recordOf()]), 'f'), 'bob@example.com', 'shop', '', '7d', '');
    expect(recordsAsked.of(state).filter).toMatchObject({ person: 'bob@example.com', repository: 'shop' });
    expect(recordsAsked.of(state).filter.from).toBe('2026-11-15T12:00:00.000Z');
    expect(refusedIn(fill(press(logged([]), 'f'), '', '', '', 'soon', ''))).toMatch(
      /^From: "soon" is not a moment/,
    );
    expect(formIn(press(state, 'f')).fields[0]?.value).toBe('bob@example.com');
  });

  it('are exported for a SIEM and imported from files', () => {
    const screen = logged([recordOf()]);
    const step = fill(press(screen, 'x'), 'siem.jsonl', 'ocsf', '', '7d', '', '');
    expect(step.notice).toBe('looking at what it leads to…');
    expect(valuesIn(press(screen, 'i'))['What they are']).toBe('compliance logs');
  });

  it('say how they come in where there are none', () => {
    const frame = frameOf(
      compliance.set(on('metric-compliance'), {
        value: { retentionDays: 30, coverage: [], notCovered: [], newest: [], records: [], isCut: false },
      }),
    );
    expect(frame).toContain('i imports files of JSON Lines');
    expect(frame).toContain('codex-cockpit compliance fetch --workspace ID --key-env NAME');
  });
});
