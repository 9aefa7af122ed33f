import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { UsageError, WorkError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { SuiteReport } from '../../domain/checks/recorded.ts';
import { renderMachineReport } from '../../domain/upgrade/rings/machine-report.ts';
import type { Host } from '../program/host.ts';

/** Where the report of a machine is written, under which name, and the file of the key that signs it. */
type MachineOutput = { path: string; machine: string | undefined; keyFile: string | undefined };

/** @throws UsageError for named checks: they alone are no verdict about a machine */
export function requireWholeSuite(ids: readonly string[]): void {
  if (ids.length === 0) return;
  throw new UsageError(
    `a report is about a whole suite, and checks are named: ${ids.map(cleanLine).join(', ')}`,
    'Leave out the names, or name a suite of these checks with --suite.',
  );
}

/**
 * Writes what a run says of the CLI of this machine, for `upgrade report add`.
 *
 * @throws UsageError for a key that cannot be read or cannot sign
 * @throws WorkError when the file cannot be written
 */
export async function writeMachineReport(
  { world }: Host,
  run: SuiteReport,
  { path, machine, keyFile }: MachineOutput,
): Promise<void> {
  const key = keyFile === undefined ? undefined : await readKey(resolve(world.cwd, keyFile));
  const failed = run.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const text = renderMachineReport(
    {
      kind: 'codex-cockpit/machine-report',
      version: 1,
      machine: cleanLine(machine ?? hostname()),
      at: run.startedAt,
      cli: { version: run.cliVersion ?? null, sha256: run.cliSha256 ?? null },
      pin: run.pin,
      suite: { name: run.suite, checks: run.checks.length, verdict: run.verdict },
      failed: failed.map(({ check }) => check),
    },
    key,
  );
  const file = resolve(world.cwd, path);
  await writeFile(file, text, { mode: 0o600 }).catch((cause: Error) => {
    throw new WorkError(`${cleanLine(file)}: the report cannot be written: ${cleanLine(cause.message)}`);
  });
}

function readKey(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${cleanLine(file)}: the key cannot be read: ${cleanLine(cause.message)}`);
  });
}
