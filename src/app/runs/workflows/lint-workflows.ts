import { lstat } from 'node:fs/promises';
import { basename, join, normalize, relative, resolve } from 'node:path';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { readYamlTree } from '../../../domain/base/documents/yaml-tree.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type Lint, sortFindings } from '../../../domain/runs/workflows/finding.ts';
import { kindOfFile, lintPipelines, type PipelineFile } from '../../../domain/runs/workflows/lint.ts';
import { gitlabIncludes } from '../../../domain/runs/workflows/read/gitlab.ts';
import type { Pipeline } from '../../../domain/runs/workflows/read/pipeline.ts';
import { suppress } from '../../../domain/runs/workflows/suppress.ts';
import { filesBelow, shownPath, type Unread } from '../../files/walk.ts';
import type { World } from '../../world/world.ts';

/** Bytes of the largest file that is read: GitHub takes workflows of at most 512 KiB. */
const largestFile = 1024 * 1024;

/** Files of a pipeline of GitLab that are put together; GitLab takes 150. */
const mostIncludes = 500;

/** What is asked of a lint. `rules`: only these; none for all. `ignored`: reasons by rule. */
export type LintRequest = {
  folder: string;
  pin: string | undefined;
  rules: readonly string[];
  ignored: ReadonlyMap<string, string>;
  signal: AbortSignal;
};

/**
 * Lints the workflows, local actions and GitLab jobs of a repository that start Codex. Links are not followed.
 *
 * @throws UsageError when there is nothing of this name
 */
export async function lintWorkflows(world: Pick<World, 'cwd'>, request: LintRequest): Promise<Lint> {
  const unread: Unread[] = [];
  const files = await readPipelineFiles(world, request, unread);
  const { findings, notes, pipelines, comments } = lintPipelines(files, { pin: request.pin });
  const asked = findings.filter(({ rule }) => request.rules.length === 0 || request.rules.includes(rule));
  return {
    findings: sortFindings(suppress(asked, { comments, options: request.ignored })),
    notes,
    read: files.length,
    pipelines,
    unread,
    tools: [],
  };
}

type Found = PipelineFile & { kind: Pipeline['kind'] };

async function readPipelineFiles(
  { cwd }: Pick<World, 'cwd'>,
  { folder, signal }: LintRequest,
  unread: Unread[],
): Promise<readonly Found[]> {
  const root = resolve(cwd, folder);
  const found = await lstat(root).catch(() => undefined);
  if (!found) throw new UsageError(`there is no file or folder ${cleanLine(folder)}`);
  const read = (path: string, named: string, kind: Pipeline['kind']): readonly Found[] => {
    signal.throwIfAborted();
    const file = shownPath(cwd, path);
    const bytes = readRegularBytes(path, largestFile);
    if (bytes && 'bytes' in bytes) return [{ path: named, file, kind, text: bytes.bytes.toString('utf8') }];
    if (bytes) unread.push({ file, reason: bytes.fault });
    return [];
  };
  // A single file is read as what its name says, wherever it is.
  if (!found.isDirectory()) return read(root, basename(root), kindOfFile(basename(root)) ?? 'workflow');
  const files: Found[] = [];
  for await (const path of filesBelow(root, { unread, name: (at) => shownPath(cwd, at) })) {
    const named = relative(root, path).replaceAll('\\', '/');
    const kind = kindOfFile(named);
    if (kind !== undefined) files.push(...read(path, named, kind));
  }
  return withIncludes(files, (named) => read(join(root, named), named, 'gitlab'));
}

/** Files that a pipeline of GitLab includes, each before the file that includes it. */
function withIncludes(files: readonly Found[], read: (named: string) => readonly Found[]): readonly Found[] {
  const seen = new Set(files.map(({ path }) => path));
  const before = (one: Found): readonly Found[] => {
    const root = readYamlTree(one.text, one.file).roots.at(-1);
    const named = root === undefined ? [] : gitlabIncludes(root).local;
    return named.flatMap((path) => {
      const plain = normalize(path).replaceAll('\\', '/');
      if (seen.has(plain) || plain.startsWith('..') || seen.size > mostIncludes) return [];
      seen.add(plain);
      return read(plain).flatMap((found) => [...before(found), found]);
    });
  };
  return files.flatMap((one) => (one.kind === 'gitlab' ? [...before(one), one] : [one]));
}
