import { hash } from 'node:crypto';
import { resolve } from 'node:path';
import { v7 } from 'uuid';
import { UsageError } from '../../../domain/base/errors.ts';
import { redact } from '../../../domain/base/redact/redact.ts';
import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import type { Changes } from '../../../domain/runs/events.ts';
import { judgeRisk } from '../../../domain/runs/gates/risk-matrix.ts';
import {
  type PackDocument,
  sealPack,
  type Verification,
  verifiedDigest,
} from '../../../domain/runs/pack/document.ts';
import { withoutOwnFiles } from '../../../domain/runs/pack/own-files.ts';
import { describeChanged, describeVerified } from '../../../domain/runs/pack/sections.ts';
import { findUncertain } from '../../../domain/runs/pack/uncertain.ts';
import type { ReadStore, Store } from '../../../store/connection/open.ts';
import { toBlob, toEvidence } from '../../../store/log/blob.ts';
import { findCommand, readCatalog } from '../../artifacts/catalog/read-catalog.ts';
import { runCatalog } from '../../artifacts/catalog/run-catalog.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import { readRiskMatrix } from '../gates/risk-matrix.ts';
import { type RepositoryState, readChanges, readDiff, readRepository, resolveCommit } from '../repository.ts';
import { type FoundRun, findRun, readEvidence } from './find-run.ts';
import { mergeBase } from './merge-base.ts';
import { type RanVerification, readVerification, runVerification, secretsOf } from './verify.ts';

/** What a review pack is asked for. */
export type PackRequest = {
  /** The captured run: its id, a part of it, its entry or its evidence folder; the newest when undefined. */
  run?: string | undefined;
  /** The folder with the evidence folders, when it is not the usual one. */
  runs?: string | undefined;
  /** A folder of the repository; verifications run there. */
  folder: string;
  /** What the change is compared with; the commit at which the run began when undefined. */
  base?: string | undefined;
  /** Commands that verify the change, as they were typed. */
  verify: readonly string[];
  /** Commands of the approved verification catalog. */
  catalog: readonly string[];
  timeoutMs: number;
  passedOn: readonly string[];
  task?: string | undefined;
  matrix?: string | undefined;
  signal: AbortSignal;
};

/** Progress of a pack. */
export type PackEvent =
  | { type: 'verifying'; command: string }
  | { type: 'verified'; verification: Verification }
  | { type: 'finished'; pack: PackDocument }
  | { type: 'interrupted' };

/**
 * Makes the review pack of a captured run: reads the change, runs the verifications, and takes the digest of the
 * change around each. Interrupted, it ends without a pack.
 *
 * @param store for the commands of the catalog, which are recorded there; undefined without a rollout
 * @throws UsageError for an unknown run, base or command, and outside of a repository
 */
export async function* createPack(
  world: World,
  views: ReadStore | undefined,
  store: Store | undefined,
  request: PackRequest,
): AsyncGenerator<PackEvent> {
  const commands = request.verify.map(readVerification);
  if (request.catalog.length > 0 && !store)
    throw new UsageError(
      'commands of the catalog are run for a rollout, and there is none, or nothing is to be recorded',
      'Name the command itself: --verify "COMMAND"',
    );
  // Asked before anything runs.
  if (request.catalog.length > 0) {
    const catalog = await readCatalog(world, store);
    for (const command of request.catalog) findCommand(catalog, command);
  }
  const found = await findRun(world, views, request);
  const { matrix } = await readRiskMatrix(world, request.matrix);
  const repository = await readRepository(world, request.folder);
  if (!repository)
    throw new UsageError(
      `${cleanLine(request.folder)}: this is not in a git repository`,
      'Make the pack in the repository that the run has changed.',
    );
  const { root } = repository;
  const base = await baseOf(world, repository, found, request.base);
  const read = async () => withoutOwnFiles(await readChanges(world, root, { base }));

  let changes = await read();
  const verification: Verification[] = [];
  const verifyBy = async (run: () => Promise<RanVerification | undefined>): Promise<PackEvent> => {
    const ran = await run();
    if (ran === undefined || request.signal.aborted) return { type: 'interrupted' };
    const before = changes.digest;
    changes = await read();
    const one = { ...ran, before, after: changes.digest };
    verification.push(one);
    return { type: 'verified', verification: one };
  };
  const folder = resolve(world.cwd, request.folder);
  for (const argv of commands) {
    yield { type: 'verifying', command: cleanLine(argv.join(' ')) };
    const event = await verifyBy(() => runVerification(world, { ...request, argv, folder }));
    yield event;
    if (event.type === 'interrupted') return;
  }
  for (const command of request.catalog) {
    yield { type: 'verifying', command: `catalog ${cleanLine(command)}` };
    const event = await verifyBy(() => runFromCatalog(world, store as Store, { ...request, command }));
    yield event;
    if (event.type === 'interrupted') return;
  }
  yield {
    type: 'finished',
    pack: await writePack(world, { found, repository, base, changes, verification, request, matrix }),
  };
}

async function baseOf(
  world: World,
  { root, head }: RepositoryState,
  { run }: FoundRun,
  asked: string | undefined,
): Promise<string | null> {
  if (asked !== undefined) return mergeBase(world, root, { base: asked, head: 'HEAD' });
  const began = run.git === null ? head : run.git.base;
  if (began === null) return null;
  return resolveCommit(world, root, began).catch(() => {
    throw new UsageError(
      `the commit at which the run began, ${cleanLine(began).slice(0, 12)}, is not in this repository`,
      'Make the pack in the repository of the run, fetch its history (fetch-depth: 0), or name another commit with --base.',
    );
  });
}

async function runFromCatalog(
  world: World,
  store: Store,
  { command: id, folder, signal }: PackRequest & { command: string },
): Promise<RanVerification | undefined> {
  let typed = '';
  for await (const event of runCatalog(world, store, { command: id, repository: folder, signal })) {
    if (event.type === 'started') typed = event.command.argv.join(' ');
    if (event.type !== 'finished') continue;
    const { verdict, summary, durationMs, output } = event.result;
    const exit = /^exit (\d+)$/.exec(summary)?.[1];
    return {
      command: redact(cleanLine(typed), secretsOf(world.environment)).slice(0, 500),
      catalog: id,
      ...{ verdict, summary, output },
      exit: exit === undefined ? null : Number(exit),
      duration_ms: durationMs,
    };
  }
  return undefined;
}

type Parts = {
  found: FoundRun;
  repository: RepositoryState;
  base: string | null;
  changes: Changes;
  verification: readonly Verification[];
  request: PackRequest;
  matrix: Parameters<typeof judgeRisk>[0];
};

async function writePack(
  world: World,
  { found, repository, base, changes, verification, request, matrix }: Parts,
): Promise<PackDocument> {
  const { run } = found;
  const [{ evidence, account }, diff] = await Promise.all([
    readEvidence(found),
    readShownDiff(world, repository, base),
  ]);
  const risk = judgeRisk(
    matrix,
    changes.files.map(({ path }) => path),
    [run.policy],
  );
  const ofRun = { ...run, changes: withoutOwnFiles(run.changes) };
  const facts = { run: ofRun, evidence, repository: repository.name, changes, risk, verification, diff };
  const { text, cut } = diff;
  const secrets = secretsOf(world.environment);
  return sealPack({
    format: 'codex-cockpit/review-pack',
    version: 1,
    pack: v7({ msecs: world.now().getTime() }),
    created_at: world.now().toISOString(),
    created_by: await actingPerson(world),
    task: request.task === undefined ? null : redact(cleanLine(request.task), secrets).slice(0, 2000),
    run,
    evidence,
    account: account === undefined ? null : redact(account, secrets).slice(0, 2000),
    repository: repository.name,
    base,
    head: repository.head,
    changes,
    risk: { ...risk, reasons: risk.reasons.map((reason) => ({ ...reason, paths: [...reason.paths] })) },
    verification: [...verification],
    diff: { text, cut, sha256: hash('sha256', text, 'hex') },
    changed: [...describeChanged({ run: ofRun, changes, risk })],
    verified: [...describeVerified({ verification, changes })],
    uncertain: [...findUncertain(facts)],
  });
}

/** Bytes of a diff that are read, and characters of it that a pack keeps. */
const mostDiff = { read: 2 * 1024 * 1024, kept: 1024 * 1024 };

/** A secret at the end of what was read may be cut in two, and would look like none. */
const longestSecret = 4096;

async function readShownDiff(world: World, { root }: RepositoryState, base: string | null) {
  const read = await readDiff(world, root, { base, most: mostDiff.read });
  const whole = read.cut ? read.text.slice(0, -longestSecret) : read.text;
  const cleaned = clean(whole);
  const redacted = redact(cleaned, secretsOf(world.environment));
  const text = redacted.slice(0, mostDiff.kept).toWellFormed();
  return {
    text,
    cut: read.cut || text.length < redacted.length,
    redacted: redacted !== cleaned,
    // A line end of Windows is no hidden character.
    hidden: cleaned !== whole.replaceAll('\r\n', '\n'),
    binary: [
      ...whole.matchAll(
        /^Binary files (?:\/dev\/null|"?a\/(.+?)"?) and (?:\/dev\/null|"?b\/(.+?)"?) differ$/gm,
      ),
    ].map(([, before, after]) => after ?? before ?? ''),
  };
}

/** Records a pack in the history of a rollout. Returns the number of its entry. */
export async function recordPack(store: Store, pack: PackDocument, markdown: string): Promise<number> {
  const text = toBlob(markdown);
  const outputs = pack.verification.map(({ output, command }) => ({ command, blob: toBlob(output) }));
  const { created_by: actor, risk, run, uncertain, verification } = pack;
  const [entry] = await store.append(() => [
    {
      actor,
      subject: `run/${run.run}`,
      event: {
        kind: 'pack.created',
        body: {
          v: 1,
          pack: pack.pack,
          run: run.run,
          sha256: pack.sha256,
          risk: risk.class,
          base: pack.base,
          head: pack.head,
          changes: pack.changes,
          verification: verification.map((one, index) => {
            const { command, exit, duration_ms, verdict } = one;
            const output = outputs[index];
            return {
              ...{ command, exit, duration_ms, verdict },
              digest: verifiedDigest(one),
              output: output ? toEvidence(output.command, output.blob) : null,
            };
          }),
          uncertain: uncertain.map(({ text: sentence }) => sentence),
          text: toEvidence(`review pack ${pack.pack}`, text),
        },
      },
      blobs: [text, ...outputs.map(({ blob }) => blob)],
    },
  ]);
  return entry?.seq ?? 0;
}
