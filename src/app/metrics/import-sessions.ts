import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { teamHome } from '../../codex/cli/isolation.ts';
import {
  type FoundFile,
  findSessionFiles,
  type UnreadFile,
} from '../../codex/sessions/find-session-files.ts';
import type { ReadAnswer } from '../../codex/sessions/read-session-file.ts';
import { readSessionFiles, type SizedJob } from '../../codex/sessions/read-session-files.ts';
import { UsageError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { readEvent } from '../../domain/history/entry/event.ts';
import type { SessionFile } from '../../domain/metrics/events/sessions.ts';
import { packFile, unpackFile } from '../../domain/metrics/sessions/recorded-file.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';

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

type Known = Awaited<ReturnType<Views['sessionFiles']>>[number];

/** Rows in one entry. */
const mostRows = 500;

/**
 * Reads the session files of one or more CODEX_HOMEs, of those that grew their new bytes alone, and records what they
 * say: numbers and names, never what was said. What was read so far stays when the work is stopped.
 *
 * @throws UsageError when a folder is no CODEX_HOME, and without a rollout
 * @throws RefusedError without the role, when there is something to record
 */
export async function importSessions(
  world: World,
  store: Store,
  {
    homes: named,
    person,
    signal,
    onProgress,
  }: {
    homes: readonly string[];
    person: string | undefined;
    signal: AbortSignal;
    onProgress: OnProgress;
  },
): Promise<SessionsImport> {
  const actor = await actingPerson(world);
  if (!(await store.rollout())) throw noRollout();
  const given = named.length > 0 ? named : [teamHome(world.environment)];
  const homes = [...new Set(given.map((home) => resolve(world.cwd, home)))];
  for (const home of homes) requireSessions(home);
  const importer = new Importer(store, {
    actor,
    person: (person ?? actor).trim().toLowerCase(),
    known: new Map((await store.sessionFiles()).map((file) => [file.name, file])),
  });
  for (const home of homes) await importer.importHome(home, { signal, onProgress });
  return { ...importer.came, homes };
}

function requireSessions(home: string): void {
  if (existsSync(join(home, 'sessions')) || existsSync(join(home, 'archived_sessions'))) return;
  throw new UsageError(
    `${home}: there are no session files: neither sessions nor archived_sessions is there`,
    'Name a CODEX_HOME in which the CLI was used.',
  );
}

class Importer {
  readonly #store: Store;
  readonly #actor: string;
  readonly #known: Map<string, Known>;
  readonly #unread: UnreadFile[] = [];
  readonly #unknown = new Map<string, number>();
  readonly #sums = { files: 0, unchanged: 0, copies: 0, read: 0, bytes: 0, unreadableLines: 0 };
  readonly #person: string;

  constructor(
    store: Store,
    { actor, person, known }: { actor: string; person: string; known: Map<string, Known> },
  ) {
    this.#store = store;
    this.#actor = actor;
    this.#person = person;
    this.#known = known;
  }

  get came(): Omit<SessionsImport, 'homes'> {
    const unread = this.#unread.map(({ path, reason }) => ({ path, reason }));
    return {
      person: this.#person,
      ...this.#sums,
      unknown: Object.fromEntries([...this.#unknown].sort()),
      unread,
    };
  }

  async importHome(
    home: string,
    { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
  ): Promise<void> {
    const known = this.#known;
    const found = findSessionFiles(home);
    const { changed, again, unchanged, copies } = sort(found.files, { known, home, person: this.#person });
    this.#unread.push(...found.unread);
    this.#sums.files += found.files.length;
    this.#sums.unchanged += unchanged + again.length;
    this.#sums.copies += copies;
    if (changed.length + again.length === 0) return;
    await authorize(this.#store, this.#actor, 'import metrics');
    const recorded = await recordedFiles(this.#store, [...changed, ...again], known);
    const batches = new Batches((files) => this.#record(home, files));
    // Whose they are is all that changed.
    for (const { name } of again) await batches.add(recorded.get(name));
    const jobs = changed.map((file) => jobOf(file, recorded.get(file.name)));
    let done = 0;
    for await (const answers of readSessionFiles(jobs)) {
      signal.throwIfAborted();
      for (const answer of answers) await batches.add(this.#take(answer, home));
      done += answers.length;
      onProgress({ step: home, done, planned: jobs.length });
    }
    await batches.end();
  }

  #take(answer: ReadAnswer, home: string): SessionFile | undefined {
    if (answer.type === 'unread') this.#unread.push(answer);
    if (answer.type !== 'read') return undefined;
    const { file, bytes } = answer;
    const { name, size, mtime_ms, packed } = file;
    this.#sums.read += 1;
    this.#sums.bytes += bytes;
    this.#sums.unreadableLines += file.unreadable;
    for (const [type, count] of Object.entries(file.unknown))
      this.#unknown.set(type, (this.#unknown.get(type) ?? 0) + count);
    // A copy in the next folder is seen as one.
    this.#known.set(name, {
      name,
      home,
      person: this.#person,
      size,
      mtime_ms,
      packed: packed ? 1 : 0,
      seq: 0,
    });
    return file;
  }

  async #record(home: string, files: readonly SessionFile[]): Promise<void> {
    await this.#store.append(async (views) => {
      if (!(await views.rollout())) throw noRollout();
      await authorize(views, this.#actor, 'import metrics');
      const body = { v: 1 as const, home, person: this.#person, files: files.map(packFile) };
      return [{ actor: this.#actor, subject: 'sessions', event: { kind: 'sessions.imported', body } }];
    });
  }
}

function jobOf({ path, name, packed, size }: FoundFile, known: SessionFile | undefined): SizedJob {
  return { path, name, packed, known, bytes: size - (packed ? 0 : Math.min(size, known?.read ?? 0)) };
}

/** What is to be done with each file. */
function sort(
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

/** These files as they were recorded last. */
async function recordedFiles(
  store: Pick<Views, 'entry'>,
  files: readonly FoundFile[],
  known: ReadonlyMap<string, Known>,
): Promise<ReadonlyMap<string, SessionFile>> {
  const names = new Set(files.map(({ name }) => name));
  const entries = new Set([...names].flatMap((name) => known.get(name)?.seq || []));
  const recorded = new Map<string, SessionFile>();
  for (const seq of entries) {
    const entry = await store.entry(seq);
    const event = entry && readEvent(entry);
    if (event?.kind !== 'sessions.imported') continue;
    for (const file of event.body.files)
      if (names.has(file.name) && known.get(file.name)?.seq === seq)
        recorded.set(file.name, unpackFile(file));
  }
  return recorded;
}

/** Gathers files until their rows fill an entry. */
class Batches {
  readonly #record: (files: readonly SessionFile[]) => Promise<void>;
  #files: SessionFile[] = [];
  #rows = 0;

  constructor(record: (files: readonly SessionFile[]) => Promise<void>) {
    this.#record = record;
  }

  async add(file: SessionFile | undefined): Promise<void> {
    if (!file) return;
    // A file without a row takes room too.
    const rows = Math.max(1, file.rows.length);
    if (this.#rows + rows > mostRows) await this.end();
    this.#files.push(file);
    this.#rows += rows;
  }

  async end(): Promise<void> {
    if (this.#files.length > 0) await this.#record(this.#files);
    this.#files = [];
    this.#rows = 0;
  }
}
