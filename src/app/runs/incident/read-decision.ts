import { createHash } from 'node:crypto';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { differingFiles, type FileCommit, isInRepository } from '../../../domain/runs/incident/advice.ts';
import type { Decision } from '../../../domain/runs/incident/guide.ts';
import { goodRunOf, type Incident } from '../../../domain/runs/incident/incident.ts';
import { sameRun } from '../../../domain/runs/incident/suggest-good.ts';
import { compareRuns } from '../../../domain/runs/provenance/compare.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { findCapturedRun, type RecordedRun } from '../captured-runs.ts';
import { type Git, splitNul } from '../git.ts';
import { digestBlobs } from '../git-blobs.ts';
import { repositoryOf } from './brought-by.ts';

/**
 * Compares the runs of an incident and looks for the commits that changed what differs.
 *
 * @param good another good run than the one that the incident names
 * @param folder a folder of the repository; the current one when undefined
 * @throws UsageError for an unknown run, or when the good run is the bad one
 */
export async function readDecision(
  world: Pick<World, 'cwd' | 'environment'>,
  views: Pick<Views, 'entriesOfKind' | 'rollout'>,
  {
    incident,
    good: named,
    folder,
  }: { incident: Incident; good?: string | undefined; folder?: string | undefined },
): Promise<Decision> {
  const bad = await findCapturedRun(views, incident.bad);
  const wanted = named ?? goodRunOf(incident);
  const good = wanted === undefined ? undefined : await findCapturedRun(views, wanted);
  if (good?.body.run === bad.body.run) throw sameRun();
  const comparison = good && compareRuns(good.body, bad.body);
  const rows = comparison?.rows ?? [];
  const found = good && (await lookInRepository(world, { good, bad, folder, paths: differingFiles(rows) }));
  const pin = (await views.rollout())?.pin ?? '';
  return {
    ...{ incident, bad, good, proposed: comparison?.cause ?? 'unknown' },
    facts: {
      ...{ incident: incident.id, rows, good: good?.body, bad: bad.body, pin },
      ...{ commits: found?.commits, promptFile: found?.promptFile },
    },
  };
}

type Found = { commits: ReadonlyMap<string, readonly FileCommit[]>; promptFile: string | undefined };

/** The commits between two runs; undefined when their repository is not at hand. */
async function lookInRepository(
  world: Pick<World, 'cwd' | 'environment'>,
  {
    good,
    bad,
    folder,
    paths,
  }: { good: RecordedRun; bad: RecordedRun; folder: string | undefined; paths: readonly string[] },
): Promise<Found | undefined> {
  const repository = await repositoryOf(world, bad.body, folder).catch(() => undefined);
  const [from, to] = [good.body.git?.base, bad.body.git?.base];
  if (!repository || !from || !to) return undefined;
  const { git } = repository;
  const has = await Promise.all(
    [from, to].map((commit) => git.ask(['cat-file', '-e', `${commit}^{commit}`])),
  );
  if (has.some(({ code }) => code !== 0)) return undefined;
  const isOther = good.body.inputs.prompt?.sha256 !== bad.body.inputs.prompt?.sha256;
  const promptFile = isOther
    ? ((await findPrompt(git, to, bad)) ?? (await findPrompt(git, from, good)))
    : undefined;
  const wanted = [...paths.filter(isInRepository), ...(promptFile === undefined ? [] : [promptFile])];
  const commits = new Map<string, readonly FileCommit[]>();
  for (const path of wanted) commits.set(path, await commitsOf(git, { from, to, path }));
  return { commits, promptFile };
}

/** The commits of the branch of the bad run that changed a file since the good one, newest first. */
async function commitsOf(
  git: Git,
  { from, to, path }: { from: string; to: string; path: string },
): Promise<readonly FileCommit[]> {
  const format = '--format=%H%x00%P%x00%cI%x00%s';
  const output = await git.need([
    ...['log', '-z', '--first-parent', '--diff-merges=first-parent', '--no-show-signature', '--max-count=20'],
    ...[format, to, `^${from}`, '--', path],
  ]);
  const fields = splitNul(output).map(String);
  const commits: FileCommit[] = [];
  for (let index = 0; index + 3 < fields.length; index += 4) {
    const [commit = '', parents = '', at = '', subject = ''] = fields.slice(index, index + 4);
    commits.push({
      commit,
      isMerge: parents.includes(' '),
      at: new Date(at).toISOString(),
      subject: cleanLine(subject),
    });
  }
  return commits;
}

/** The file of a commit whose content is the prompt of a run, with or without a line end after it. */
async function findPrompt(git: Git, commit: string, { body }: RecordedRun): Promise<string | undefined> {
  const { prompt } = body.inputs;
  if (!prompt) return undefined;
  const { stdout, code, cut } = await git.ask(['ls-tree', '-r', '-l', '-z', commit]);
  if (code !== 0 || cut) return undefined;
  const files = splitNul(stdout).flatMap((line) => {
    const [, id = '', size, path = ''] = /^\d{6} blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line.toString()) ?? [];
    return size === undefined ? [] : [{ id, path, bytes: Number(size) }];
  });
  const whole = files.filter(({ bytes }) => bytes === prompt.bytes);
  const digests = await digestBlobs(
    git.start(['cat-file', '--batch']),
    whole.map(({ id }) => id),
  );
  const exact = whole.find(({ id }) => digests.get(id) === prompt.sha256);
  if (exact) return exact.path;
  for (const { id, path } of files.filter(({ bytes }) => bytes === prompt.bytes + 1).slice(0, 50)) {
    const text = await git.need(['cat-file', 'blob', id]);
    if (createHash('sha256').update(text.subarray(0, -1)).digest('hex') === prompt.sha256) return path;
  }
  return undefined;
}
