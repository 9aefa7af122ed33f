import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { v7 } from 'uuid';
import { readRegularText } from '../../../codex/cli/read-regular-file.ts';
import { captureEvents, captureMessages } from '../../../codex/exec/capture-streams.ts';
import { RefusedError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import { provenanceOf, renderProvenance } from '../../../domain/runs/provenance/record.ts';
import { parseRunFile, renderRunFile } from '../../../domain/runs/run-file.ts';
import { judgeRun } from '../../../domain/runs/stream/judge-run.ts';
import { mergeChanges } from '../../../domain/runs/stream/merge-changes.ts';
import type { World } from '../../world/world.ts';
import { evidenceFolder, PROVENANCE_FILE, RUN_FILE, SUMS_FILE } from '../evidence-folder.ts';
import { recordRun } from './record-run.ts';
import { keepLastMessage, textsOf, writeRunFiles } from './run-folder.ts';

/** What is known of a stream that was captured without this program. */
type StreamFacts = {
  /** A file with what the CLI printed on stderr. */
  stderr?: string | undefined;
  /** The exit code of the CLI. */
  exit?: number | undefined;
  started?: string | undefined;
  mode: CapturedRun['mode'];
};

export type ImportRequest = StreamFacts & {
  /** An evidence folder, its `run.json`, or a file of events. */
  path: string;
  db?: string | undefined;
  evidence?: string | undefined;
};

export type ImportResult = {
  run: CapturedRun;
  folder: string;
  /** False when this very run was here before. */
  isNew: boolean;
  recorded: { entry: number; isNew: boolean } | { why: string | undefined };
};

/**
 * Takes in a run that was captured elsewhere: an evidence folder, every file of which has to be what its record says, or a
 * stream of events. The same run is taken in once, however often it is imported.
 *
 * @throws UsageError when there is nothing of the kind at the path
 * @throws RefusedError when a file was changed after the capture
 */
export async function importRun(world: World, request: ImportRequest): Promise<ImportResult> {
  const path = resolve(world.cwd, request.path);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`${cleanLine(path)}: there is no such file or folder`);
  if (found.isDirectory()) return importFolder(world, request, path);
  if (path.endsWith(`/${RUN_FILE}`)) return importFolder(world, request, resolve(path, '..'));
  if (!found.isFile()) throw new UsageError(`${cleanLine(path)}: this is neither a file nor a folder`);
  return importStream(world, request, path);
}

async function importFolder(world: World, request: ImportRequest, from: string): Promise<ImportResult> {
  const read = readRegularText(join(from, RUN_FILE));
  if (read === undefined)
    throw new UsageError(
      `${cleanLine(from)}: there is no ${RUN_FILE}: the run is not finished, or this is not an evidence folder`,
      'Name the folder of one run, or a file of events.',
    );
  if ('fault' in read) throw new UsageError(`${cleanLine(from)}/${RUN_FILE}: ${read.fault}`);
  const run = parseRunFile(read.text, join(from, RUN_FILE));
  await refuseChanged(from, run, read.text);
  const folder = evidenceFolder(world, run.run, request.evidence);
  const isNew = resolve(from) !== folder && !existsSync(folder);
  if (isNew) await copyFolder(from, folder, run);
  const texts = await textsOf(from, run.files);
  const recorded = await recordRun(world, request, { run, blobs: texts.map(({ blob }) => blob), once: true });
  return { run, folder: isNew || existsSync(folder) ? folder : from, isNew, recorded };
}

/** @throws RefusedError naming the first file that is not what the record says */
async function refuseChanged(folder: string, run: CapturedRun, runText: string): Promise<void> {
  const refuse = (name: string, why: string) => {
    throw new RefusedError(
      `${cleanLine(folder)}/${cleanLine(name)}: ${why}`,
      'It was changed after the capture, so the run is not imported. Fetch the folder again from where it was captured.',
    );
  };
  const sums = readRegularText(join(folder, SUMS_FILE));
  const stated = sums && 'text' in sums ? sums.text : '';
  if (renderRunFile(run) !== runText || !stated.includes(`${sha256(runText)}  ${RUN_FILE}\n`))
    refuse(RUN_FILE, 'it is not what was written');
  const provenance = readRegularText(join(folder, PROVENANCE_FILE));
  if (!provenance || !('text' in provenance) || provenance.text !== renderProvenance(provenanceOf(run)))
    refuse(PROVENANCE_FILE, 'it is not the provenance of this run');
  for (const { name, stored } of run.files) {
    if (!/^[\w-]+(?:\.[\w-]+)*$/.test(name)) refuse(name, 'no captured file has such a name');
    const digest = await digestOf(join(folder, name));
    if (digest === undefined) refuse(name, 'it cannot be read');
    if (digest !== stored.sha256 || !stated.includes(`${stored.sha256}  ${name}\n`))
      refuse(name, 'it is not what was captured');
  }
  const texts = await textsOf(folder, run.files);
  if (JSON.stringify(texts.map(({ evidence }) => evidence)) !== JSON.stringify(run.texts))
    refuse(RUN_FILE, 'the texts that it names are others');
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function digestOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const hash = createHash('sha256');
  return pipeline(createReadStream(path), hash).then(
    () => hash.digest('hex'),
    () => undefined,
  );
}

async function copyFolder(from: string, to: string, run: CapturedRun): Promise<void> {
  mkdirSync(resolve(to, '..'), { recursive: true, mode: 0o700 });
  mkdirSync(to, { mode: 0o700 });
  try {
    for (const { name } of run.files) await copyFile(join(from, name), join(to, name));
    await writeRunFiles(to, run);
  } catch (cause) {
    rmSync(to, { recursive: true, force: true });
    throw cause;
  }
}

async function importStream(world: World, request: ImportRequest, path: string): Promise<ImportResult> {
  const bytes = await digestOf(path);
  const id = idOf(request, bytes ?? '');
  const folder = evidenceFolder(world, id, request.evidence);
  const known = readRegularText(join(folder, RUN_FILE));
  if (known && 'text' in known) return importFolder(world, request, folder);
  mkdirSync(resolve(folder, '..'), { recursive: true, mode: 0o700 });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  try {
    const options = { folder, secrets: [], passTo: undefined };
    const stderr = request.stderr === undefined ? undefined : resolve(world.cwd, request.stderr);
    if (stderr !== undefined && !existsSync(stderr))
      throw new UsageError(`${cleanLine(stderr)}: there is no such file`);
    const events = await captureEvents(createReadStream(path), { ...options, onEvent: () => undefined });
    const messages = await captureMessages(
      stderr === undefined ? Readable.from([]) : createReadStream(stderr),
      options,
    );
    const { reading } = events;
    if (reading.thread === null && reading.turns.started === 0)
      throw new UsageError(
        `${cleanLine(path)}: there is no event of codex exec in it`,
        'Name a file that codex exec --json wrote, or an evidence folder.',
      );
    const last = await keepLastMessage(folder, reading.lastMessage, []);
    const files = [
      { name: 'events.jsonl', stored: events.stored, raw: events.raw },
      { name: 'stderr.txt', stored: messages.stored, raw: messages.raw },
      ...last,
    ];
    const texts = await textsOf(folder, files);
    const end = request.exit === undefined ? null : { code: request.exit, signal: null };
    const run = {
      ...nothingKnown,
      run: id,
      mode: request.mode,
      started_at: request.started ?? startedAt(reading.thread),
      end,
      ...judgeRun({
        reading,
        end,
        interrupted: request.exit === 130,
        stderr: messages.looked,
        schemaFault: undefined,
      }),
      thread: reading.thread,
      usage: reading.usage,
      turns: Math.max(reading.turns.started, reading.turns.completed + reading.turns.failed),
      items: reading.items,
      commands: reading.commands,
      commands_total: reading.commands_total,
      changes: mergeChanges(
        { base: null, files: [], total: 0, digest: null },
        namedFiles(reading.files),
        () => null,
      ),
      faults: [...reading.faults, ...events.faults, ...messages.faults],
      files,
      texts: texts.map(({ evidence }) => evidence),
    } satisfies CapturedRun;
    await writeRunFiles(folder, run);
    const recorded = await recordRun(world, request, {
      run,
      blobs: texts.map(({ blob }) => blob),
      once: true,
    });
    return { run, folder, isNew: true, recorded };
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
}

const namedFiles = (
  files: readonly { path: string; kind: CapturedRun['changes']['files'][number]['kind'] }[],
) => files.map(({ path, kind }) => ({ path: cleanLine(path), kind }));

/** What a stream does not say. */
const nothingKnown = {
  v: 1,
  origin: 'imported',
  duration_ms: null,
  tool: { version: null, pin: null, sha256: null, model: null, effort: null, profile: null },
  arguments: [],
  git: null,
  ci: null,
  inputs: { prompt: null, instructions: [], rules: [], config: [], output_schema: null },
  policy: { sandbox: null, approval: null, network: null, from: 'unknown' },
} as const satisfies Partial<CapturedRun>;

/** The same id for the same stream: of the time at which the thread began, and of the digest of the file. */
function idOf({ started }: StreamFacts, digest: string): string {
  const msecs = started === undefined ? 0 : Date.parse(started);
  return v7({ msecs, random: Buffer.from(digest.slice(0, 32), 'hex'), seq: 0 });
}

/** When a thread began: its id is a UUID of version 7. */
function startedAt(thread: string | null): string | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(thread ?? '') ?? [];
  return high === undefined || low === undefined
    ? null
    : new Date(Number.parseInt(high + low, 16)).toISOString();
}
