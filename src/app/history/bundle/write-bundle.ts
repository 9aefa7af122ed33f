import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../../domain/base/errors.ts';
import type { BundleFacts, TimelineEntry } from '../../../domain/history/bundle/bundle-facts.ts';
import { signBundle } from '../../../domain/history/bundle/bundle-note.ts';
import type { HistoryProof } from '../../../domain/history/proof/proof.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import { withClearFileErrors } from '../../files/clear-file-errors.ts';
import { databasePath } from '../../world/database-path.ts';
import { productFolder } from '../../world/product-folder.ts';
import { requireDatabase } from '../../world/require-database.ts';
import { type DatabaseChoice, openHistory } from '../../world/session.ts';
import type { World } from '../../world/world.ts';
import { keyAtHand } from '../checkpoints/signing-key.ts';
import { isArchive, writeArchive } from './archive.ts';
import { readBundleFacts } from './bundle-facts.ts';
import { checkpointFiles, documentFiles, entryLines, keyFiles, timeline } from './bundle-files.ts';
import { BundleFolder } from './bundle-folder.ts';

/** What a bundle is made of besides the history. */
export type BundleRequest = {
  /** An archive when it ends in `.tar.gz` or `.tgz`, else a folder. */
  out: string;
  readme: (facts: BundleFacts & { signedBy: string | undefined }) => string;
  report: (facts: BundleFacts, entries: AsyncIterable<TimelineEntry>) => AsyncIterable<string>;
  /** Ends the work; what was written so far is removed. */
  signal: AbortSignal;
};

/** A bundle that was written, and what was found when the history was verified for it. */
export type WrittenBundle = {
  path: string;
  entries: number;
  proof: HistoryProof;
  /** Whether the key that signs checkpoints signed the list of its files. */
  isSigned: boolean;
};

/**
 * Writes everything that an auditor needs to verify and to read the history, without this program. It is there as a
 * whole or not at all. A history that is not whole is written too: somebody has to look at it.
 *
 * @throws UsageError when there is no database, or something of that name is there
 */
export async function writeBundle(
  world: World,
  choice: DatabaseChoice,
  request: BundleRequest,
): Promise<WrittenBundle> {
  requireDatabase(databasePath(world, choice.db));
  const path = resolve(world.cwd, request.out);
  if (existsSync(path)) throw new UsageError(`${path}: there is something of that name`, 'Name another one.');
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  return withClearFileErrors(path, async () => {
    try {
      const { facts, isSigned } = await fillFolder(world, choice, { ...request, folder: draft });
      if (isArchive(path)) {
        const modified = new Date(facts.last?.at ?? 0);
        await writeArchive(draft, { path, modified, signal: request.signal });
      } else await rename(draft, path);
      return { path, entries: facts.proof.entries, proof: facts.proof, isSigned };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

async function fillFolder(
  world: World,
  choice: DatabaseChoice,
  { folder, readme, report, signal }: BundleRequest & { folder: string },
): Promise<{ facts: BundleFacts; isSigned: boolean }> {
  const store = await openHistory(world, choice);
  if (!store) throw new UsageError('there is no database', 'Start one: codex-cockpit init');
  const bundle = await BundleFolder.create(folder, signal);
  try {
    return await store.atOneMoment(async () => {
      const proof = await store.verify();
      // What is written comes from entries that were found whole, and not from what the file says is derived from them.
      return store.replayed(proof.entries, async () => {
        const facts = await readBundleFacts(world, store, proof);
        const key = proof.whole ? await keyAtHand(store) : undefined;
        await bundle.add('README.md', readme({ ...facts, signedBy: key?.verifier.text }));
        await addAll(bundle, checkpointFiles(store));
        await bundle.add('entries.jsonl', entryLines(store));
        await addAll(bundle, keyFiles(facts.keys));
        await bundle.add('report.html', report(facts, timeline(store)));
        await addAll(bundle, documentFiles(store));
        await addTexts(bundle, store);
        await bundle.add('verify.mjs', await readFile(join(productFolder(), 'data', 'verify.mjs')));
        if (key) await bundle.sign((list) => signBundle({ ...proof, list }, key));
        return { facts, isSigned: key !== undefined };
      });
    });
  } finally {
    await bundle.close();
    await store.close();
  }
}

async function addAll(
  bundle: BundleFolder,
  files: AsyncIterable<readonly [name: string, content: string]> | Iterable<readonly [string, string]>,
): Promise<void> {
  for await (const [name, content] of files) await bundle.add(name, content);
}

async function addTexts(bundle: BundleFolder, store: ReadStore): Promise<void> {
  for await (const { sha256, bytes } of store.blobs()) {
    // Whoever changed the database could have put the name of any file there.
    if (/^[0-9a-f]{64}$/.test(sha256)) await bundle.add(`texts/${sha256}`, bytes);
  }
}
