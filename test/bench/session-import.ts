import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeSyntheticSessions } from '../support/sessions/synthetic-home.ts';
import { median, medians, type Ratio, run, time, withOwnMemory } from './measure.ts';

const gigabyte = 1_000_000_000;
/** What people count tokens with: native, in parallel. */
const counter = 'ccusage@20.0.24';

/**
 * The import of 1 GB of session files beside ccusage on the same files, and the import of the same files when they are
 * unchanged. Without ccusage, which is installed for it, a line says so.
 */
export async function sessionImport(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  const home = join(folder, 'sessions-home');
  const files = writeSyntheticSessions(home, gigabyte);
  const db = join(folder, 'sessions.db');
  const main = resolve('dist/main.js');
  const own = { ...env, HOME: home, CODEX_HOME: home, CODEX_COCKPIT_DB: db };
  const cockpit = (...args: string[]) =>
    run([process.execPath, main, ...args, '--as', 'ada@example.com'], own);
  const begin = () => {
    for (const name of [db, `${db}-wal`, `${db}-shm`, `${db}.key`]) rmSync(name, { force: true });
    cockpit('init', '--name', 'Acme', '--quiet');
  };
  const first = () => cockpit('metric', 'import', 'sessions', '--quiet');
  try {
    const memory = memoryRatio({ ...own }, home, begin);
    const ccusage = installCounter(folder);
    if (ccusage === undefined)
      return [
        ...memory,
        {
          what: 'import of 1 GB of sessions',
          ratio: Number.NaN,
          yardstick: counter,
          note: 'it cannot be installed here',
        },
      ];
    const count = () => run([ccusage, 'codex', 'daily', '--json', '--offline'], own);
    const times = { first: [] as number[], count: [] as number[] };
    for (let round = 0; round < 3; round++) {
      // A new database each time; making it is not measured.
      begin();
      times.first.push(await time(first));
      times.count.push(await time(count));
    }
    const again = await medians(5, { again: first, count });
    const note = `${files} files`;
    return [
      ...memory,
      {
        what: 'first import of 1 GB of sessions',
        ratio: median(times.first) / median(times.count),
        yardstick: counter,
        goal: '≤ 2',
        note,
      },
      {
        what: 'import of the same, unchanged',
        ratio: again.again / again.count,
        yardstick: counter,
        goal: '≤ 0.1',
        note,
      },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The most memory that the import takes, beside that of half of the files. */
function memoryRatio(env: NodeJS.ProcessEnv, home: string, begin: () => void): Ratio[] {
  const small = `${home}-small`;
  writeSyntheticSessions(small, gigabyte / 2);
  const of = (from: string) => {
    begin();
    const report = join(home, 'memory');
    const noting = `import{writeFileSync}from'node:fs';import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`;
    const argv = ['--import', `data:text/javascript,${encodeURIComponent(noting)}`, resolve('dist/main.js')];
    run(
      withOwnMemory([
        ...[process.execPath, ...argv, 'metric', 'import', 'sessions', from, '--quiet'],
        ...['--as', 'ada@example.com'],
      ]),
      env,
    );
    return Number(readFileSync(report, 'utf8'));
  };
  const ratio = of(home) / of(small);
  rmSync(small, { recursive: true });
  return [
    { what: 'memory of the import of 1 GB of sessions', ratio, yardstick: 'that of 0.5 GB', goal: '≤ 1.4' },
  ];
}

/** Its native program; undefined where the registry does not have it for this machine. */
function installCounter(folder: string): string | undefined {
  const prefix = join(folder, 'counter');
  try {
    execFileSync(
      'npm',
      ['install', '--prefix', prefix, '--no-audit', '--no-fund', '--loglevel=error', counter],
      { stdio: 'ignore' },
    );
  } catch {
    return undefined;
  }
  const program = join(
    prefix,
    'node_modules',
    '@ccusage',
    `ccusage-${process.platform}-${process.arch}`,
    'bin',
    'ccusage',
  );
  if (!existsSync(program)) return undefined;
  chmodSync(program, 0o755);
  return program;
}
