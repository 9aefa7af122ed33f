import { closeChange, leaveUnchanged, readChanges, tieChange } from '../../app/metrics/loop/changes.ts';
import { compareChange, judgeChange } from '../../app/metrics/loop/judge-change.ts';
import { readLoopBacks, recordLoopBack } from '../../app/metrics/loop/loop-backs.ts';
import { readAlignment } from '../../app/metrics/loop/read-alignment.ts';
import { parseWindow } from '../../domain/metrics/days.ts';
import { type Change, findChange } from '../../domain/metrics/loop/change.ts';
import { CHANGE_KINDS, CHANGE_OUTCOMES } from '../../domain/metrics/loop/change-words.ts';
import type { LoopBack } from '../../domain/metrics/loop/loop-back.ts';
import { METRIC_IDS } from '../../domain/metrics/metric-set.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { alignmentFields, renderAlignment } from '../../report/metrics/loop/alignment.ts';
import {
  changeFields,
  comparisonFields,
  renderChange,
  renderChangeList,
  renderComparison,
} from '../../report/metrics/loop/changes.ts';
import {
  loopBackFields,
  loopBacksFields,
  renderLoopBack,
  renderLoopBacks,
} from '../../report/metrics/loop/loop-backs.ts';
import type { Call } from '../program/call.ts';
import {
  arg,
  choiceFlag,
  codexFlag,
  flag,
  reasonFlag,
  repeatedFlag,
  requiredChoice,
  requiredFlag,
} from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const changeArg = arg('<change>', 'id of the change, such as c1');

const windowFlag = flag('--window <window>', '30d, 2026-10, 2026-Q3 or FROM..TO (default: everything)');

const printed = {
  text: (change: Change, { paint }: Call) => renderChange(change, paint),
  json: (change: Change) => jsonDocument('change', changeFields(change)),
};

const printedLoopBack = {
  text: (loopBack: LoopBack) => renderLoopBack(loopBack),
  json: (loopBack: LoopBack) => jsonDocument('loop-back', loopBackFields(loopBack)),
};

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the open changes, and when the charts are reviewed next',
  flags: { all: flag('--all', 'closed ones too') },
  run: async ({ all }, { world, read }) => {
    const { changes, chartReview } = await read((store) => readChanges(world, store));
    return { chartReview, changes: changes.filter(({ closed }) => all || !closed) };
  },
  text: ({ changes, chartReview }) => renderChangeList(changes, chartReview),
  json: ({ changes, chartReview }) =>
    jsonDocument('metric-changes', { chart_review: chartReview ?? null, changes: changes.map(changeFields) }),
});

const show = subcommand({
  name: 'show',
  summary: 'a change, what it is compared by, and its judgement',
  args: { change: changeArg },
  run: ({ change }, { world, read }) =>
    read(async (store) => findChange((await readChanges(world, store)).changes, change)),
  ...printed,
});

const tieExample = [
  'codex-cockpit change tie --metric review-findings --repository shop --kind instruction --ref AGENTS.md --expect down --by 20% --review-on 14d --reason "migrations come without a rollback"',
  'one change, one signal, judged two weeks later',
] as const;

const tie = subcommand({
  name: 'tie',
  summary: 'tie one change of how the team works to one signal',
  flags: {
    metric: requiredChoice('--metric <metric>', 'the signal', METRIC_IDS),
    team: flag('--team <team>', 'the signal of one team'),
    costCentre: flag('--cost-centre <name>', 'of one cost centre'),
    repository: flag('--repository <name>', 'of one repository'),
    surface: flag('--surface <name>', 'of one surface, such as cli'),
    kind: requiredChoice('--kind <kind>', 'what is changed', CHANGE_KINDS),
    ref: requiredFlag('--ref <ref>', 'an artifact, a file, a commit or an address'),
    expect: requiredChoice('--expect <direction>', 'where the metric is to go', ['up', 'down']),
    by: requiredFlag('--by <amount>', 'how far: 5 in its unit, or 10% of what it was before'),
    since: flag('--since <day>', 'first day of the change, in UTC (default: today)'),
    reviewOn: requiredFlag('--review-on <day>', 'when it is judged: 2026-12-01, or 14d from today'),
    reason: reasonFlag,
  },
  run: ({ team, costCentre, repository, surface, ...asked }, { world, record }) =>
    record((store) =>
      tieChange(world, store, { ...asked, scope: { team, costCentre, repository, surface } }),
    ),
  examples: [tieExample],
  ...printed,
});

const none = subcommand({
  name: 'none',
  summary: 'say that the charts were reviewed and nothing has to change',
  flags: { reason: reasonFlag },
  run: ({ reason }, { world, record }) => record((store) => leaveUnchanged(world, store, reason)),
  text: ({ changes, chartReview }) =>
    renderChangeList(
      changes.filter(({ closed }) => !closed),
      chartReview,
    ),
  json: ({ changes, chartReview }) =>
    jsonDocument('metric-changes', {
      chart_review: chartReview ?? null,
      changes: changes.filter(({ closed }) => !closed).map(changeFields),
    }),
});

const judge = subcommand({
  name: 'judge',
  summary: 'compare the signal before and after a change; recorded with --confirm',
  args: { change: changeArg },
  flags: {
    confirm: flag('--confirm', 'record what the figures say'),
    note: flag('--note <text>', 'what you add to it; with --confirm'),
  },
  run: ({ change, confirm, note }, { world, readExisting, record }) =>
    confirm
      ? record((store) => judgeChange(world, store, { change, note }))
      : readExisting((store) => compareChange(world, store, change)),
  text: (judged, { paint, given: { confirm } }) =>
    confirm ? renderChange(judged.change, paint) : renderComparison(judged.change, judged, paint),
  json: (judged, { given: { confirm } }) =>
    jsonDocument('change-judgement', {
      change: judged.change.id,
      metric: judged.change.metric,
      recorded: confirm,
      ...comparisonFields(judged),
    }),
  advice: ({ change: { id } }, { given: { confirm } }) =>
    confirm ? undefined : `Nothing is recorded yet: codex-cockpit change judge ${id} --confirm\n`,
});

const close = subcommand({
  name: 'close',
  summary: 'say what becomes of a change that was judged',
  args: { change: changeArg },
  flags: {
    outcome: requiredChoice('--outcome <outcome>', 'abandon needs no judgement', CHANGE_OUTCOMES),
    reason: reasonFlag,
  },
  run: (asked, { world, record }) => record((store) => closeChange(world, store, asked)),
  ...printed,
});

const loopBack = subcommand({
  name: 'loop-back',
  summary: 'record how a task was verified and reviewed, and by which signal its effect is seen',
  args: { id: arg('[id]', 'a task that was recorded before, such as l1: its steps are completed') },
  flags: {
    task: flag('--task <text>', 'what the task was'),
    run: flag('--run <id>', 'the recorded run of a suite that the task was'),
    repository: flag('--repository <name>', 'where it was done'),
    verification: flag(
      '--verification <run>',
      'a command of the catalog (its newest run), or the entry of a run',
    ),
    review: flag('--review <review>', 'the review, or the change that it is about'),
    signal: choiceFlag('--signal <metric>', 'the metric by which its effect is seen', METRIC_IDS),
  },
  run: (asked, { world, record }) => record((store) => recordLoopBack(world, store, asked)),
  ...printedLoopBack,
});

const loopBacks = subcommand({
  name: 'loop-backs',
  summary: 'how tasks were verified and reviewed, and which steps are missing',
  flags: { window: windowFlag },
  run: ({ window }, { world, read }) =>
    read((store) =>
      readLoopBacks(store, window === undefined ? undefined : parseWindow(window, world.now())),
    ),
  text: renderLoopBacks,
  json: (found) => jsonDocument('loop-backs', loopBacksFields(found)),
});

const alignment = subcommand({
  name: 'alignment',
  summary: 'repositories with repeated fixes, beside their instructions',
  flags: {
    window: flag('--window <window>', '30d, 2026-10, 2026-Q3 or FROM..TO (default: 90d)'),
    projects: repeatedFlag('--project <folder>', 'a repository on this machine; may be repeated'),
    codex: codexFlag,
  },
  run: ({ window = '90d', projects, codex }, { world, read, signal }) =>
    read((store) =>
      readAlignment(world, store, { window: parseWindow(window, world.now()), projects, codex, signal }),
    ),
  text: renderAlignment,
  json: (found) => jsonDocument('alignment', alignmentFields(found)),
});

export const define = group({
  subcommands: [list, show, tie, none, judge, close, loopBack, loopBacks, alignment],
  examples: [
    tieExample,
    ['codex-cockpit change judge c1 --confirm', 'the days before and the days after, recorded'],
    ['codex-cockpit change close c1 --outcome keep --reason "fewer findings"', 'what becomes of it'],
    ['codex-cockpit change none --reason "no signal moved"', 'the weekly review without a change'],
    [
      'codex-cockpit change loop-back --task "pay by invoice" --verification unit-tests --review shop#412 --signal defect-rate',
      'the way of a task; what nobody names is missing',
    ],
    ['codex-cockpit change alignment --project ../shop', 'fixes of 90 days beside the instructions of shop'],
  ],
});
