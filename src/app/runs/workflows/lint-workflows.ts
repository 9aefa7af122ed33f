import { lstat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { mayOnlyLook } from '../../../domain/people/require-role.ts';
import { countByRule, type Lint, sortFindings, verdictOf } from '../../../domain/runs/workflows/finding.ts';
import { kindOfFile, lintPipelines, type PipelineFile } from '../../../domain/runs/workflows/lint.ts';
import { withIncludes } from '../../../domain/runs/workflows/read/includes.ts';
import type { Pipeline } from '../../../domain/runs/workflows/read/pipeline.ts';
import { suppress } from '../../../domain/runs/workflows/suppress.ts';
import type { Store } from '../../../store/connection/open.ts';
import { filesBelow, shownPath, type Unread } from '../../files/walk.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import { readRepository } from '../repository.ts';
import { askOtherLinters } from './other-linters.ts';

/** Bytes of the largest file that is read: GitHub takes workflows of at most 512 KiB. */
const largestFile = 1024 * 1024;

/** What is asked of a lint. `rules`: only these; none for all. `ignored`: reasons by rule. */
export type LintRequest = {
  folder: string;
  pin: string | undefined;
  rules: readonly string[];
  ignored: ReadonlyMap<string, string>;
  /** Whether zizmor and actionlint are asked where they are installed. */
  asksOthers: boolean;
  signal: AbortSignal;
};

/**
 * Lints the workflows, local actions and GitLab jobs of a repository that start Codex. Links are not followed.
 *
 * @throws UsageError when there is nothing of this name
 */
export async function lintWorkflows(
  world: Pick<World, 'cwd' | 'environment'>,
  request: LintRequest,
): Promise<Lint> {
  const unread: Unread[] = [];
  const files = await readPipelineFiles(world, request, unread);
  const { findings, notes, pipelines, comments } = lintPipelines(files, { pin: request.pin });
  const others = await askedOthers(
    world,
    request,
    files.filter(({ file, kind }) => kind !== 'gitlab' && pipelines.includes(file)),
  );
  const asked = [...findings, ...others.findings].filter(
    ({ rule }) => request.rules.length === 0 || request.rules.includes(rule),
  );
  return {
    findings: sortFindings(suppress(asked, { comments, options: request.ignored })),
    notes,
    read: files.length,
    pipelines,
    unread,
    tools: others.tools,
  };
}

/** What zizmor and actionlint say of the files that start Codex. */
async function askedOthers(
  world: Pick<World, 'cwd' | 'environment'>,
  { folder, rules, asksOthers, signal }: LintRequest,
  files: readonly PipelineFile[],
): Promise<Awaited<ReturnType<typeof askOtherLinters>>> {
  const isAsked = asksOthers && (rules.length === 0 || rules.some((rule) => rule.includes('/')));
  if (!isAsked) return { findings: [], tools: [] };
  return askOtherLinters(world, { root: await topFolder(world, folder), files, signal });
}

/** The folder that was named, or that of the file that was. */
async function topFolder({ cwd }: Pick<World, 'cwd'>, named: string): Promise<string> {
  const path = resolve(cwd, named);
  return (await lstat(path)).isDirectory() ? path : dirname(path);
}

/**
 * Records a lint, as evidence that the workflows of a repository are judged.
 *
 * @returns why it was not recorded; undefined when it was
 */
export async function recordLint(
  world: World,
  store: Store,
  { folder, lint }: { folder: string; lint: Lint },
): Promise<string | undefined> {
  const actor = await actingPerson(world);
  if (mayOnlyLook(await store.people(), actor)) return 'an auditor records nothing';
  const top = await topFolder(world, folder);
  const repository = await readRepository(world, top);
  const body = {
    v: 1 as const,
    repository: repository?.name ?? basename(top),
    head: repository?.head ?? null,
    files: lint.pipelines.length,
    verdict: verdictOf(lint),
    rules: countByRule(lint),
  };
  await store.append(() => [
    { actor, subject: `repository/${body.repository}`, event: { kind: 'workflows.linted' as const, body } },
  ]);
  return undefined;
}

async function readPipelineFiles(
  { cwd }: Pick<World, 'cwd'>,
  { folder, signal }: LintRequest,
  unread: Unread[],
): Promise<readonly PipelineFile[]> {
  const root = resolve(cwd, folder);
  const found = await lstat(root).catch(() => undefined);
  if (!found) throw new UsageError(`there is no file or folder ${cleanLine(folder)}`);
  const read = (path: string, named: string, kind: Pipeline['kind']): readonly PipelineFile[] => {
    signal.throwIfAborted();
    const file = shownPath(cwd, path);
    const bytes = readRegularBytes(path, largestFile);
    if (bytes && 'bytes' in bytes) return [{ path: named, file, kind, text: bytes.bytes.toString('utf8') }];
    if (bytes) unread.push({ file, reason: bytes.fault });
    return [];
  };
  // A single file is read as what its name says, wherever it is.
  if (!found.isDirectory()) return read(root, basename(root), kindOfFile(basename(root)) ?? 'workflow');
  const files: PipelineFile[] = [];
  for await (const path of filesBelow(root, { unread, name: (at) => shownPath(cwd, at) })) {
    const named = relative(root, path).replaceAll('\\', '/');
    const kind = kindOfFile(named);
    if (kind !== undefined) files.push(...read(path, named, kind));
  }
  return withIncludes(files, (named) => read(join(root, named), named, 'gitlab'));
}
