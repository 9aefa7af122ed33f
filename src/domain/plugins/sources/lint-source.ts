import { asTable, kinds, type LintFinding, noneOf, type Say } from '../manifest/lint-finding.ts';
import { safeName } from '../manifest/name.ts';

const sourceKinds = ['local', 'url', 'git-subdir'];
const text = kinds.textOrNull;

/** The local path that a source names; undefined for one of another kind. */
export function localPath(source: unknown): unknown {
  if (typeof source === 'string') return source;
  const table = asTable(source);
  return table?.source === 'local' ? table.path : undefined;
}

/** Lints where a plugin is taken from. */
export function lintSource(say: Say, field: string, source: unknown): LintFinding[] {
  const skips = sourceFaults(source).map(({ member, why }) =>
    say('fail', `${field}${member}`, `${why}; the CLI skips the plugin`),
  );
  const sha = asTable(source)?.sha;
  return skips.length > 0 || typeof sha !== 'string' || isWholeRevision(sha)
    ? skips
    : [
        say(
          'fail',
          `${field}.sha`,
          `"${safeName(sha)}" is not a whole revision, so installing the plugin fails`,
        ),
      ];
}

/** A member of a source, such as `.path`, or the empty text for the source itself, and what is wrong with it. */
type Fault = { member: string; why: string };

/** What of a source the CLI cannot read, so that it skips the entry. */
export function sourceFaults(source: unknown): readonly Fault[] {
  const table = asTable(source);
  if (typeof source === 'string') return faults('', whyNotLocal(source));
  if (!table) return faults('', 'it is neither a path nor an object');
  if (!sourceKinds.includes(String(table.source)))
    return faults('.source', noneOf(table.source, sourceKinds));
  if (table.source === 'local') return faults('.path', whyNotLocal(table.path));
  return [
    ...faults('.url', whyNoUrl(table.url)),
    ...(isClone(table) ? [] : faults('.path', whyNoFolder(table.path))),
    ...(['ref', 'sha'] as const).flatMap((key) =>
      table[key] === undefined || text.has(table[key]) ? [] : faults(`.${key}`, 'it must be a text'),
    ),
  ];
}

/** Whether the CLI clones a whole repository for a source, and no folder of it. */
export function isClone(source: unknown): boolean {
  const table = asTable(source);
  return table?.source === 'url' && (table.path ?? null) === null;
}

function faults(member: string, why: string | undefined): readonly Fault[] {
  return why === undefined ? [] : [{ member, why }];
}

function whyNotLocal(path: unknown): string | undefined {
  if (typeof path !== 'string') return 'a path is missing';
  if (leadsOut(path)) return `"${safeName(path)}" leads out of the marketplace`;
  return path.startsWith('./') && namesFolder(path.slice(2))
    ? undefined
    : `"${safeName(path)}" is not a path such as "./plugins/name"`;
}

function whyNoUrl(url: unknown): string | undefined {
  if (typeof url !== 'string' || url.trim() === '') return 'a URL is missing';
  return isGitUrl(url.trim()) ? undefined : `"${safeName(url)}" is no URL of a git repository`;
}

/** What the CLI takes for a git repository: a URL, a path, `user@host:path`, or owner/repo of GitHub. */
function isGitUrl(url: string): boolean {
  if (/^(https?|ssh|file):\/\/./.test(url) || url.startsWith('/')) return true;
  if (url.startsWith('./')) return !leadsOut(url);
  return /^git@[^\s:]+:./.test(url) || /^[A-Za-z0-9][A-Za-z0-9_.-]*\/[A-Za-z0-9_.-]+$/.test(url);
}

/** The folder of a repository; here the CLI asks for no `./` in front. */
function whyNoFolder(given: unknown): string | undefined {
  if (typeof given !== 'string') return 'a path is missing';
  const path = given.trim().replace(/^\.\//, '');
  if (leadsOut(path)) return `"${safeName(given)}" leads out of the repository`;
  return namesFolder(path) ? undefined : `"${safeName(given)}" names no folder`;
}

function isWholeRevision(sha: string): boolean {
  return sha === '' || /^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(sha);
}

/** Whether a path begins with the name of a folder; later the CLI ignores `.` and a slash too many. */
function namesFolder(path: string): boolean {
  return !['', '.'].includes(path.split('/')[0] ?? '');
}

/** Whether a path leaves the folder where it starts. */
function leadsOut(path: string): boolean {
  return path.startsWith('/') || path.includes('\0') || path.split('/').includes('..');
}
