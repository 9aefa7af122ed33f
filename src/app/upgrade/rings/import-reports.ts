import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { CockpitError, UsageError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import { parseMachineReport, type ReadReport } from '../../../domain/upgrade/rings/machine-report.ts';
import type { Store } from '../../../store/connection/open.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';

/** Reports in one entry. */
const batch = 500;

/** Most bytes of a report; a real one has less than a thousand. */
const largestFile = 256 * 1024;

/** How far a clock of a machine may be ahead of the one here. */
const aheadMs = 5 * 60 * 1000;

/** What an import came to. */
export type ImportedReports = {
  added: number;
  /** Files whose very bytes were imported before. */
  known: number;
  /** Files that were refused, with the reason. */
  refused: readonly string[];
};

/**
 * Imports the reports of machines, 500 in an entry. A file that is no report is refused and named; the others are
 * imported. What was imported before is not imported again, so that a killed import can be repeated.
 *
 * @throws UsageError when none of the files is a report
 * @throws RefusedError without the role
 */
export async function importReports(
  world: World,
  store: Store,
  { files, signal, onProgress }: { files: readonly string[]; signal: AbortSignal; onProgress: OnProgress },
): Promise<ImportedReports> {
  const actor = await actingPerson(world);
  // Before thousands of files are read, and again where each entry is decided.
  if (!(await store.rollout())) throw noRollout();
  await authorize(store, actor, 'import machine reports');
  const imported = await digestsOf(store);
  const refused: string[] = [];
  let [added, known, done] = [0, 0, 0];
  let pending: ReadReport[] = [];
  const record = async () => {
    const reports = pending;
    pending = [];
    if (reports.length === 0) return;
    await store.append(async (views) => {
      if (!(await views.rollout())) throw noRollout();
      const role = await authorize(views, actor, 'import machine reports');
      const body = { v: 2 as const, reports: reports.map(toBody), role };
      return [{ actor, subject: 'machines', event: { kind: 'machines.reported' as const, body } }];
    });
    added += reports.length;
  };
  for (const file of files) {
    signal.throwIfAborted();
    const read = readReport(file, world);
    done += 1;
    if (typeof read === 'string') refused.push(read);
    else if (imported.has(read.sha256)) known += 1;
    else {
      imported.add(read.sha256);
      pending.push(read);
    }
    if (pending.length === batch) await record();
    if (done % 100 === 0 || done === files.length)
      onProgress({ step: 'reports', done, planned: files.length });
  }
  await record();
  if (added + known === 0)
    throw new UsageError(
      `none of the files is a report of a machine:\n${refused.map((one) => `  ${one}`).join('\n')}`,
    );
  return { added, known, refused };
}

/**
 * The files that are named, and those of the named folders whose names end in `.json`.
 *
 * @throws UsageError for a folder that cannot be read, or has none
 */
export async function reportFiles(
  { cwd }: Pick<World, 'cwd'>,
  named: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    named.map(async (one) => {
      const path = resolve(cwd, one);
      if (!(await stat(path).catch(() => undefined))?.isDirectory()) return [one];
      const names = await readdir(path).catch((cause: Error) => {
        throw new UsageError(`${cleanLine(one)}: cannot be read: ${cleanLine(cause.message)}`);
      });
      const reports = names.filter((name) => name.endsWith('.json')).toSorted();
      if (reports.length === 0) throw new UsageError(`no report (*.json) is in the folder ${cleanLine(one)}`);
      return reports.map((name) => join(one, name));
    }),
  );
  return found.flat();
}

async function digestsOf(store: Pick<Store, 'entriesOfKind'>): Promise<Set<string>> {
  const entries = bodiesOf(await store.entriesOfKind('machines.reported'), 'machines.reported');
  return new Set(entries.flatMap(({ body }) => body.reports.map(({ sha256 }) => sha256)));
}

/** A report, or why the file is none. */
function readReport(file: string, { cwd, now }: World): ReadReport | string {
  const shown = cleanLine(file);
  const read = readRegularBytes(resolve(cwd, file), largestFile);
  if (!read) return `${shown}: there is no such file`;
  if ('fault' in read) return `${shown}: cannot be read: ${read.fault}`;
  try {
    const report = parseMachineReport(read.bytes.toString('utf8'), file);
    return Date.parse(report.at) > now().getTime() + aheadMs
      ? `${shown}: at: ${report.at} is in the future`
      : report;
  } catch (cause) {
    if (cause instanceof CockpitError) return cause.message;
    throw cause;
  }
}

const toBody = ({ machine, at, cli, suite, failed, signedBy, sha256 }: ReadReport) => ({
  ...{ machine, at, sha256 },
  ...{ version: cli.version, cli_sha256: cli.sha256, verdict: suite.verdict },
  suite: { name: suite.name, checks: suite.checks },
  failed: [...failed],
  signed_by: signedBy ?? null,
});
