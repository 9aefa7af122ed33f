import { findCommand, readCatalog } from '../../../app/artifacts/catalog/read-catalog.ts';
import { runCatalog } from '../../../app/artifacts/catalog/run-catalog.ts';
import { findRepository } from '../../../app/artifacts/repository.ts';
import { typedPath } from '../../../app/files/write-new-file.ts';
import type { CatalogCommand } from '../../../domain/artifacts/catalog/verification-catalog.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { renderCatalogResult } from '../../../report/artifacts/catalog.ts';
import { plain } from '../../../report/base/paint.ts';
import { type Decision, decision, withoutAdvice } from '../../shell/decision.ts';
import { otherRun, whileRunning, withoutRole } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import type { Doing, Effect, State } from '../../shell/state.ts';
import { catalog, commandOfItem, lastResult, selectedCommand, showCommand } from './rows.ts';

type Running = {
  command: string;
  folder: string;
  /** Found before the question: the top of the repository, and what is approved to run there. */
  repository: string;
  approved: Pick<CatalogCommand, 'argv' | 'timeoutMs' | 'proves'> | undefined;
};

const whyNot = (state: State) =>
  whileRunning(state) ?? withoutRole('run a command of the catalog')(state) ?? catalog.of(state).refusal;

/** Runs an approved command in a repository; `about` is the command. */
export const runCommand: Decision<Running> = decision<Running>({
  command: 'run-command',
  keys: ['x'],
  description: 'run the selected command of the catalog in a repository',
  footer: 'run',
  disabled: (state) => whyNot(state) ?? (selectedCommand(state) ? undefined : 'no command is selected'),
  about: (state) => selectedCommand(state)?.id,
  form: {
    title: (command) => `Run ${command} in a repository`,
    fields: () => [{ label: 'Folder', value: '.', required: 'name a folder of the repository' }],
    read: ([folder = ''], command) => ({ input: { command, folder, repository: '', approved: undefined } }),
  },
  prepare: async (doing, input) => {
    const world = doing.world();
    const folder = typedPath(world, input.folder);
    const { root } = await findRepository(world, folder);
    const approved = await withoutAdvice(async () =>
      findCommand(await doing.reading((store) => readCatalog(world, store)), input.command),
    );
    return { ...input, folder, repository: root, approved };
  },
  confirmation: ({ command, repository, approved }) => ({
    question: `Run ${command} in ${repository}?`,
    records: [
      `catalog.ran: ${command}, with its result and what it printed, redacted`,
      ...(approved
        ? [
            `runs here: ${approved.argv.join(' ')}, for ${formatDuration(approved.timeoutMs)} at most`,
            `proves: ${approved.proves}`,
          ]
        : []),
    ],
  }),
  run: carryOut,
});

/** Runs it so that it can be stopped, and shows what it came to. Stopped, nothing is recorded. */
async function carryOut(doing: Doing, { command, folder }: Running): Promise<string> {
  let told = `${command} was stopped; nothing is recorded`;
  let fault: unknown;
  await doing.run(async (signal) => {
    doing.change((state) =>
      otherRun.set(state, { what: command, since: performance.now(), stopping: false }),
    );
    try {
      const asked = { command, repository: folder, codex: doing.codex, signal };
      for await (const event of runCatalog(doing.world(), await doing.writable(), asked)) {
        if (event.type !== 'finished') continue;
        const { verdict, summary } = event.result;
        told = cleanLine(`${command}: ${verdict}: ${summary}`);
        const text = renderCatalogResult(event.result, plain);
        doing.change((state) => showResult(lastResult.set(state, { command, text })));
      }
    } catch (cause) {
      fault = cause;
    } finally {
      doing.change((state) => otherRun.set(state, undefined));
    }
  });
  if (fault !== undefined) throw fault;
  return told;
}

/** Opens the result, unless the person has gone on to something else. */
function showResult(state: State): State {
  if (state.screen !== 'catalog' || state.overlay) return state;
  return { ...state, detail: { of: 'result', scroll: 0 }, search: '' };
}

const stop: Effect = {
  name: 'stop-command',
  carryOut: async (doing) => {
    doing.change((state) => {
      const other = otherRun.of(state);
      return other ? otherRun.set(state, { ...other, stopping: true }) : state;
    });
    doing.stop();
  },
};

/** Running approved commands, and stopping. */
export const catalogKeys: readonly Binding[] = [
  runCommand,
  {
    command: 'run-item-command',
    keys: ['c'],
    description: 'run the command of the catalog that the selected item asks for',
    group: 'Rollout',
    alsoOn: ['rollout', 'turn'],
    records: true,
    disabled: (state) => {
      if (state.screen === 'catalog') return 'x runs the selected command';
      return (
        whyNot(state) ?? (commandOfItem(state) ? undefined : 'the item asks for no command of the catalog')
      );
    },
    press: (state) => {
      const command = commandOfItem(state) ?? '';
      return [runCommand.openForm(showCommand(state, command), command)];
    },
  },
  {
    command: 'stop-command',
    keys: ['s'],
    description: 'stop the command that is running',
    footer: 'stop',
    disabled: (state) => {
      const other = otherRun.of(state);
      if (!other) return 'no command is running';
      return other.stopping ? 'the command is stopping' : undefined;
    },
    press: (state) => [state, stop],
  },
  {
    command: 'command-result',
    keys: ['d'],
    description: 'what the last command printed that was run here',
    disabled: (state) => (lastResult.of(state) ? undefined : 'no command was run here'),
    press: (state) => [{ ...state, detail: { of: 'result', scroll: 0 }, search: '' }],
  },
];
