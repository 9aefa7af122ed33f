import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { teamHome } from '../../codex/cli/isolation.ts';
import {
  type FoundFile,
  findSessionFiles,
  type UnreadFile,
} from '../../codex/sessions/find-session-files.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { readKnownSessionFiles } from '../../store/views/known-session-files.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { databasePath } from '../world/database-path.ts';
import type { World } from '../world/world.ts';

/** Which session files are imported, and whose they are; by default those of CODEX_HOME, of the acting person. */
export type SessionsAsked = { homes: readonly string[]; person: string | undefined };

/** What an import of session files came to; no figure of use is in it, since none may stand without quality. */
export type SessionsImport = {
  person: string;
  homes: readonly string[];
  /** Session files that are there, and what happened to them. */
  files: number;
  unchanged: number;
  /** Files that are copies of what was imported from another folder. */
  copies: number;
  read: number;
  /** Bytes that were new. */
  bytes: number;
  /** Types of lines that are not known, with how often they were seen in the files that were read. */
  unknown: Readonly<Record<string, number>>;
  /** Lines that could not be read, in the files that were read. */
  unreadableLines: number;
  unread: readonly UnreadFile[];
};

/** What is recorded of each session file, by which it is known again. */
export type Known = Awaited<ReturnType<Views['sessionFiles']>>[number];

/** The folders whose session files are imported. @throws UsageError when one is no CODEX_HOME */
export function requireHomes(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  named: readonly string[],
): readonly string[] {
  const given = named.length > 0 ? named : [teamHome(environment)];
  const homes = [...new Set(given.map((home) => resolve(cwd, home)))];
  for (const home of homes) requireSessions(home);
  return homes;
}

/** E-mail address in lower case. */
export const personOf = (named: string): string => named.trim().toLowerCase();

function requireSessions(home: string): void {
  if (existsSync(join(home, 'sessions')) || existsSync(join(home, 'archived_sessions'))) return;
  throw new UsageError(
    `${home}: there are no session files: neither sessions nor archived_sessions is there`,
    'Name a CODEX_HOME in which the CLI was used.',
  );
}

/** What is to be done with each file. */
export function sortSessions(
  files: readonly FoundFile[],
  { known, home, person }: { known: ReadonlyMap<string, Known>; home: string; person: string },
): { changed: FoundFile[]; again: FoundFile[]; unchanged: number; copies: number } {
  const sorted = { changed: [] as FoundFile[], again: [] as FoundFile[], unchanged: 0, copies: 0 };
  for (const file of files) {
    const before = known.get(file.name);
    const isSame =
      before?.size === file.size && before.mtime_ms === file.mtimeMs && !!before.packed === file.packed;
    if (before && before.home !== home && (isSame || file.size <= before.size)) sorted.copies += 1;
    else if (!isSame) sorted.changed.push(file);
    else if (before && before.person !== person) sorted.again.push(file);
    else sorted.unchanged += 1;
  }
  return sorted;
}

/**
 * As `findUnchanged`, with little of the program loaded. Undefined also where the history cannot be read in this way.
 *
 * @throws UsageError when a folder is no CODEX_HOME
 */
export async function findUnchangedQuickly(
  world: World,
  { db }: { db: string | undefined },
  asked: SessionsAsked,
): Promise<SessionsImport | undefined> {
  const recorded = readKnownSessionFiles(databasePath(world, db));
  return recorded && findUnchanged(world, { sessionFiles: async () => recorded }, asked);
}

/**
 * What an import comes to when nothing is new: all session files are as they were imported. Undefined when something has
 * to be recorded, or nothing ever was. It only reads, since to open a history for writing takes longer than to see this.
 */
export async function findUnchanged(
  world: World,
  store: Pick<Views, 'sessionFiles'> | undefined,
  asked: SessionsAsked,
): Promise<SessionsImport | undefined> {
  if (!store) return undefined;
  const homes = requireHomes(world, asked.homes);
  const recorded = store.sessionFiles();
  const acting = asked.person ?? actingPerson(world);
  const known = new Map((await recorded).map((file) => [file.name, file]));
  if (known.size === 0) return undefined;
  const person = personOf(await acting);
  const sums = { files: 0, unchanged: 0, copies: 0 };
  const unread: UnreadFile[] = [];
  for (const home of homes) {
    const found = findSessionFiles(home);
    const { changed, again, unchanged, copies } = sortSessions(found.files, { known, home, person });
    if (changed.length + again.length > 0) return undefined;
    sums.files += found.files.length;
    sums.unchanged += unchanged;
    sums.copies += copies;
    unread.push(...found.unread);
  }
  return { person, homes, ...sums, read: 0, bytes: 0, unknown: {}, unreadableLines: 0, unread };
}
