import { typedPath } from '../../../app/files/write-new-file.ts';
import type { AskedVerification, Verification } from '../../../app/runs/provenance/verify-run.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderProvenanceText, renderVerification } from '../../../report/runs/provenance.ts';
import { decision, type FormSpec, fileName, fill } from '../../shell/decision.ts';
import { chosenOf } from '../../shell/forms/choices.ts';
import { whileRunning, withoutRollout } from '../../shell/guards.ts';
import { inquiry } from '../../shell/inquiry.ts';
import type { Binding } from '../../shell/screen.ts';
import type { Doing, State } from '../../shell/state.ts';
import { doWork } from '../../shell/work.ts';
import { selectedRun, withoutRun } from './rows.ts';

/** Loaded when somebody asks: the first screen does not wait for it. */
const app = () => import('../../../app/runs/provenance/verify-run.ts');

/** What a verification is given beside the run; nothing of it is needed. */
const form: FormSpec<AskedVerification> = {
  title: () => 'Verify the provenance of this run',
  fields: () => [
    { label: 'Repository', value: '.' },
    { label: 'File of the prompt', value: '' },
    { label: 'Signed envelope', value: '' },
    { label: 'Public keys for it', value: '' },
  ],
  read: ([repository = '', prompt = '', envelope = '', keys = ''], run) =>
    fill((at) => ({
      run,
      repository: repository || undefined,
      prompt: prompt === '' ? undefined : at(1, () => fileName(prompt)),
      envelope: envelope === '' ? undefined : at(2, () => fileName(envelope)),
      keys: at(3, () => chosenOf(keys).map(fileName)),
    })),
};

async function verify(doing: Doing, asked: AskedVerification): Promise<Verification> {
  const world = doing.world();
  const { verifyRun } = await app();
  const path = (typed: string | undefined) => (typed === undefined ? undefined : typedPath(world, typed));
  const given = {
    ...asked,
    repository: path(asked.repository),
    prompt: path(asked.prompt),
    envelope: path(asked.envelope),
    keys: asked.keys?.map((file) => typedPath(world, file)),
  };
  return doing.reading((store) => verifyRun(world, store, given));
}

const verifyAndRecord = decision<AskedVerification>({
  command: 'verify-provenance',
  keys: ['v'],
  description: 'recompute every digest of the selected run that can be reached, and record what that came to',
  footer: 'verify',
  disabled: (state) => withoutRun(state) ?? withoutRollout(state) ?? whileRunning(state),
  about: (state) => selectedRun(state)?.body.run,
  form,
  confirmation: ({ run }) => ({
    question: 'Recompute every digest of this run that can be reached?',
    records: [`provenance.verified: the verdict on run ${run ?? ''}, with each thing that was compared`],
  }),
  run: async (doing, asked) => {
    const found = await doWork(doing, 'verifying the provenance', () => verify(doing, asked));
    if (!found) return 'the verification was stopped; nothing is recorded';
    const { recordVerification } = await app();
    const why = await recordVerification(doing.world(), await doing.writable(), found);
    if (why !== undefined) return `${found.verdict}; not recorded: ${why}`;
    const bad = found.checked.filter(({ result }) => result === 'different');
    const named = bad.map(({ what }) => cleanLine(what)).join(', ');
    return bad.length === 0
      ? `${found.verdict}: ${countOf(found.checked.length, 'thing')} compared; enter shows each`
      : `different from what was recorded: ${named}`;
  },
});

const look = inquiry<AskedVerification>({
  command: 'look-at-provenance',
  keys: ['V'],
  description: 'the same, and nothing is recorded',
  disabled: withoutRun,
  form: {
    ...form,
    read: (values, _, state) => form.read(values, selectedRun(state)?.body.run ?? '', state),
  },
  title: () => 'The provenance of this run, compared with what is within reach',
  answer: async (doing, asked) => renderVerification(await verify(doing, asked), plain),
});

const show = inquiry<string>({
  command: 'show-provenance',
  keys: ['w'],
  description: 'show the provenance of the selected run: tool, inputs, policy, outputs',
  footer: 'provenance',
  disabled: withoutRun,
  begin: (state: State) => selectedRun(state)?.body.run ?? '',
  title: (run) => `Provenance of run ${run}. Signed, for other tools: codex-cockpit provenance export ${run}`,
  answer: async (doing, run) => {
    const [{ findRun }, { provenanceOf }] = await Promise.all([
      import('../../../app/runs/provenance/find-run.ts'),
      import('../../../domain/runs/provenance/record.ts'),
    ]);
    const found = await doing.reading((store) => findRun(doing.world(), store, { run }));
    return renderProvenanceText(provenanceOf(found.run), plain);
  },
});

/** What a captured run was given, and whether that is still so. */
export const provenanceKeys: readonly Binding[] = [verifyAndRecord, show, look];
