import { hash } from 'node:crypto';
import * as z from 'zod';
import { UsageError } from '../../base/errors.ts';
import { lazily } from '../../base/lazily.ts';
import type { Changes, ReviewPack } from '../events.ts';
import { checksumLine, type Provenance, renderProvenance } from './record.ts';

/** Predicate type of the provenance of a captured run, schema 1.0. It is a name, not an address. */
export const PROVENANCE_TYPE = 'urn:codex-cockpit:provenance:1.0';

/** Predicate type of in-toto for the result of tests (in-toto/attestation, spec/predicates/test-result.md). */
export const TEST_RESULT_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';

const subject = () =>
  z.looseObject({ name: z.string().optional(), digest: z.record(z.string(), z.string()) });

/** Statement of in-toto, version 1 (in-toto/attestation, spec/v1/statement.md). Unknown members are allowed. */
export const statementSchema = lazily(() =>
  z.looseObject({
    _type: z.literal('https://in-toto.io/Statement/v1'),
    subject: z.array(subject()).min(1),
    predicateType: z.string().min(1),
    predicate: z.looseObject({}).optional(),
  }),
);

/** Statement of in-toto, version 1. */
export type Statement = z.output<ReturnType<typeof statementSchema>>;

type Subject = { name: string; digest: { sha256: string } };

/** What a statement about a run is about: the files of its evidence folder, then the files that it changed. */
function subjectsOf(record: Provenance): readonly Subject[] {
  const { artifacts_sha256, changes = [] } = record.outputs;
  const own = hash('sha256', renderProvenance(record), 'hex');
  const folder = record.run.id ?? 'run';
  const evidence = Object.entries({ ...artifacts_sha256, 'provenance.json': own });
  return [
    ...evidence.map(([name, sha256]) => ({ name: `${folder}/${name}`, digest: { sha256 } })),
    ...changedSubjects(changes),
  ].filter(({ digest }) => digest.sha256 !== empty);
}

/** The SHA-256 of no bytes. An empty file is no subject: every empty file would be one. */
const empty = hash('sha256', '', 'hex');

function changedSubjects(files: readonly Pick<Changes['files'][number], 'path' | 'sha256'>[]): Subject[] {
  return files.flatMap(({ path, sha256 }) => (sha256 === null ? [] : [{ name: path, digest: { sha256 } }]));
}

/** The statement that a run had this provenance. */
export function provenanceStatement(record: Provenance): Statement {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [...subjectsOf(record)],
    predicateType: PROVENANCE_TYPE,
    predicate: record,
  };
}

/**
 * The subjects in the form of `sha256sum`, for tools that make the statement themselves. A name that this form would
 * escape is left out: such tools do not read that.
 */
export function renderChecksums(record: Provenance): string {
  const lines = subjectsOf(record).map(({ name, digest }) =>
    checksumLine({ path: name, sha256: digest.sha256 }),
  );
  return lines.filter((line) => !line.startsWith('\\')).join('');
}

/**
 * The statement that the change of a review pack was tested. A command that ran on another change than the one of the
 * pack counts as a warning, whatever it said.
 *
 * @throws UsageError when nothing was verified, or the change has no digest
 */
export function testResultStatement(pack: ReviewPack): Statement {
  const { verification, changes } = pack;
  if (verification.length === 0)
    throw new UsageError(
      `nothing was verified for pack ${pack.pack}: there is no result of a test`,
      'Make a pack with a verification: codex-cockpit pack create',
    );
  if (changes.digest === null) throw new UsageError(`the change of pack ${pack.pack} has no digest`);
  const ranElsewhere = verification.filter(({ digest }) => digest !== changes.digest);
  const ranHere = verification.filter(({ digest }) => digest === changes.digest);
  const failed = ranHere.filter(({ verdict }) => verdict !== 'pass');
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: 'changes', digest: { sha256: changes.digest } },
      ...changedSubjects(changes.files).filter(({ digest }) => digest.sha256 !== empty),
    ],
    predicateType: TEST_RESULT_TYPE,
    predicate: {
      result: failed.length > 0 ? 'FAILED' : ranElsewhere.length > 0 ? 'WARNED' : 'PASSED',
      configuration: verification.map(({ command, output }) => ({
        name: command,
        content: Buffer.from(command).toString('base64'),
        mediaType: 'text/plain',
        ...(output && { annotations: { output_sha256: output.sha256 } }),
      })),
      passedTests: ranHere.filter(({ verdict }) => verdict === 'pass').map(({ command }) => command),
      warnedTests: ranElsewhere.map(({ command }) => command),
      failedTests: failed.map(({ command }) => command),
    },
  };
}

/** The text of a statement or a predicate. */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
