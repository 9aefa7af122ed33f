import { typedPath } from '../../../../app/files/write-new-file.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import type { Lint } from '../../../../domain/runs/workflows/finding.ts';
import { plain } from '../../../../report/base/paint.ts';
import { decision, type FormSpec, fileName, fill, required } from '../../../shell/decision.ts';
import { whileRunning, withoutRollout } from '../../../shell/guards.ts';
import { inquiry } from '../../../shell/inquiry.ts';
import type { Binding } from '../../../shell/screen.ts';
import type { Doing, State } from '../../../shell/state.ts';
import { doWork } from '../../../shell/work.ts';
import { showResult } from '../read.ts';

type Asked = { folder: string; pin: string | undefined };

const form: FormSpec<Asked> = {
  title: () => 'Lint the workflows that start Codex',
  fields: () => [{ label: 'Repository or file', value: '.', required: 'name a repository, or one file' }],
  read: ([folder = ''], _, { status }) =>
    fill((at) => ({
      folder: at(0, () => fileName(required(folder, 'name a repository, or one file'))),
      pin: status?.pin,
    })),
};

/** Loaded when somebody lints: the first screen does not wait for it. */
const app = () => import('../../../../app/runs/workflows/lint-workflows.ts');

async function lintIn(doing: Doing, { folder, pin }: Asked, signal: AbortSignal): Promise<Lint> {
  const { lintWorkflows } = await app();
  const world = doing.world();
  const asked = { folder: typedPath(world, folder), pin, rules: [], ignored: new Map<string, string>() };
  return lintWorkflows(world, { ...asked, asksOthers: true, signal });
}

async function render(lint: Lint): Promise<string> {
  const { renderLint } = await import('../../../../report/runs/workflows/text.ts');
  return renderLint(lint, plain);
}

const lintAndRecord = decision<Asked>({
  command: 'lint-workflows',
  keys: ['r'],
  description: 'lint the workflows of a repository that start Codex, and record what that came to',
  footer: 'lint',
  disabled: (state) => withoutRollout(state) ?? whileRunning(state),
  form,
  confirmation: ({ folder }) => ({
    question: `Lint the workflows of ${cleanLine(folder)} that start Codex?`,
    records: ['workflows.linted: the verdict, with the number of findings of each rule'],
  }),
  run: async (doing, asked) => {
    const lint = await doWork(doing, 'linting workflows', (signal) => lintIn(doing, asked, signal));
    if (!lint) return 'the lint was stopped; nothing is recorded';
    const text = await render(lint);
    const { recordLint } = await app();
    const folder = typedPath(doing.world(), asked.folder);
    const why = await recordLint(doing.world(), await doing.writable(), { folder, lint });
    doing.change((state) => showResult(state, 'run-lints', text));
    const found = `${countOf(lint.findings.length, 'finding')} in ${countOf(lint.read, 'file')}`;
    return why === undefined ? found : `${found}; not recorded: ${why}`;
  },
});

const look = inquiry<Asked>({
  command: 'look-at-workflows',
  keys: ['V'],
  description: 'the same, and nothing is recorded',
  disabled: (state: State) => (state.status ? undefined : 'the history is being read'),
  form,
  title: ({ folder }) => `The workflows of ${folder} that start Codex`,
  answer: async (doing, asked) => render(await lintIn(doing, asked, doing.signal)),
});

/** Linting workflows. */
export const lintKeys: readonly Binding[] = [lintAndRecord, look];
