import { asTable, kinds, type LintFinding, oneOf, type Say, type Table } from './lint-finding.ts';
import { safeName } from './name.ts';

const sourceKinds = ['local', 'url', 'git-subdir'];
const text = kinds.textOrNull;

/** The local path that a source names; undefined for one of another kind. */
export function localPath(source: unknown): unknown {
  if (typeof source === 'string') return source;
  const table = asTable(source);
  return table?.source === 'local' ? table.path : undefined;
}

/** Lints where a plugin is taken from. The CLI skips an entry whose source it cannot read. */
export function lintSource(say: Say, field: string, source: unknown): LintFinding[] {
  const table = asTable(source);
  if (typeof source === 'string') return lintLocal(say, field, source);
  if (!table) return [say('fail', field, 'it is neither a path nor an object, so the CLI skips the plugin')];
  if (!sourceKinds.includes(String(table.source)))
    return [oneOf(say, `${field}.source`, table.source, sourceKinds)].map((one) => ({
      ...one,
      text: `${one.text}; the CLI skips the plugin`,
    }));
  if (table.source === 'local') return lintLocal(say, `${field}.path`, table.path);
  return [
    ...lintUrl(say, `${field}.url`, table.url),
    ...(table.path === undefined && table.source === 'url'
      ? []
      : lintFolder(say, `${field}.path`, table.path)),
    ...lintRevision(say, field, table),
  ];
}

function lintLocal(say: Say, field: string, path: unknown): LintFinding[] {
  if (typeof path !== 'string') return [say('fail', field, 'a path is missing, so the CLI skips the plugin')];
  if (leadsOut(path))
    return [
      say('fail', field, `"${safeName(path)}" leads out of the marketplace, so the CLI skips the plugin`),
    ];
  return path.startsWith('./') && namesFolder(path.slice(2))
    ? []
    : [
        say(
          'fail',
          field,
          `"${safeName(path)}" is no path such as "./plugins/name", so the CLI skips the plugin`,
        ),
      ];
}

function lintUrl(say: Say, field: string, url: unknown): LintFinding[] {
  if (typeof url !== 'string' || url.trim() === '')
    return [say('fail', field, 'a URL is missing, so the CLI skips the plugin')];
  return isGitUrl(url.trim())
    ? []
    : [say('fail', field, `"${safeName(url)}" is no URL of a git repository, so the CLI skips the plugin`)];
}

/** What the CLI takes for a git repository: a URL, a path, `user@host:path`, or owner/repo of GitHub. */
function isGitUrl(url: string): boolean {
  if (/^(https?|ssh|file):\/\/./.test(url) || url.startsWith('/')) return true;
  if (url.startsWith('./')) return !leadsOut(url);
  return /^git@[^\s:]+:./.test(url) || /^[A-Za-z0-9][A-Za-z0-9_.-]*\/[A-Za-z0-9_.-]+$/.test(url);
}

/** The folder of a repository; here the CLI asks for no `./` in front. */
function lintFolder(say: Say, field: string, given: unknown): LintFinding[] {
  if (typeof given !== 'string')
    return [say('fail', field, 'a path is missing, so the CLI skips the plugin')];
  const path = given.trim().replace(/^\.\//, '');
  if (leadsOut(path))
    return [
      say('fail', field, `"${safeName(given)}" leads out of the repository, so the CLI skips the plugin`),
    ];
  return namesFolder(path)
    ? []
    : [say('fail', field, `"${safeName(given)}" names no folder, so the CLI skips the plugin`)];
}

function lintRevision(say: Say, field: string, { ref, sha }: Table): LintFinding[] {
  const wrong = Object.entries({ ref, sha }).filter(([, value]) => value !== undefined && !text.has(value));
  if (wrong.length > 0)
    return wrong.map(([key]) =>
      say('fail', `${field}.${key}`, 'it must be a text; the CLI skips the plugin'),
    );
  return typeof sha !== 'string' || sha === '' || /^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(sha)
    ? []
    : [
        say(
          'fail',
          `${field}.sha`,
          `"${safeName(sha)}" is no whole revision, so installing the plugin fails`,
        ),
      ];
}

/** Whether a path begins with the name of a folder; later the CLI ignores `.` and a slash too many. */
function namesFolder(path: string): boolean {
  return !['', '.'].includes(path.split('/')[0] ?? '');
}

/** Whether a path leaves the folder where it starts. */
function leadsOut(path: string): boolean {
  return path.startsWith('/') || path.includes('\0') || path.split('/').includes('..');
}
