import { isTable } from '../../domain/base/shape/check-shape.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { SessionFile } from '../../domain/metrics/events/sessions.ts';
import { withoutCredentials } from '../../domain/metrics/repository-names.ts';

/** What the first line of a session file says of the session. */
export type SessionMeta = Pick<
  SessionFile,
  'session' | 'starter' | 'parent' | 'based' | 'cli_version' | 'surface' | 'repository'
>;

const mostLength = 200;

/** A name out of a file, fit for one line; empty when it is not text. */
export function nameOf(value: unknown): string {
  // Most names need no cleaning, which takes longer than the rest.
  if (typeof value === 'string' && value.length <= mostLength && /^[\x21-\x7e]*$/.test(value)) return value;
  return typeof value === 'string' ? cleanLine(value.slice(0, 4 * mostLength)).slice(0, mostLength) : '';
}

/**
 * Reads the payload of `session_meta`. A forked session has `forked_from_id`; one that an agent started names its
 * parent in `source.subagent.thread_spawn` or in `parent_thread_id`.
 */
export function readSessionMeta(payload: Readonly<Record<string, unknown>>): SessionMeta {
  const { source } = payload;
  const subagent = isTable(source) ? source.subagent : undefined;
  const spawn = isTable(subagent) && isTable(subagent.thread_spawn) ? subagent.thread_spawn : {};
  const isAgent = subagent !== undefined || payload.thread_source === 'subagent';
  const git = isTable(payload.git) ? payload.git : {};
  const parents = [payload.forked_from_id, spawn.parent_thread_id, payload.parent_thread_id].map(nameOf);
  return {
    session: nameOf(payload.id),
    starter: isAgent ? 'agent' : 'person',
    parent: parents.find((parent) => parent !== '') ?? '',
    based: isTable(payload.history_base),
    cli_version: nameOf(payload.cli_version),
    surface: surfaceOf(nameOf(source), nameOf(payload.originator)),
    repository: withoutCredentials(nameOf(git.repository_url)) || lastFolder(nameOf(payload.cwd)),
  };
}

/** Where the work was done, in the words of `Activity`; the word of the file when it is another place. */
export function surfaceOf(source: string, originator: string): string {
  if (/desktop/i.test(originator)) return 'desktop';
  if (source === 'vscode')
    return /vscode|cursor|windsurf|jetbrains|xcode/i.test(originator) ? 'ide' : originator;
  if (source !== '') return source;
  if (originator === 'codex_exec') return 'exec';
  return /^codex[-_](?:cli|tui)/.test(originator) ? 'cli' : originator;
}

const lastFolder = (path: string): string =>
  path
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .at(-1) ?? '';
