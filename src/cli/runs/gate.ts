import { appendFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { exactVersion } from '../../app/rollout/start-rollout.ts';
import {
  type GateRequest,
  judgePackGate,
  judgePinsGate,
  judgeSilentCodegen,
  recordGate,
} from '../../app/runs/gates/judge-gates.ts';
import { readRiskMatrix } from '../../app/runs/gates/risk-matrix.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { parseWholeNumber } from '../../domain/base/text/whole-number.ts';
import { GATES, type GateResult } from '../../domain/runs/gates/gate.ts';
import { AUTOMATION_LEVELS } from '../../domain/runs/gates/risk-matrix.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { plain } from '../../report/base/paint.ts';
import { alignColumns } from '../../report/base/table.ts';
import { type GateFormat, gateFormats, renderMatrix } from '../../report/runs/gates/gate.ts';
import type { Call } from '../program/call.ts';
import { arg, choiceFlag, flag, readFlag, repeatedFlag } from '../program/flags.ts';
import { naming } from '../program/output-flag.ts';
import { group, subcommand } from '../program/subcommand.ts';

function readLevel(text: string): number {
  const level = parseWholeNumber(text, 1);
  if (level === undefined || level > AUTOMATION_LEVELS.length)
    throw new InvalidArgumentError(`It must be 1 to ${AUTOMATION_LEVELS.length}.`);
  return level;
}

const matrixFlag = flag('--matrix <file>', 'your own risk matrix (default: the one that ships)');

const answerFlags = {
  format: choiceFlag(
    '--format <format>',
    'how to print the answer',
    Object.keys(gateFormats) as readonly GateFormat[],
    'text',
  ),
  summary: flag('--step-summary', 'add the answer to the summary of the GitHub step'),
  record: flag('--no-record', 'record nothing in the history'),
};

const changeFlags = {
  base: flag(
    '--base <ref>',
    'what the change is compared with (default: of the event, else the branch of origin)',
  ),
  head: flag('--head <ref>', 'where the change ends (default: of the event, else HEAD)'),
  packs: repeatedFlag('--packs <folder>', 'a folder with packs as JSON; repeatable'),
  pack: repeatedFlag('--pack <file>', 'a pack as JSON; repeatable'),
  level: readFlag(
    '--level <n>',
    'automation level of the pipeline, 1 to 5 (default: by how the change arrives)',
    readLevel,
  ),
  reviews: flag('--reviews <file>', 'the reviews of the pull request, as GitHub answers'),
  protect: repeatedFlag('--protect <branch>', 'a protected branch, besides the default one; repeatable'),
  repository: readFlag('--repository <folder>', 'a folder of the repository', String, '.'),
  matrix: matrixFlag,
  ...answerFlags,
};

const exitNotes =
  'Exit codes: 0 open, 1 closed, 2 bad usage or nothing to judge by, 3 it could not be judged.';

type Answer = { record: boolean; summary: boolean };

/** Records the answer where there is a rollout, and adds it to the summary where that was asked for. */
async function keep(result: GateResult, { record: wanted, summary }: Answer, { world, read, record }: Call) {
  if (wanted && !world.readOnly && (await read(async (store) => store?.rollout())))
    await record((store) => recordGate(world, store, result));
  if (!summary) return result;
  const path = world.environment.GITHUB_STEP_SUMMARY;
  if (!path)
    throw new UsageError('GITHUB_STEP_SUMMARY names no file', 'Leave out --step-summary outside of GitHub.');
  await naming(path, () => appendFile(path, gateFormats.markdown(result)));
  return result;
}

const printing = {
  text: (result: GateResult, { given, paint }: Call<Call['given'] & { format: GateFormat }>) =>
    gateFormats[given.format](result, given.format === 'text' ? paint : plain),
  json: (result: GateResult) => gateFormats.json(result),
  exit: ({ verdict }: GateResult) => (verdict === 'open' ? 0 : 1),
  notes: exitNotes,
};

type Given = Omit<GateRequest, 'folder' | 'runs' | 'pulls'> & { repository: string };

const requestOf = ({
  repository: folder,
  base,
  head,
  packs,
  pack,
  level,
  reviews,
  protect,
  matrix,
}: Given) => ({
  ...{ folder, base, head, packs, pack, level, reviews, protect, matrix },
});

const codegen = subcommand({
  name: 'no-silent-codegen',
  summary: GATES['no-silent-codegen'],
  flags: {
    runs: repeatedFlag('--runs <folder>', 'a folder with evidence folders of runs; repeatable'),
    pulls: flag('--pulls <file>', 'the pull requests of the commit, as GitHub answers'),
    ...changeFlags,
  },
  run: async (given, call) => {
    const { runs, pulls } = given;
    const request = { ...requestOf(given), runs, pulls };
    return keep(await call.read((store) => judgeSilentCodegen(call.world, store, request)), given, call);
  },
  ...printing,
});

const pack = subcommand({
  name: 'pack',
  summary: GATES.pack,
  flags: changeFlags,
  run: async (given, call) => {
    const request = { ...requestOf(given), runs: [] };
    return keep(await call.read((store) => judgePackGate(call.world, store, request)), given, call);
  },
  ...printing,
});

const pins = subcommand({
  name: 'pins',
  summary: GATES.pins,
  args: { folder: arg('[folder]', 'a folder of the project (default: the working folder)') },
  flags: {
    pin: readFlag(
      '--pin <version>',
      'the version to judge by (default: the pin of the rollout)',
      exactVersion,
    ),
    ...answerFlags,
  },
  run: async (given, call) => {
    const { world, signal, read } = call;
    const pin = given.pin ?? (await read(async (store) => (await store?.rollout())?.pin));
    return keep(await judgePinsGate(world, { folder: given.folder ?? '.', pin, signal }), given, call);
  },
  ...printing,
});

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the gates, and what the risk matrix asks for',
  flags: { matrix: matrixFlag },
  run: ({ matrix }, { world }) => readRiskMatrix(world, matrix),
  text: ({ matrix, source }) =>
    `${alignColumns(Object.entries(GATES).map(([id, what]) => [id, what]))
      .map((row) => `${row}\n`)
      .join('')}\n${renderMatrix(matrix, source)}`,
  json: ({ matrix, source }) =>
    jsonDocument('gates', {
      gates: Object.entries(GATES).map(([id, asks]) => ({ id, asks })),
      levels: AUTOMATION_LEVELS.map((title, index) => ({ level: index + 1, title })),
      source,
      matrix,
    }),
});

export const define = group({
  subcommands: [codegen, pack, pins, list],
  examples: [
    ['codex-cockpit gate', 'the gates and the risk matrix'],
    [
      'codex-cockpit gate no-silent-codegen --runs codex-evidence --packs codex-evidence --format github',
      'in a pull request of GitHub',
    ],
    [
      'codex-cockpit gate pack --pack pack.json --base origin/main --level 3',
      'is this the change that was verified?',
    ],
    ['codex-cockpit gate pins --pin 0.139.0', 'workflows that start another CLI'],
  ],
});
