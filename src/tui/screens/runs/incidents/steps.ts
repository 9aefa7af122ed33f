import { typedPath } from '../../../../app/files/write-new-file.ts';
import type { AskedStep } from '../../../../app/runs/incidents.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import type { Cause } from '../../../../domain/runs/incident/incident.ts';
import { causeTitles, stepTitles } from '../../../../domain/runs/incident/judge-incident.ts';
import { renderIncidentMarkdown } from '../../../../report/runs/incident/markdown.ts';
import {
  decision,
  type FormSpec,
  fileName,
  fill,
  oneOf,
  required,
  withoutAdvice,
} from '../../../shell/decision.ts';
import { whileRunning } from '../../../shell/guards.ts';
import type { Binding } from '../../../shell/screen.ts';
import type { Doing, Field, State } from '../../../shell/state.ts';
import { doWork } from '../../../shell/work.ts';
import { runs } from '../read.ts';
import { promptOf, whenOf } from '../rows.ts';
import { withoutOpenIncident } from './decide.ts';
import { selectedIncident } from './rows.ts';

type Step = AskedStep;

const exception: Field = { label: 'Counts anyway since', value: '' };

/** A step of the playbook: it is checked, and recorded when the check finds nothing wrong, or with the reason that is given. */
const stepOf = (
  step: Step['step'],
  spec: Pick<Binding, 'command' | 'keys' | 'description' | 'footer'> & {
    disabled?: Binding['disabled'];
    form: Pick<FormSpec<Step>, 'fields' | 'read'>;
    says: (asked: Step) => string;
  },
) =>
  decision<Step>({
    command: spec.command,
    keys: spec.keys,
    description: spec.description,
    ...(spec.footer === undefined ? {} : { footer: spec.footer }),
    disabled: (state) => withoutOpenIncident(state) ?? spec.disabled?.(state) ?? whileRunning(state),
    about: (state) => selectedIncident(state)?.id,
    form: { title: (id) => `${id}: ${stepTitles[step]}`, ...spec.form },
    confirmation: (asked) => ({
      question: `Check and record the step ${step} of ${asked.incident ?? ''}?`,
      records: [`incident.step-done: ${spec.says(asked)}`],
      follows: ['It is refused when the check finds something wrong, unless a reason is given.'],
    }),
    run: async (doing, asked) => {
      const { recordStep } = await import('../../../../app/runs/incidents.ts');
      const store = await doing.writable();
      const recorded = await doWork(doing, `checking the step ${step}`, (signal) =>
        withoutAdvice(() => recordStep(doing.world(), store, placed(doing, asked, signal))),
      );
      if (!recorded) return `the check of the step ${step} was stopped`;
      const { id, steps } = recorded;
      const left = steps.filter(({ done }) => !done).map((one) => one.step);
      return `${id}: ${step} is done; ${left.length === 0 ? 'x closes it' : `open: ${left.join(', ')}`}`;
    },
  });

/** The same with the paths that were typed, as the folder of the cockpit has them. */
function placed(doing: Doing, asked: Step, signal: AbortSignal): Step {
  const folder = asked.folder === undefined ? undefined : typedPath(doing.world(), asked.folder);
  if (asked.step !== 'attach') return { ...asked, folder };
  return { ...asked, folder, out: typedPath(doing.world(), asked.out), signal };
}

const given = (text: string) => text || undefined;

const revert = stepOf('revert', {
  command: 'incident-revert',
  keys: ['v'],
  description: 'record the commit that reverts the change of the bad run; it is checked in the repository',
  footer: 'revert',
  form: {
    fields: () => [
      { label: 'Commit', value: 'HEAD', required: 'name the commit that reverts the change' },
      { label: 'Repository', value: '.' },
      exception,
    ],
    read: ([commit = '', folder = '', reason = ''], incident) =>
      fill((at) => ({
        ...{ incident, step: 'revert', folder: given(folder), exception: given(reason) },
        commit: at(0, () => required(commit, 'name the commit that reverts the change')),
      })),
  },
  says: (asked) => `revert by ${cleanLine(asked.step === 'revert' ? asked.commit : '')}`,
});

const attach = stepOf('attach', {
  command: 'incident-attach',
  keys: ['t'],
  description: 'write the evidence of both runs, their provenance, packs and comparison for the ticket',
  footer: 'attach',
  form: {
    fields: (id) => [
      {
        label: 'Folder or .tar.gz',
        value: `incident-${id}.tar.gz`,
        required: 'name a new folder or archive',
      },
      { label: 'Repository', value: '.' },
      exception,
    ],
    read: ([out = '', folder = '', reason = ''], incident) =>
      fill((at) => ({
        ...{ incident, step: 'attach', folder: given(folder), exception: given(reason) },
        ...{ out: at(0, () => fileName(required(out, 'name a new folder or archive'))) },
        textOf: renderIncidentMarkdown,
      })),
  },
  says: (asked) =>
    `attach, the digest of each file of ${cleanLine(asked.step === 'attach' ? asked.out : '')}`,
});

const causes = Object.keys(causeTitles) as Cause[];
const asProposed = 'as proposed';

const decide = stepOf('decide', {
  command: 'incident-decide',
  keys: ['d'],
  description: 'decide between prompt drift and tool upgrade, from the comparison of both runs',
  footer: 'decide',
  form: {
    fields: (_, state) => [
      {
        ...{ label: 'Cause', value: asProposed, pick: true, required: 'choose a cause' },
        choices: [asProposed, ...causes],
        notes: { ...causeTitles, [asProposed]: 'what the comparison of the runs proposes' },
      },
      {
        ...{ label: 'Reason for another', value: '' },
      },
      { label: 'Other good run', value: '', ...runChoices(state) },
      { label: 'Repository', value: '.' },
    ],
    read: ([cause = '', reason = '', good = '', folder = ''], incident) =>
      fill((at) => {
        const chosen = at(0, () => oneOf<string>([asProposed, ...causes], cause));
        return {
          ...{ incident, step: 'decide', reason: given(reason), good: given(good), folder: given(folder) },
          cause: causes.find((one) => one === chosen),
        };
      }),
  },
  says: (asked) => {
    if (asked.step !== 'decide') return '';
    const cause = asked.cause === undefined ? 'the proposed cause' : causeTitles[asked.cause];
    return `decide, ${cause}${asked.reason === undefined ? '' : `: ${cleanLine(asked.reason)}`}`;
  },
});

const rerun = stepOf('rerun', {
  command: 'incident-rerun',
  keys: ['n'],
  description: 'record the new run that was made as decided; it is checked against the decision',
  footer: 'new run',
  disabled: (state) =>
    selectedIncident(state)?.steps.find(({ step }) => step === 'decide')?.done
      ? undefined
      : 'the cause is not decided yet: d decides it',
  form: {
    fields: (_, state) => [
      { label: 'Run', value: '', required: 'name a captured run', ...runChoices(state) },
      exception,
    ],
    read: ([run = '', reason = ''], incident) =>
      fill((at) => ({
        ...{ incident, step: 'rerun', exception: given(reason) },
        run: at(0, () => required(run, 'name a captured run')),
      })),
  },
  says: (asked) => `rerun, run ${cleanLine(asked.step === 'rerun' ? asked.run : '')}`,
});

/** The captured runs, with what each was about. */
function runChoices(state: State): Pick<Field, 'choices' | 'notes'> {
  const all = runs.of(state).value?.runs ?? [];
  return {
    choices: all.map(({ body }) => body.run),
    notes: Object.fromEntries(all.map((one) => [one.body.run, `${whenOf(one)} ${promptOf(one)}`])),
  };
}

/** The steps of the playbook. */
export const stepKeys: readonly Binding[] = [revert, attach, decide, rerun];
