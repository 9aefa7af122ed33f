import { extname } from 'node:path';
import { typedPath } from '../../../app/files/write-new-file.ts';
import type { PackRequest } from '../../../app/runs/pack/create-pack.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { decision, fileName, fill, withoutAdvice } from '../../shell/decision.ts';
import { chosenOf } from '../../shell/forms/choices.ts';
import { whileRunning, withoutRollout } from '../../shell/guards.ts';
import type { Doing } from '../../shell/state.ts';
import { doWork } from '../../shell/work.ts';
import { catalog } from '../catalog/rows.ts';
import { PACK } from './detail.ts';
import { selectedRun, withoutRun } from './rows.ts';

/** Loaded when somebody makes a pack: the first screen does not wait for it. */
const app = () => import('../../../app/runs/pack/create-pack.ts');

type Making = Pick<PackRequest, 'verify' | 'catalog' | 'folder' | 'base' | 'task' | 'matrix'> & {
  run: string;
  /** Files that the pack is written to as well; their endings say in which form. */
  files: readonly string[];
};

const forms = { '.md': 'markdown', '.json': 'json', '.html': 'html' } as const;

const formOf = (file: string) => {
  const ending = Object.keys(forms).find((one) => one === extname(file).toLowerCase());
  if (ending) return forms[ending as keyof typeof forms];
  throw new UsageError(`${cleanLine(file)}: end it with ${Object.keys(forms).join(', ')}`);
};

/** Verifies what the selected run changed, and makes what a reviewer needs. */
export const makePack = decision<Making>({
  command: 'make-pack',
  keys: ['P'],
  description: 'verify what the selected run changed, and make its review pack',
  footer: 'make pack',
  disabled: (state) => withoutRun(state) ?? withoutRollout(state) ?? whileRunning(state),
  about: (state) => selectedRun(state)?.body.run,
  form: {
    title: () => 'Make a review pack of this run',
    fields: (_, state) => [
      { label: 'Verify with', value: '' },
      { label: 'And with', value: '' },
      {
        ...{ label: 'Catalog commands', value: '', many: true },
        choices: catalog.of(state).commands.map(({ id }) => id),
      },
      { label: 'What it is for', value: '' },
      { label: 'Base (as it began)', value: '' },
      { label: 'Repository', value: '.' },
      { label: 'Own risk matrix', value: '' },
      { label: 'Files (md json html)', value: '' },
    ],
    read: (
      [first = '', second = '', listed = '', task = '', base = '', folder = '', matrix = '', out = ''],
      run,
    ) =>
      fill((at) => ({
        ...{ run, verify: [first, second].filter((one) => one !== ''), catalog: chosenOf(listed) },
        ...{ folder: folder || '.', base: base || undefined, task: task || undefined },
        matrix: matrix === '' ? undefined : at(6, () => fileName(matrix)),
        files: at(7, () =>
          chosenOf(out).map((file) => {
            formOf(file);
            return fileName(file);
          }),
        ),
      })),
  },
  prepare: async (_, asked) => {
    const { readVerification } = await import('../../../app/runs/pack/verify.ts');
    for (const command of asked.verify) withoutAdvice(() => readVerification(command));
    return asked;
  },
  confirmation: ({ run, verify, catalog: listed, folder, files }) => ({
    question: 'Verify what this run changed, and make its review pack?',
    records: [
      `pack.created: of run ${run}, with the change, each verification and what remains uncertain`,
      ...listed.map((id) => `catalog.ran: ${id}`),
      ...verify.map((command) => `runs in ${cleanLine(folder)}: ${cleanLine(command)}`),
      ...(verify.length + listed.length === 0
        ? ['without a verification: the pack says that nothing was verified']
        : []),
    ],
    entries: 1 + listed.length,
    writes: files.map(cleanLine),
  }),
  run: (doing, asked) => make(doing, asked),
});

const timeoutMs = 10 * 60 * 1000;

async function make(doing: Doing, { files, ...asked }: Making): Promise<string> {
  const world = doing.world();
  const store = await doing.writable();
  const [{ createPack, recordPack }, { packFormats }, { writeReport }] = await Promise.all([
    app(),
    import('../../../report/runs/pack/formats.ts'),
    import('../../../app/files/write-report.ts'),
  ]);
  const pack = await doWork(doing, 'making a review pack', async (signal, onProgress) => {
    const request: PackRequest = {
      ...{ ...asked, signal, timeoutMs, passedOn: [] },
      folder: typedPath(world, asked.folder),
      matrix: asked.matrix === undefined ? undefined : typedPath(world, asked.matrix),
    };
    for await (const event of createPack(world, store, store, request)) {
      if (event.type === 'verifying') onProgress({ done: 0, planned: 0, step: event.command });
      if (event.type === 'finished') return event.pack;
    }
    return undefined;
  });
  if (!pack) return 'the verification was stopped; no pack was made';
  const entry = await recordPack(store, pack, packFormats.markdown(pack));
  for (const file of files) await writeReport(typedPath(world, file), packFormats[formOf(file)](pack));
  doing.change((state) =>
    state.screen === 'runs' && !state.overlay && selectedRun(state)?.body.run === asked.run
      ? { ...state, detail: { of: PACK, scroll: 0 }, search: '' }
      : state,
  );
  const { verification, uncertain } = pack;
  const failed = verification.filter(({ verdict }) => verdict !== 'pass').length;
  const verified =
    verification.length === 0
      ? 'nothing was verified'
      : failed === 0
        ? `${countOf(verification.length, 'verification')} passed`
        : `${failed} of ${countOf(verification.length, 'verification')} did not pass`;
  return `review pack of entry ${entry}: ${verified}; ${countOf(uncertain.length, 'thing remains', 'things remain')} uncertain`;
}
