import { resolve } from 'node:path';
import { writeReport } from '../../app/files/write-report.ts';
import { exportProvenance, PROVENANCE_FORMATS } from '../../app/runs/provenance/export-run.ts';
import { findRun } from '../../app/runs/provenance/find-run.ts';
import { recordVerification, verifyRun } from '../../app/runs/provenance/verify-run.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { compareRuns } from '../../domain/runs/provenance/compare.ts';
import { provenanceOf, renderProvenance } from '../../domain/runs/provenance/record.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderComparison, renderProvenanceText, renderVerification } from '../../report/runs/provenance.ts';
import { arg, choiceFlag, flag, repeatedFlag } from '../program/flags.ts';
import { naming } from '../program/output-flag.ts';
import { group, subcommand } from '../program/subcommand.ts';

const runArg = arg(
  '[run]',
  'id of a captured run, its end, its entry, or its evidence folder (default: the newest)',
);

const evidenceFlag = flag('--evidence <dir>', 'the evidence folder, where it is not in the folder of runs');

const show = subcommand({
  name: 'show',
  isDefault: true,
  summary: 'what a captured run was given, under which policy, and what it left',
  args: { run: runArg },
  flags: { evidence: evidenceFlag },
  run: ({ run, evidence }, { world, read }) =>
    read(async (store) => provenanceOf((await findRun(world, store, { run, evidence })).run)),
  text: (record, { paint }) => renderProvenanceText(record, paint),
  json: renderProvenance,
});

const verify = subcommand({
  name: 'verify',
  summary: 'recompute every digest of a captured run that can be reached; exit 1 when one differs',
  args: { run: runArg },
  flags: {
    evidence: evidenceFlag,
    repository: flag('--repository <dir>', 'the repository that the run was in (default: this one)'),
    codex: flag('--codex <cli>', 'the CLI that ran: a path, or an installed version'),
    prompt: flag('--prompt <file>', 'the prompt as it was given; only its digest is kept'),
    envelope: flag('--envelope <file>', 'a signed envelope or bundle of the run'),
    keys: repeatedFlag('--key <file>', 'a public key to trust for the envelope (PEM); may be repeated'),
    record: flag('--no-record', 'do not record the verification in the history'),
  },
  run: async (given, { world, read, record }) => {
    const { recorded, ...found } = await read((store) => verifyRun(world, store, given));
    const wanted = recorded && given.record && !given.readOnly;
    const why = wanted ? await record((store) => recordVerification(world, store, found)) : undefined;
    return { ...found, recorded: wanted && why === undefined, why };
  },
  text: (found, { paint }) => renderVerification(found, paint),
  json: ({ run, verdict, checked, recorded }) =>
    jsonDocument('provenance-verification', { run, verdict, recorded, checked }),
  advice: ({ why }) => (why === undefined ? undefined : `Not recorded: ${why}.\n`),
  exit: ({ verdict }) => (verdict === 'different' ? 1 : 0),
});

const exporting = subcommand({
  name: 'export',
  summary: 'print the provenance of a captured run for other tools, signed or not',
  args: { run: runArg },
  flags: {
    evidence: evidenceFlag,
    format: choiceFlag('--format <format>', 'its form', PROVENANCE_FORMATS, 'record'),
    key: flag(
      '--key <file>',
      'the private Ed25519 key that signs it (PEM); for envelope, bundle and test-result',
    ),
    out: flag('-o, --out <file>', 'write that file instead of printing'),
  },
  run: async (given, { world, read }) => {
    const { run, text } = await read((store) => exportProvenance(world, store, given));
    const { out } = given;
    if (out === undefined) return { run, text, path: null };
    const path = resolve(world.cwd, out);
    await naming(out, () => writeReport(path, text), 'Nothing was written.');
    return { run, text, path };
  },
  text: ({ text, path }) => (path === null ? text : ''),
  json: ({ run, text, path }, { given: { format } }) =>
    jsonDocument('provenance-export', { run, form: format, text, written_to: path }),
  advice: ({ path }) => (path === null ? undefined : `Written to ${cleanLine(path)}\n`),
});

const diff = subcommand({
  name: 'diff',
  summary: 'what differs between a good and a bad run: prompt drift, tool upgrade, both or neither',
  args: {
    good: arg('<good>', 'the run that did well: id, end, entry or evidence folder'),
    bad: arg('<bad>', 'the run that did harm'),
  },
  run: ({ good, bad }, { world, read }) =>
    read(async (store) => {
      const { run: one } = await findRun(world, store, { run: good });
      const { run: other } = await findRun(world, store, { run: bad });
      return { good: one.run, bad: other.run, comparison: compareRuns(one, other) };
    }),
  text: (found, { paint }) => renderComparison(found, paint),
  json: ({ good, bad, comparison }) => jsonDocument('provenance-diff', { good, bad, ...comparison }),
});

export const define = group({
  subcommands: [show, verify, exporting, diff],
  examples: [
    ['codex-cockpit provenance verify', 'the newest captured run'],
    ['codex-cockpit provenance verify --evidence artifacts/codex --repository .', 'in CI, without a history'],
    [
      'codex-cockpit provenance export --format envelope --key provenance.key -o run.dsse.json',
      'a signed in-toto statement',
    ],
    ['codex-cockpit provenance diff GOOD BAD', 'prompt drift or tool upgrade?'],
  ],
});
