import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import { compareRuns } from '../../../domain/runs/provenance/compare.ts';
import { provenanceOf, renderProvenance } from '../../../domain/runs/provenance/record.ts';
import { renderRunFile } from '../../../domain/runs/run-file.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import { withClearFileErrors } from '../../files/clear-file-errors.ts';
import { newPath } from '../../files/write-new-file.ts';
import { isArchive, writeArchive } from '../../history/bundle/archive.ts';
import { BundleFolder, LIST } from '../../history/bundle/bundle-folder.ts';
import type { World } from '../../world/world.ts';
import type { RecordedRun } from '../captured-runs.ts';
import { evidenceFolder, RUN_FILE } from '../evidence-folder.ts';

/** What is attached to an incident. */
export type AskedEvidence = {
  /** An archive when it ends in `.tar.gz` or `.tgz`, else a folder. Nothing of that name may be there. */
  out: string;
  bad: RecordedRun;
  good: RecordedRun | undefined;
  /** The folder with the evidence folders; the one that `runsFolder` finds when undefined. */
  runs?: string | undefined;
  /** The incident as people read it, for `incident.md`. */
  text: string;
  signal?: AbortSignal | undefined;
};

/** The evidence that is ready to be moved to its place. */
export type PreparedEvidence = {
  path: string;
  files: readonly { name: string; sha256: string }[];
  /** Files that are missing or not as recorded, a sentence each. */
  found: readonly string[];
  /** Moves it to its place, whole or not at all. */
  place: () => Promise<void>;
  /** Removes it, also from its place. */
  discard: () => Promise<void>;
};

/**
 * Puts together what an incident needs, beside its place: the evidence of both runs, their records and provenance, their
 * comparison, the review packs, and the digests of all that in SHA256SUMS. Folders are 0700, files 0600.
 *
 * @throws UsageError when something of that name is there
 */
export async function prepareEvidence(
  world: Pick<World, 'cwd' | 'environment' | 'now'>,
  store: Pick<ReadStore, 'entriesOfKind' | 'blob'>,
  asked: AskedEvidence,
): Promise<PreparedEvidence> {
  const path = newPath(world, asked.out);
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  let isPlaced = false;
  const discard = async () => {
    await rm(draft, { recursive: true, force: true });
    if (isPlaced) await rm(path, { recursive: true, force: true });
  };
  const signal = asked.signal ?? new AbortController().signal;
  return withClearFileErrors(path, async () => {
    const folder = await BundleFolder.create(draft, signal);
    try {
      const found = await fill(folder, world, store, asked);
      const files = await readList(draft);
      const modified = world.now();
      const place = () =>
        withClearFileErrors(path, async () => {
          newPath(world, asked.out);
          if (isArchive(path)) {
            await writeArchive(draft, { path, modified, signal });
            await rm(draft, { recursive: true, force: true });
          } else await rename(draft, path);
          isPlaced = true;
        });
      return { path, files, found, place, discard };
    } catch (cause) {
      await discard();
      throw cause;
    } finally {
      await folder.close();
    }
  });
}

async function fill(
  folder: BundleFolder,
  world: Pick<World, 'cwd' | 'environment'>,
  store: Pick<ReadStore, 'entriesOfKind' | 'blob'>,
  { bad, good, runs, text }: AskedEvidence,
): Promise<readonly string[]> {
  await folder.add('incident.md', text);
  if (good) await folder.add('comparison.json', jsonOf(compareRuns(good.body, bad.body)));
  const found: string[] = [];
  for (const [name, run] of [['bad', bad] as const, ...(good ? [['good', good] as const] : [])]) {
    await folder.add(`${name}/${RUN_FILE}`, renderRunFile(run.body));
    await folder.add(`${name}/provenance.json`, renderProvenance(provenanceOf(run.body)));
    const from = evidenceFolder(world, run.body.run, runs);
    found.push(...(await copyFiles(folder, { name, run, from })));
    found.push(...(await addPack(folder, store, { name, run })));
  }
  return found;
}

/** Copies the files that the record of a run names, and says which are missing or not as recorded. */
async function copyFiles(
  folder: BundleFolder,
  { name, run: { body }, from }: { name: string; run: RecordedRun; from: string },
): Promise<readonly string[]> {
  const found: string[] = [];
  const own = await readFile(join(from, RUN_FILE), 'utf8').catch(() => undefined);
  if (own !== undefined && own !== renderRunFile(body))
    found.push(`${name} run, ${RUN_FILE}: it says something else than the history`);
  for (const { name: file, stored } of body.files) {
    const shown = `${name} run, ${cleanLine(file)}`;
    // A record that was imported can name any file.
    if (!/^[\w-][\w.-]*$/.test(file) || !/^[\w-]+$/.test(body.run)) {
      found.push(`${shown}: this is not the name of a file of an evidence folder`);
      continue;
    }
    const source = await openFile(join(from, file));
    if (!source) {
      found.push(`${shown}: it is not in ${cleanLine(from)}`);
      continue;
    }
    try {
      const sha256 = await folder.add(`${name}/${file}`, source.createReadStream({ autoClose: false }));
      if (sha256 !== stored.sha256) found.push(`${shown}: it is not as it was recorded`);
    } finally {
      await source.close();
    }
  }
  return found;
}

/** A regular file, opened without following a link; undefined when there is none. */
async function openFile(path: string): Promise<FileHandle | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch(() => undefined);
  if (!file) return undefined;
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}

/** Adds the newest review pack of a run, if it has one. */
async function addPack(
  folder: BundleFolder,
  store: Pick<ReadStore, 'entriesOfKind' | 'blob'>,
  { name, run }: { name: string; run: RecordedRun },
): Promise<readonly string[]> {
  const packs = bodiesOf(await store.entriesOfKind('pack.created'), 'pack.created');
  const pack = packs.findLast(({ body }) => body.run === run.body.run);
  if (!pack) return [];
  await folder.add(`${name}/pack-record.json`, jsonOf(pack.body));
  const text = await store.blob(pack.body.text.sha256);
  if (!text) return [`${name} run, review pack: its text is no longer stored`];
  await folder.add(`${name}/pack.md`, text.text);
  return text.truncatedFrom === undefined
    ? []
    : [`${name} run, review pack: the history has only its beginning`];
}

const jsonOf = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

async function readList(draft: string): Promise<PreparedEvidence['files']> {
  const lines = (await readFile(join(draft, LIST), 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => ({ sha256: line.slice(0, 64), name: line.slice(66) }));
}
