import { countOf } from '../../base/text/progress.ts';
import type { CapturedRun } from '../events.ts';
import { type Advice, adviseFor, type CauseFacts } from './advice.ts';
import { type Cause, type Incident, type IncidentStep, nextStep, type StepState } from './incident.ts';
import { causeTitles, stepTitles } from './judge-incident.ts';
import { type BroughtBy, judgeRevert, type RevertedState, revertCommand, shortCommit } from './revert.ts';

/** What can be seen of the change of the bad run in its repository; `unseen` says why nothing can be. */
export type ChangeInRepository =
  | { type: 'seen'; brought: BroughtBy; head: RevertedState }
  | { type: 'unseen'; why: string };

/** A step as a person follows it. */
export type GuidedStep = Pick<StepState, 'step' | 'done' | 'outdated' | 'earlier'> & {
  title: string;
  state: 'done' | 'next' | 'open';
  /** What there is to know or to do before the command of the step; empty for a step that is done or not next. */
  facts: readonly Advice[];
  /** The command that checks and records it; undefined when it is done. */
  command: string | undefined;
};

/** A captured run, and the entry that recorded it. */
type KnownRun = { seq: number; at: string; actor: string; body: CapturedRun };

/** The comparison of the good and the bad run of an incident, and what it proposes. */
export type Decision = {
  incident: Incident;
  bad: KnownRun;
  good: KnownRun | undefined;
  proposed: Cause;
  /** For `adviseFor`, whatever the cause is. */
  facts: CauseFacts;
};

/** An incident as a person follows it. */
export type IncidentGuide = Decision & {
  steps: readonly GuidedStep[];
  /** The command that closes it, once all steps are done. */
  close: string | undefined;
};

/** What guides a person through an incident. */
export type GuideFacts = {
  change: ChangeInRepository;
  /** How many files the bad run changed. */
  changed: number;
  proposed: Cause;
  causeFacts: CauseFacts;
};

/** The steps of an incident with what is needed for the next one. */
export function guideSteps(incident: Incident, facts: GuideFacts): readonly GuidedStep[] {
  const next = incident.closed ? undefined : nextStep(incident);
  return incident.steps.map(({ step, done, outdated, earlier }) => {
    const isNext = step === next;
    return {
      ...{ step, done, outdated, earlier, title: stepTitles[step] },
      state: done ? 'done' : isNext ? 'next' : 'open',
      facts: isNext ? factsOf(incident, step, facts) : [],
      command: done || incident.closed ? undefined : commandOf(incident.id, step),
    };
  });
}

/** The command that closes an incident whose steps are done; undefined for another one. */
export function closeCommand(incident: Pick<Incident, 'id' | 'steps' | 'closed'>): string | undefined {
  const isReady = !incident.closed && nextStep(incident) === undefined;
  return isReady ? `codex-cockpit incident close ${incident.id} --reason "…"` : undefined;
}

function commandOf(id: string, step: IncidentStep): string {
  switch (step) {
    case 'revert':
      return `codex-cockpit incident revert ${id} --commit HEAD`;
    case 'attach':
      return `codex-cockpit incident attach ${id} --out incident-${id}`;
    case 'decide':
      return `codex-cockpit incident decide ${id}`;
    case 'rerun':
      return `codex-cockpit incident rerun ${id} --run RUN`;
  }
}

const say = (text: string, command?: string): Advice => ({ text, command });

function factsOf({ id, steps }: Incident, step: IncidentStep, facts: GuideFacts): readonly Advice[] {
  switch (step) {
    case 'revert':
      return revertFacts(id, facts);
    case 'attach':
      return [];
    case 'decide':
      return [say(`the comparison of the runs proposes: ${causeTitles[facts.proposed]}`)];
    case 'rerun': {
      const cause = steps.find((one) => one.step === 'decide')?.done?.cause ?? 'unknown';
      return [
        ...adviseFor(cause, facts.causeFacts),
        say('then run it again, and verify what it changes', 'codex-cockpit run -- codex exec "…"'),
        say('', 'codex-cockpit pack create --last --verify "COMMAND"'),
      ];
    }
  }
}

function revertFacts(id: string, { change, changed }: GuideFacts): readonly Advice[] {
  if (change.type === 'unseen') return [say(change.why)];
  if (changed === 0) return [say('the run changed no file: nothing is left to revert')];
  const { brought, head } = change;
  const commits = brought.commits.map(({ commit, isMerge, at, subject, files, others }) => {
    const besides = others > 0 ? `, and ${countOf(others, 'other file')}` : '';
    return say(
      `${isMerge ? 'the merge ' : ''}${shortCommit(commit)} of ${at.slice(0, 10)} brought ${countOf(files.length, 'file')} of the run${besides}: ${subject}`,
    );
  });
  const uncommitted = brought.uncommitted.map((path) => say(`${path}: no commit has what the run left`));
  if (judgeRevert(head).length === 0)
    return [...commits, say('HEAD is as before the run: nothing is left to revert')];
  const command = revertCommand(id, brought);
  return [
    ...commits,
    ...uncommitted,
    command === undefined
      ? say('no commit of this branch brought the change: check out the branch that has it')
      : say('revert it on a branch of its own, and open a pull request', command),
  ];
}
