import { isTable } from '../../../base/shape/check-shape.ts';
import { formatSize } from '../../../base/text/size.ts';
import type { Fact } from '../observation.ts';

/** What a CLI leaves behind. */
export type Left = {
  /** Arguments of the processes that are still there after it has ended. */
  processes: readonly (readonly string[])[];
  /** Names of the new files and folders of CODEX_HOME. */
  home: readonly string[];
  /** Bytes of the files in CODEX_HOME. */
  homeBytes: number;
  /** What it keeps elsewhere. */
  elsewhere: readonly string[];
  /** Names of the new files and folders of the project. */
  project: readonly string[];
  /** config.toml before and after; undefined where it is not valid TOML or not there. */
  config: readonly [before: unknown, after: unknown];
};

// They come and go while a database is in use, and the others are for the CLI alone.
const passing = /-(?:wal|shm)$|^\.?tmp$/;

/** As much more is noise: a log, or a cache. */
const leewayBytes = 8 * 1024 * 1024;

/** What is left behind, without ids, dates and versions in names. */
export function leftFacts(left: Left, where: string): readonly Fact[] {
  const shared = { where, ofTeam: true as const };
  const fact = (key: string): Fact => ({ key, value: 'left', ...shared });
  const changed = changedKeys(...left.config);
  return [
    ...unique(left.processes.map(nameProcess)).map((name) => fact(`process ${name}`)),
    ...unique(left.home.filter((name) => !passing.test(name)).map(nameFile)).map((name) =>
      fact(`${name} in CODEX_HOME`),
    ),
    ...left.elsewhere.map(fact),
    ...unique(left.project.map(nameFile)).map((name) => fact(`${name} left in a folder of the project`)),
    {
      key: 'size of CODEX_HOME',
      value: formatSize(left.homeBytes),
      amount: { value: left.homeBytes, unit: 'bytes', leeway: leewayBytes },
      ...shared,
    },
    {
      key: 'config.toml',
      value: changed.length === 0 ? 'as it was' : `written: ${changed.join(', ')}`,
      ...shared,
    },
  ];
}

/** A process by its program and arguments: `codex app-server daemon pid-update-loop`. */
export function nameProcess([program = '', ...args]: readonly string[]): string {
  const name = program.slice(program.lastIndexOf('/') + 1);
  // Its arguments are the whole permission profile, with folders of this machine.
  if (name === 'bwrap') return 'bwrap (sandbox)';
  const words = [name, ...args.filter((word) => word !== '')];
  return nameFile(words.join(' ')).slice(0, longestName);
}

const longestName = 160;

/** A name without what is another one in each run or version. */
export function nameFile(name: string): string {
  return name
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\b[0-9a-f]{16,}\b/g, '<id>')
    .replaceAll(/\b\d{4}-\d\d-\d\d(?:T\d\d[:-]\d\d[:-]\d\d(?:\.\d+)?Z?)?/g, '<time>')
    .replaceAll(/\b\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)[\w.]*)?\b/g, '<version>');
}

/** Paths of the values in which two configurations differ. What is trusted is left out: it names folders. */
export function changedKeys(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): readonly string[] {
  if (path[0] === 'projects') return [];
  if (isTable(before) && isTable(after)) {
    const names = unique([...Object.keys(before), ...Object.keys(after)]);
    return names.flatMap((name) => changedKeys(before[name], after[name], [...path, name]));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const whole = isTable(after) ? Object.entries(after) : [];
  return whole.length > 0
    ? whole.flatMap(([name, inner]) => changedKeys(undefined, inner, [...path, name]))
    : [path.join('.') || 'the whole file'];
}

const unique = (texts: readonly string[]) => [...new Set(texts)].sort();
