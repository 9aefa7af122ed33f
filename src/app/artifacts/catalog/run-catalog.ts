import { runCommand } from '../../../codex/cli/private-cli.ts';
import { type CatalogResult, judgeCommand } from '../../../domain/artifacts/catalog/judge-command.ts';
import type { CatalogCommand } from '../../../domain/artifacts/catalog/verification-catalog.ts';
import type { Outcome } from '../../../domain/base/outcome.ts';
import { redact, redactOutput } from '../../../domain/base/redact/redact.ts';
import { clean } from '../../../domain/base/text/clean.ts';
import { keepEnds } from '../../../domain/base/text/keep-ends.ts';
import { transcribe } from '../../../domain/checks/transcript.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import { MAX_BLOB_BYTES, toBlob, toEvidence } from '../../../store/log/blob.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import { identifyCli } from '../../world/find-cli.ts';
import { refuseReadOnly } from '../../world/session.ts';
import type { World } from '../../world/world.ts';
import { commitOf, findRepository } from '../repository.ts';
import { findCommand, readCatalog } from './read-catalog.ts';

/** Which command to run, and where. */
export type CatalogRequest = {
  command: string;
  /** A folder of the repository. */
  repository: string;
  /** The catalog; verification-catalog when undefined. */
  artifact?: string | undefined;
  /** Path of the CLI whose version is noted; found on PATH when undefined. */
  codex?: string | undefined;
  signal: AbortSignal;
};

/** Progress of a run. */
export type CatalogEvent =
  | { type: 'started'; command: CatalogCommand; repository: string; revision: number }
  | { type: 'finished'; result: CatalogResult }
  | { type: 'interrupted' };

/**
 * Runs a command of the approved catalog in a repository, and records its result with its output.
 * Interrupted, it is stopped and nothing is recorded.
 *
 * @throws UsageError for an unknown command or a folder in no repository
 * @throws RefusedError when nothing is approved, or without a role
 */
export async function* runCatalog(
  world: World,
  store: Store,
  request: CatalogRequest,
): AsyncGenerator<CatalogEvent> {
  refuseReadOnly(world);
  if (!(await store.rollout())) throw noRollout();
  const actor = await actingPerson(world);
  // Asked before anything runs: what a command does cannot be taken back by recording nothing of it.
  await authorize(store, actor, 'run a command of the catalog');
  const catalog = await readCatalog(world, store, request);
  const command = findCommand(catalog, request.command);
  const repository = await findRepository(world, request.repository);
  const { revision } = catalog.revision;
  yield { type: 'started', command, repository: repository.name, revision };

  const [commit, cliVersion] = await Promise.all([commitOf(world, repository), versionOf(world, request)]);
  const { environment } = world;
  const { signal } = request;
  const { argv, timeoutMs, environment: passedOn } = command;
  const outcome = await runCommand({ argv, cwd: repository.root, environment, passedOn, timeoutMs, signal });
  if (signal.aborted) {
    yield { type: 'interrupted' };
    return;
  }
  const secrets = passedOn.filter((name) => secretName.test(name)).map((name) => environment[name] ?? '');
  const result = {
    ...judgeCommand(outcome),
    command: command.id,
    artifact: catalog.artifact,
    revision,
    repository: repository.name,
    ...commit,
    durationMs: Math.round(outcome.durationMs),
    cliVersion,
    output: outputOf(outcome, secrets),
  };
  const blob = toBlob(result.output);
  const [entry] = await store.append(() => [
    {
      actor,
      subject: `catalog/${command.id}`,
      event: {
        kind: 'catalog.ran',
        body: {
          v: 1,
          artifact: result.artifact,
          revision,
          sha256: catalog.revision.sha256,
          command: command.id,
          argv: argv.map((word) => redact(word, secrets)),
          repository: result.repository,
          commit: result.commit ?? null,
          changed: result.changed,
          verdict: result.verdict,
          summary: result.summary,
          duration_ms: result.durationMs,
          cli_version: cliVersion ?? null,
          output: toEvidence(redact(argv.join(' '), secrets), blob),
        },
      },
      blobs: [blob],
    },
  ]);
  yield { type: 'finished', result: { ...result, entry: entry?.seq ?? 0 } };
}

/** Names of variables whose values are never to be stored. */
const secretName = /token|secret|key|passw|credential|auth/i;

function outputOf(outcome: Outcome, secrets: readonly string[]): string {
  // Redacted before it is cut: half a secret looks like none.
  return keepEnds(redactOutput(clean(transcribe(outcome).text), secrets), MAX_BLOB_BYTES);
}

async function versionOf(world: World, request: CatalogRequest): Promise<string | undefined> {
  return (await identifyCli(world, request)).version;
}
