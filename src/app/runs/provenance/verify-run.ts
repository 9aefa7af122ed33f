import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readNamedBytes, readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { CockpitError, UnusableError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { mayOnlyLook } from '../../../domain/people/require-role.ts';
import { digestChanges } from '../../../domain/runs/changes.ts';
import { readPublicKey, verifyEnvelope } from '../../../domain/runs/provenance/envelope.ts';
import {
  type Provenance,
  parseProvenance,
  provenanceOf,
  renderFolderSums,
  renderProvenance,
} from '../../../domain/runs/provenance/record.ts';
import {
  type CheckedLine,
  joinLines,
  judgeDigest,
  judgeEnvelope,
  type VerifiedProvenance,
  verdictOf,
} from '../../../domain/runs/provenance/verify.ts';
import { renderRunFile } from '../../../domain/runs/run-file.ts';
import type { ReadStore, Store } from '../../../store/connection/open.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import { PROVENANCE_FILE, RUN_FILE, SUMS_FILE } from '../evidence-folder.ts';
import {
  type AskedRun,
  evidencePlace,
  type FoundRun,
  findRun,
  mostRecordBytes,
  packsOf,
} from './find-run.ts';
import {
  type ReachedRepository,
  reachChanged,
  reachEvidence,
  reachInput,
  reachProgram,
  reachRepository,
} from './reach.ts';

/** What is verified, and what helps with it. */
export type AskedVerification = AskedRun & {
  /** Folder of the repository that the run was in. */
  repository?: string | undefined;
  /** The CLI that ran, by its path or as an installed version. */
  codex?: string | undefined;
  /** File with the prompt as it was given. */
  prompt?: string | undefined;
  /** File with a signed envelope, and files of the public keys to trust. */
  envelope?: string | undefined;
  keys?: readonly string[] | undefined;
};

/** What a verification came to. */
export type Verification = Pick<VerifiedProvenance, 'run' | 'verdict' | 'checked'> & {
  /** Whether the history has the run. */
  recorded: boolean;
};

/**
 * Recomputes every digest of a captured run that can be reached, and says which could not.
 *
 * @throws UsageError when there is no such run, or for a key or an envelope that is none
 */
export async function verifyRun(
  world: World,
  store: ReadStore | undefined,
  asked: AskedVerification,
): Promise<Verification> {
  const keys = asked.keys ?? [];
  if ((asked.envelope === undefined) !== (keys.length === 0))
    throw new UsageError(
      'an envelope is verified with a public key',
      'Name both: --envelope FILE --key provenance.pub',
    );
  let found: FoundRun;
  try {
    found = await findRun(world, store, asked);
  } catch (cause) {
    const folder = await evidencePlace(world, asked);
    if (!(cause instanceof UsageError) || folder === undefined || !existsSync(join(folder, RUN_FILE)))
      throw cause;
    return verifyWithoutRun(folder, cause);
  }
  const checked = await checkAll(world, store, found, asked);
  return {
    run: found.run.run,
    verdict: verdictOf(checked),
    checked: [...checked],
    recorded: found.recorded !== undefined,
  };
}

/** Records what a verification came to. Undefined when it was recorded, else why it was not. */
export async function recordVerification(
  world: World,
  store: Store,
  { run, verdict, checked }: Omit<Verification, 'recorded'>,
): Promise<string | undefined> {
  const actor = await actingPerson(world);
  if (mayOnlyLook(await store.people(), actor)) return 'an auditor records nothing';
  const body = { v: 1 as const, run, verdict, checked };
  await store.append(() => [
    { actor, subject: `run/${run}`, event: { kind: 'provenance.verified' as const, body } },
  ]);
  return undefined;
}

/** What can be said of a folder whose run.json cannot be read: it is different, and the other files are as they are. */
async function verifyWithoutRun(folder: string, fault: UsageError): Promise<Verification> {
  const record = readRecord(folder);
  const lines: CheckedLine[] = [
    { what: RUN_FILE, result: 'different', detail: cleanLine(fault.message) },
    ...(await Promise.all(
      Object.entries(record?.outputs.artifacts_sha256 ?? {})
        .filter(([name]) => name !== RUN_FILE)
        .map(async ([name, sha256]) => judgeDigest(name, sha256, [await reachEvidence(folder, name)])),
    )),
  ];
  return {
    run: cleanLine(record?.run.id ?? basename(folder)),
    verdict: verdictOf(lines),
    checked: lines,
    recorded: false,
  };
}

async function checkAll(
  world: World,
  store: ReadStore | undefined,
  found: FoundRun,
  asked: AskedVerification,
): Promise<readonly CheckedLine[]> {
  const { run } = found;
  const repository = await reachRepository(world, run, asked.repository ?? '.');
  const inputs = [
    ...run.inputs.instructions.map((file) => ({ ...file, what: 'instructions' })),
    ...run.inputs.rules.map((file) => ({ ...file, what: 'rules' })),
    ...run.inputs.config.map((file) => ({ ...file, what: 'configuration' })),
    ...(run.inputs.output_schema ? [{ ...run.inputs.output_schema, what: 'output schema' }] : []),
  ];
  const lines: CheckedLine[] = [...(await checkFolder(found)), ...(await checkHistory(store, found))];
  for (const { what, ...input } of inputs) {
    const places = await reachInput(world, repository, { ...input, base: run.git?.base ?? null });
    lines.push(judgeDigest(`${what} ${input.path}`, input.sha256, places));
  }
  lines.push(...(await checkPrompt(world, found, { file: asked.prompt, repository })));
  if (run.tool.sha256 !== null)
    lines.push(judgeDigest('program', run.tool.sha256, await reachProgram(world, run, asked.codex)));
  const named = asked.repository === undefined ? undefined : resolve(world.cwd, asked.repository);
  const changed: CheckedLine[] = [];
  for (const file of run.changes.files) {
    changed.push(
      file.kind !== 'delete' && file.sha256 === null
        ? { what: cleanLine(file.path), result: 'unreachable', detail: 'no digest was recorded' }
        : judgeDigest(file.path, file.sha256, await reachChanged(repository, file, named)),
    );
  }
  lines.push(...joinLines('changed files', changed), ...checkDigestOfChanges(found, repository));
  lines.push(...(await checkEnvelope(world, { store, found }, asked)));
  return lines;
}

/** The files of the evidence folder, against the record. */
async function checkFolder({ run, recorded, folder }: FoundRun): Promise<CheckedLine[]> {
  const made = recordOf(run);
  const stated = readRecord(folder)?.outputs.artifacts_sha256[RUN_FILE];
  const runFile = hash('sha256', renderRunFile(run), 'hex');
  const lines: CheckedLine[] = [];
  for (const { name, stored } of run.files)
    lines.push(judgeDigest(name, stored.sha256, [await reachEvidence(folder, name)]));
  const place = await reachEvidence(folder, RUN_FILE);
  lines.push(judgeDigest(RUN_FILE, recorded ? runFile : (stated ?? runFile), [place]));
  lines.push(
    'fault' in made
      ? { what: PROVENANCE_FILE, result: 'different', detail: made.fault }
      : judgeDigest(PROVENANCE_FILE, hash('sha256', renderProvenance(made.record), 'hex'), [
          await reachEvidence(folder, PROVENANCE_FILE),
        ]),
  );
  if ('record' in made && existsSync(join(folder, SUMS_FILE)))
    lines.push(
      judgeDigest(SUMS_FILE, hash('sha256', renderFolderSums(run), 'hex'), [
        await reachEvidence(folder, SUMS_FILE),
      ]),
    );
  return lines;
}

/** The texts of the run in the history. Reading one recomputes its digest. */
async function checkHistory(store: ReadStore | undefined, found: FoundRun): Promise<CheckedLine[]> {
  if (found.recorded === undefined) {
    const detail = `the run is in no history here; codex-cockpit run import ${found.folder} records it`;
    return [{ what: 'history', result: 'unreachable', detail: cleanLine(detail) }];
  }
  const lines: CheckedLine[] = [];
  for (const { label, sha256 } of found.run.texts) {
    const what = `text "${cleanLine(label)}"`;
    try {
      const text = await store?.blob(sha256);
      lines.push(
        text
          ? { what, result: 'same', detail: 'the history' }
          : { what, result: 'different', detail: 'the history: it is not there' },
      );
    } catch (cause) {
      if (!(cause instanceof UnusableError)) throw cause;
      lines.push({ what, result: 'different', detail: cleanLine(cause.message) });
    }
  }
  return lines;
}

async function checkPrompt(
  world: World,
  { run }: FoundRun,
  { file, repository }: { file: string | undefined; repository: ReachedRepository },
): Promise<readonly CheckedLine[]> {
  const { prompt } = run.inputs;
  if (prompt === null) return [];
  if (file === undefined && prompt.file !== undefined) {
    const asked = { path: prompt.file, sha256: prompt.sha256, base: run.git?.base ?? null };
    const places = await reachInput(world, repository, asked);
    return [judgeDigest(`prompt ${prompt.file}`, prompt.sha256, places)];
  }
  if (file === undefined) {
    const why = 'only its digest is kept; name its file with --prompt';
    return [judgeDigest('prompt', prompt.sha256, [{ type: 'unreachable', why }])];
  }
  const bytes = await readNamed(world, file, 'the prompt');
  const places = [bytes, withoutEnd(bytes)].map((one) => ({
    type: 'digest' as const,
    sha256: hash('sha256', one, 'hex'),
    place: cleanLine(file),
  }));
  return [judgeDigest('prompt', prompt.sha256, places)];
}

/** A shell takes the line end off what it reads from a file for an argument. */
function withoutEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x0a) end -= 1;
  return bytes.subarray(0, end);
}

/** The digest of all changes, against the list in the record, or the repository where the list is cut. */
function checkDigestOfChanges({ run }: FoundRun, repository: ReachedRepository): readonly CheckedLine[] {
  const { files, total, digest } = run.changes;
  if (digest === null) return [];
  if (files.length === total) {
    const sha256 = digestChanges(files.filter(({ seen }) => seen !== 'stream'));
    const place = { type: 'digest' as const, sha256, place: 'the list of files' };
    return [judgeDigest('digest of all changes', digest, [place])];
  }
  if (repository.type === 'unreachable') return [judgeDigest('digest of all changes', digest, [repository])];
  const places = [repository.committed, repository.working].flatMap((changes) =>
    changes?.digest ? [{ type: 'digest' as const, sha256: changes.digest, place: 'the repository' }] : [],
  );
  return [judgeDigest('digest of all changes', digest, places)];
}

async function checkEnvelope(
  world: World,
  { store, found: { run } }: { store: ReadStore | undefined; found: FoundRun },
  { envelope, keys = [] }: AskedVerification,
): Promise<readonly CheckedLine[]> {
  if (envelope === undefined) return [];
  const made = recordOf(run);
  if ('fault' in made) return [{ what: cleanLine(envelope), result: 'different', detail: made.fault }];
  const trusted = await Promise.all(
    keys.map(async (file) => readPublicKey((await readNamed(world, file, 'the key')).toString(), file)),
  );
  const text = (await readNamed(world, envelope, 'the envelope')).toString();
  const packs = await packsOf(store, run.run);
  return [judgeEnvelope(envelope, verifyEnvelope(text, envelope, trusted), { record: made.record, packs })];
}

async function readNamed({ cwd }: Pick<World, 'cwd'>, file: string, what: string): Promise<Buffer> {
  try {
    return await readNamedBytes(resolve(cwd, file));
  } catch (cause) {
    throw new UsageError(
      `${cleanLine(file)}: ${what} cannot be read: ${cleanLine((cause as Error).message)}`,
    );
  }
}

function recordOf(run: FoundRun['run']): { record: Provenance } | { fault: string } {
  try {
    return { record: provenanceOf(run) };
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    return { fault: cleanLine(cause.message) };
  }
}

/** The provenance that the folder has; undefined when it has none that can be read. */
function readRecord(folder: string): Provenance | undefined {
  const read = readRegularBytes(join(folder, PROVENANCE_FILE), mostRecordBytes);
  if (!read || 'fault' in read) return undefined;
  try {
    return parseProvenance(read.bytes.toString('utf8'), PROVENANCE_FILE);
  } catch {
    return undefined;
  }
}
