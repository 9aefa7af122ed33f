import { WorkError } from '../../domain/base/errors.ts';
import { describeEnd, exited, type Outcome } from '../../domain/base/outcome.ts';
import { redact } from '../../domain/base/redact/redact.ts';
import {
  describeNpmFault,
  type PackageRecord,
  parsePackageRecord,
} from '../../domain/upgrade/toolchain/npm-answer.ts';
import type { Environment } from '../cli/environment.ts';
import { startProcess } from '../cli/start-process.ts';

/** How npm is run. It works in a private folder, so that the settings of no project count, only those of the person. */
export type NpmRun = { folder: string; environment: Environment; signal: AbortSignal };

const timeoutMs = { view: 60_000, install: 15 * 60_000 };

/**
 * What the registry records of a package, such as `@openai/codex@0.150.0`.
 *
 * @throws WorkError when there is no such package or no answer
 */
export async function viewPackage(name: string, run: NpmRun): Promise<PackageRecord> {
  const outcome = await npm(
    ['view', name, 'name', 'dist', 'optionalDependencies', '--json'],
    timeoutMs.view,
    run,
  );
  const record = exited(outcome) ? parsePackageRecord(outcome.stdout) : undefined;
  if (record) return record;
  // An npm that finds no such version may print nothing and exit with 0.
  if (exited(outcome) && outcome.stdout.trim() === '') {
    throw new WorkError(
      `the registry has no ${name}`,
      'See which versions there are: npm view @openai/codex versions',
    );
  }
  throw faultOf(`npm cannot look up ${name}`, outcome);
}

/**
 * Installs packages into the folder, with a lock that states the integrity of what was installed.
 * No script of a package is run.
 *
 * @throws WorkError when npm cannot
 */
export async function installPackages(names: readonly string[], run: NpmRun): Promise<void> {
  const fixed = [
    ...['--prefix', run.folder, '--json', '--loglevel=error', '--ignore-scripts', '--save-exact'],
    ...['--include=optional', '--package-lock=true', '--global=false', '--dry-run=false'],
    ...['--install-strategy=hoisted', '--no-audit', '--no-fund'],
  ];
  const outcome = await npm(['install', ...fixed, ...names], timeoutMs.install, run);
  if (!exited(outcome)) throw faultOf(`npm cannot install ${names.join(' ')}`, outcome);
}

async function npm(args: readonly string[], ofMs: number, run: NpmRun): Promise<Outcome> {
  const env = Object.fromEntries(
    Object.entries(run.environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const started = startProcess(['npm', ...args], {
    cwd: run.folder,
    env,
    timeoutMs: ofMs,
    signal: run.signal,
  });
  const outcome = await started.outcome;
  run.signal.throwIfAborted();
  return outcome;
}

function faultOf(what: string, outcome: Outcome): WorkError {
  if (outcome.end.type === 'unstartable') {
    return new WorkError(`${what}: npm ${describeEnd(outcome.end)}`, 'Install npm, or put it on PATH.');
  }
  if (outcome.end.type !== 'exit') return new WorkError(`${what}: ${describeEnd(outcome.end)}`);
  const { reason, next } = describeNpmFault(outcome);
  return new WorkError(`${what}: ${redact(reason)}`, next);
}
