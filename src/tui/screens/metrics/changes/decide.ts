import { resolve } from 'node:path';
import { typedPath } from '../../../../app/files/write-new-file.ts';
import type { AskedChange } from '../../../../app/metrics/loop/changes.ts';
import type { JudgedChange } from '../../../../app/metrics/loop/judge-change.ts';
import type { AskedLoopBack } from '../../../../app/metrics/loop/loop-backs.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { parseWindow } from '../../../../domain/metrics/days.ts';
import { parseMove } from '../../../../domain/metrics/loop/change.ts';
import {
  CHANGE_KINDS,
  CHANGE_OUTCOMES,
  type ChangeOutcome,
} from '../../../../domain/metrics/loop/change-words.ts';
import { parseDueDay } from '../../../../domain/metrics/loop/due.ts';
import { METRIC_IDS } from '../../../../domain/metrics/metric-set.ts';
import { describeScope } from '../../../../domain/metrics/scope.ts';
import type { Scope } from '../../../../domain/metrics/view.ts';
import { plain } from '../../../../report/base/paint.ts';
import { describeValue, metricOf } from '../../../../report/metrics/figure.ts';
import { renderComparison } from '../../../../report/metrics/loop/changes.ts';
import { chooseOne, decision, fill, oneOf, reasonField, required } from '../../../shell/decision.ts';
import { chosenOf } from '../../../shell/forms/choices.ts';
import { withoutRole } from '../../../shell/guards.ts';
import { inquiry } from '../../../shell/inquiry.ts';
import type { Binding } from '../../../shell/screen.ts';
import type { Field, State } from '../../../shell/state.ts';
import { existing } from '../../history/questions.ts';
import { selectedMetric } from '../figures/rows.ts';
import { selectedChange } from './rows.ts';

/** Loaded when somebody asks: the first screen does not wait for it. */
const changesApp = () => import('../../../../app/metrics/loop/changes.ts');
const judgeApp = () => import('../../../../app/metrics/loop/judge-change.ts');
const loopBacksApp = () => import('../../../../app/metrics/loop/loop-backs.ts');

const mayNot = withoutRole('tie a change to a signal');

const pickOne = (label: string, value: string, choices: readonly string[]): Field => ({
  ...{ label, value, choices },
  pick: true,
  required: chooseOne,
});

/** The signal that is looked at: the selected figure with its scope, on the screen of the figures alone. */
function selectedSignal(state: State) {
  const row = state.screen === 'metrics' ? selectedMetric(state) : undefined;
  const figure = row?.type === 'figure' ? row.figure : undefined;
  return { figure, scope: row?.group.scope ?? {} };
}

const directions = ['up', 'down'] as const;

/** Ties a change to one signal. */
const tieChange = decision<AskedChange>({
  command: 'tie-change',
  keys: ['t'],
  description: 'tie one change of how the team works to one signal, to be judged by it later',
  footer: 'tie a change',
  alsoOn: ['metrics'],
  disabled: mayNot,
  form: {
    title: () => 'One signal, one change',
    fields: (_, state) => {
      const { figure, scope } = selectedSignal(state);
      const notes = figure && { [figure.metric]: `now ${describeValue(figure)}` };
      return [
        {
          ...pickOne('Signal', figure?.metric ?? '', METRIC_IDS),
          ...(notes ? { notes } : {}),
        },
        { label: 'Team (everybody)', value: scope.team ?? '' },
        { label: 'Cost centre (all)', value: scope.costCentre ?? '' },
        { label: 'Repository (all)', value: scope.repository ?? '' },
        { label: 'Surface (all)', value: scope.surface ?? '' },
        pickOne('What is changed', '', CHANGE_KINDS),
        { label: 'Found at', value: '', required: 'say where the change is found' },
        pickOne('Is to go', (figure && metricOf(figure.metric).better) ?? '', directions),
        { label: 'By', value: '10%', required: 'say how far: 5 in its unit, or 10% of what it was' },
        { label: 'Begins (today)', value: '' },
        { label: 'Judged on', value: '14d', required: 'name a day, or 14d from today' },
        reasonField,
      ];
    },
    read: (values, _, { now }) =>
      fill((at) => {
        const [metric = '', team = '', costCentre = '', repository = '', surface = '', kind = ''] = values;
        const [ref = '', expect = '', by = '', since = '', reviewOn = '', reason = ''] = values.slice(6);
        const scope: Scope = {
          team: team || undefined,
          costCentre: costCentre || undefined,
          repository: repository || undefined,
          surface: surface || undefined,
        };
        at(8, () => parseMove(by));
        at(10, () => parseDueDay(reviewOn, now));
        return {
          ...{ metric: at(0, () => oneOf(METRIC_IDS, metric)), scope, ref, by },
          kind: at(5, () => oneOf(CHANGE_KINDS, kind)),
          expect: at(7, () => oneOf(directions, expect)),
          ...{ since: since || undefined, reviewOn, reason },
        };
      }),
  },
  confirmation: ({ metric, scope, kind, ref, expect, by, reviewOn, reason }) => ({
    question: `Tie this change to ${metric} of ${describeScope(scope)}?`,
    records: [
      cleanLine(
        `change.tied: ${kind} ${ref}; ${metric} is to go ${expect} by ${by}, judged on ${reviewOn}, because "${reason}"`,
      ),
    ],
  }),
  run: async (doing, asked) => {
    const { id, reviewOn } = await (await changesApp()).tieChange(
      doing.world(),
      await doing.writable(),
      asked,
    );
    return `${id} is tied to ${asked.metric}; it is judged on ${reviewOn}`;
  },
});

const withoutChange = (state: State) => {
  const change = selectedChange(state);
  if (!change) return 'no change is selected';
  return change.closed ? `${change.id} is closed` : undefined;
};

const notYet = (state: State) => {
  const change = selectedChange(state);
  return change?.due?.state === 'later'
    ? `its days are not over: it is judged on ${change.reviewOn}`
    : undefined;
};

const aboutSelected = (state: State) => selectedChange(state)?.id;

const compare = inquiry<string>({
  command: 'compare-change',
  keys: ['r'],
  description: 'compare the signal before and after the selected change; nothing is recorded',
  footer: 'compare',
  disabled: (state) => withoutChange(state) ?? notYet(state),
  begin: (state) => selectedChange(state)?.id ?? '',
  title: (id) => `${id}: before and after`,
  answer: async (doing, id) => {
    const { compareChange } = await judgeApp();
    const judged = await doing.reading((store) => compareChange(doing.world(), existing(store), id));
    return renderComparison(judged.change, judged, plain);
  },
});

type Judging = { change: string; note: string | undefined; judged?: JudgedChange };

const judge = decision<Judging>({
  command: 'judge-change',
  keys: ['v'],
  description: 'judge the selected change by its signal, before and after',
  footer: 'judge',
  disabled: (state) => mayNot(state) ?? withoutChange(state) ?? notYet(state),
  about: aboutSelected,
  form: {
    title: (id) => `Judge ${id} by its signal`,
    fields: () => [{ label: 'Note (optional)', value: '' }],
    read: ([note = ''], change) => ({ input: { change, note: note || undefined } }),
  },
  prepare: async (doing, input) => {
    const { compareChange } = await judgeApp();
    const judged = await doing.reading((store) =>
      compareChange(doing.world(), existing(store), input.change),
    );
    return { ...input, judged };
  },
  confirmation: ({ change, judged }) => ({
    question: `Record that ${change} ${judged?.verdict ?? ''}?`,
    records: [`change.judged: ${change}, with the figures of both`],
    follows: judged ? renderComparison(judged.change, judged, plain).trimEnd().split('\n').slice(1) : [],
  }),
  run: async (doing, { change, note }) => {
    const { verdict } = await (await judgeApp()).judgeChange(doing.world(), await doing.writable(), {
      change,
      note,
    });
    return `${change}: ${verdict}`;
  },
});

type Closing = { change: string; outcome: ChangeOutcome; reason: string };

const close = decision<Closing>({
  command: 'close-change',
  keys: ['d'],
  description: 'say what becomes of the selected change: keep, adjust, undo or abandon it',
  footer: 'done',
  disabled: (state) => mayNot(state) ?? withoutChange(state),
  about: aboutSelected,
  form: {
    title: (id) => `What becomes of ${id}`,
    fields: () => [pickOne('Outcome', '', CHANGE_OUTCOMES), reasonField],
    read: ([outcome = '', reason = ''], change) =>
      fill((at) => ({ change, outcome: at(0, () => oneOf(CHANGE_OUTCOMES, outcome)), reason })),
  },
  confirmation: ({ change, outcome, reason }) => ({
    question: `Close ${change}: ${outcome}?`,
    records: [`change.closed: ${change}, ${outcome}, because "${cleanLine(reason)}"`],
  }),
  run: async (doing, asked) => {
    await (await changesApp()).closeChange(doing.world(), await doing.writable(), asked);
    return `${asked.change} is closed: ${asked.outcome}`;
  },
});

const none = decision<{ reason: string }>({
  command: 'no-change-needed',
  keys: ['o'],
  description: 'record that the charts were reviewed this week and nothing has to change',
  footer: 'nothing to change',
  disabled: mayNot,
  form: {
    title: () => 'The charts were reviewed; nothing has to change',
    fields: () => [reasonField],
    read: ([reason = '']) => ({ input: { reason } }),
  },
  confirmation: ({ reason }) => ({
    question: 'Record that nothing has to change this week?',
    records: [`change.not-needed: because "${cleanLine(reason)}"`],
    follows: ['The charts are reviewed again in a week.'],
  }),
  run: async (doing, { reason }) => {
    const { chartReview } = await (await changesApp()).leaveUnchanged(
      doing.world(),
      await doing.writable(),
      reason,
    );
    return `recorded; the charts are reviewed again on ${chartReview?.on ?? ''}`;
  },
});

const loopBack = decision<AskedLoopBack>({
  command: 'loop-back',
  keys: ['p'],
  description: 'record how a task was verified and reviewed, and by which signal its effect is seen',
  disabled: mayNot,
  form: {
    title: () => 'The way of a task',
    fields: () => [
      { label: 'Task', value: '' },
      { label: 'Known as (new)', value: '' },
      { label: 'Run of a suite', value: '' },
      { label: 'Repository (none)', value: '' },
      { label: 'Verified by', value: '' },
      { label: 'Review or its change', value: '' },
      { label: 'Signal', value: '', choices: METRIC_IDS },
    ],
    read: (values) =>
      fill((at) => {
        const [task = '', id = '', run = '', repository = '', verification = '', review = '', signal = ''] =
          values;
        if (id === '' && run === '') at(0, () => required(task, 'name the task, or the run that it was'));
        return {
          ...{ task: task || undefined, id: id || undefined, run: run || undefined },
          ...{ repository: repository || undefined, verification: verification || undefined },
          review: review || undefined,
          signal: signal === '' ? undefined : at(6, () => oneOf(METRIC_IDS, signal)),
        };
      }),
  },
  confirmation: ({ task, id, run, verification, review, signal }) => {
    const missing = [
      verification === undefined && run === undefined && 'verify',
      review === undefined && 'review',
      signal === undefined && 'signal',
    ].filter((step) => step !== false);
    return {
      question: `Record the way of ${cleanLine(task ?? id ?? run ?? '')}?`,
      records: ['loop-back.recorded: the task with its verification, review and signal'],
      follows: missing.length === 0 ? [] : [`Missing until somebody adds it: ${missing.join(', ')}.`],
    };
  },
  run: async (doing, asked) => {
    const { id, missing } = await (await loopBacksApp()).recordLoopBack(
      doing.world(),
      await doing.writable(),
      asked,
    );
    return missing.length === 0 ? `recorded as ${id}` : `recorded as ${id}; missing: ${missing.join(', ')}`;
  },
});

const loopBacks = inquiry<undefined>({
  command: 'loop-backs',
  keys: ['w'],
  description: 'the ways of tasks: how each was verified and reviewed, and which steps are missing',
  footer: 'ways of tasks',
  begin: () => undefined,
  title: () => 'How tasks were verified and reviewed',
  answer: async (doing) => {
    const [{ readLoopBacks }, { renderLoopBacks }] = await Promise.all([
      loopBacksApp(),
      import('../../../../report/metrics/loop/loop-backs.ts'),
    ]);
    return renderLoopBacks(await doing.reading((store) => readLoopBacks(store)));
  },
});

const alignment = inquiry<{ window: string; projects: readonly string[] }>({
  command: 'alignment',
  keys: ['f'],
  description: 'repositories with repeated fixes, beside their instructions and the last change of these',
  footer: 'fixes',
  form: {
    title: () => 'Repeated fixes beside instructions',
    fields: () => [
      { label: 'Window', value: '90d', required: 'name a window, such as 90d' },
      { label: 'Folders (none)', value: '' },
    ],
    read: ([window = '', projects = ''], _, { now }) =>
      fill((at) => {
        at(0, () => parseWindow(window, now));
        return { window, projects: chosenOf(projects) };
      }),
  },
  title: ({ window }) => `Repeated fixes beside instructions, ${cleanLine(window)}`,
  answer: async (doing, { window, projects }) => {
    const [{ readAlignment }, { renderAlignment }] = await Promise.all([
      import('../../../../app/metrics/loop/read-alignment.ts'),
      import('../../../../report/metrics/loop/alignment.ts'),
    ]);
    const world = doing.world();
    const request = {
      window: parseWindow(window, world.now()),
      projects: projects.map((folder) => resolve(world.cwd, typedPath(world, folder))),
      ...{ codex: doing.codex, signal: doing.signal },
    };
    return renderAlignment(await doing.reading((store) => readAlignment(world, store, request)));
  },
});

/** What can be done about changes. */
export const changeKeys: readonly Binding[] = [
  ...[judge, compare, tieChange, close, none],
  ...[alignment, loopBacks, loopBack],
];
