import { typedPath } from '../../../../app/files/write-new-file.ts';
import type { GateRequest } from '../../../../app/runs/gates/judge-gates.ts';
import { UsageError } from '../../../../domain/base/errors.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import { parseWholeNumber } from '../../../../domain/base/text/whole-number.ts';
import { GATES, type Gate, type GateResult } from '../../../../domain/runs/gates/gate.ts';
import { AUTOMATION_LEVELS } from '../../../../domain/runs/gates/risk-matrix.ts';
import { plain } from '../../../../report/base/paint.ts';
import {
  chooseOne,
  decision,
  type FormSpec,
  fileName,
  fill,
  oneOf,
  withoutAdvice,
} from '../../../shell/decision.ts';
import { chosenOf } from '../../../shell/forms/choices.ts';
import { whileRunning, withoutRollout } from '../../../shell/guards.ts';
import { inquiry } from '../../../shell/inquiry.ts';
import type { Binding } from '../../../shell/screen.ts';
import type { Doing, State } from '../../../shell/state.ts';
import { doWork } from '../../../shell/work.ts';
import { showResult } from '../read.ts';

type Asked = GateRequest & { gate: Gate; pin: string | undefined };

const gates = Object.keys(GATES) as Gate[];

const form: FormSpec<Asked> = {
  title: () => 'Ask a gate of CI about a change',
  fields: () => [
    {
      ...{ label: 'Gate', value: gates[0] ?? '', choices: gates, notes: GATES },
      ...{ pick: true, required: chooseOne },
    },
    { label: 'Repository', value: '.' },
    { label: 'Base (branch)', value: '' },
    { label: 'Head (HEAD)', value: '' },
    { label: 'Folders of packs', value: '' },
    { label: 'Files of packs', value: '' },
    { label: 'Automation level', value: '' },
    { label: 'File of reviews', value: '' },
    { label: 'File of merges', value: '' },
    { label: 'Protected branches', value: '' },
    { label: 'Own risk matrix', value: '' },
  ],
  read: (values, _, { status }) =>
    fill((at) => {
      const text = (place: number) => values[place] || undefined;
      const file = (place: number) => at(place, () => (values[place] ? fileName(values[place]) : undefined));
      return {
        gate: at(0, () => oneOf(gates, values[0] ?? '')),
        pin: status?.pin,
        ...{ folder: values[1] || '.', base: text(2), head: text(3), runs: [] },
        packs: chosenOf(values[4] ?? ''),
        pack: at(5, () => chosenOf(values[5] ?? '').map(fileName)),
        level: at(6, () => (values[6] ? levelOf(values[6]) : undefined)),
        ...{ reviews: file(7), pulls: file(8), protect: chosenOf(values[9] ?? ''), matrix: file(10) },
      };
    }),
};

function levelOf(typed: string): number {
  const level = parseWholeNumber(typed, 1);
  if (level !== undefined && level <= AUTOMATION_LEVELS.length) return level;
  throw new UsageError(`a level is a number from 1 to ${AUTOMATION_LEVELS.length}`);
}

/** Loaded when somebody asks: the first screen does not wait for it. */
const app = () => import('../../../../app/runs/gates/judge-gates.ts');

async function judge(doing: Doing, { gate, pin, ...typed }: Asked, signal: AbortSignal): Promise<GateResult> {
  const { judgePackGate, judgePinsGate, judgeSilentCodegen } = await app();
  const world = doing.world();
  const path = (one: string | undefined) => (one === undefined ? undefined : typedPath(world, one));
  const request: GateRequest = {
    ...typed,
    folder: typedPath(world, typed.folder),
    packs: typed.packs.map((one) => typedPath(world, one)),
    pack: typed.pack.map((one) => typedPath(world, one)),
    ...{ reviews: path(typed.reviews), pulls: path(typed.pulls), matrix: path(typed.matrix) },
  };
  if (gate === 'pins') return judgePinsGate(world, { folder: request.folder, pin, signal });
  const ask = gate === 'pack' ? judgePackGate : judgeSilentCodegen;
  return withoutAdvice(() => doing.reading((store) => ask(world, store, request)));
}

async function render(result: GateResult): Promise<string> {
  const { gateFormats } = await import('../../../../report/runs/gates/gate.ts');
  return gateFormats.text(result, plain);
}

const askAndRecord = decision<Asked>({
  command: 'ask-gate',
  keys: ['r'],
  description: 'ask a gate of CI about a change of a repository, and record what it says',
  footer: 'ask a gate',
  disabled: (state) => withoutRollout(state) ?? whileRunning(state),
  form,
  confirmation: ({ gate, folder }) => ({
    question: `Ask the gate ${gate} about the change in ${cleanLine(folder)}?`,
    records: [`gate.judged: ${gate}, with what it found`],
  }),
  run: async (doing, asked) => {
    const found = await doWork(doing, `asking the gate ${asked.gate}`, (signal) =>
      judge(doing, asked, signal),
    );
    if (!found) return 'the gate was stopped; nothing is recorded';
    const text = await render(found);
    const { recordGate } = await app();
    const entry = await recordGate(doing.world(), await doing.writable(), found);
    doing.change((state) => showResult(state, 'run-gates', text));
    return `the gate ${found.gate} is ${found.verdict}: ${countOf(found.findings.length, 'finding')} (entry ${entry})`;
  },
});

const look = inquiry<Asked>({
  command: 'look-at-gate',
  keys: ['V'],
  description: 'the same, and nothing is recorded',
  disabled: (state: State) => (state.status ? undefined : 'the history is being read'),
  form,
  title: ({ gate, folder }) => `The gate ${gate} about the change in ${folder}`,
  answer: async (doing, asked) => render(await judge(doing, asked, doing.signal)),
});

/** Asking gates. */
export const gateKeys: readonly Binding[] = [askAndRecord, look];
