import {
  type FoundFile,
  findSessionFiles,
  type UnreadFile,
} from '../../codex/sessions/find-session-files.ts';
import type { ReadAnswer } from '../../codex/sessions/read-session-file.ts';
import { readSessionFiles, type SizedJob } from '../../codex/sessions/read-session-files.ts';
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
import {
  type Known,
  personOf,
  requireHomes,
  type SessionsAsked,
  type SessionsImport,
  sortSessions,
} from './known-sessions.ts';

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
  }: SessionsAsked & { signal: AbortSignal; onProgress: OnProgress },
): Promise<SessionsImport> {
  const actor = await actingPerson(world);
  if (!(await store.rollout())) throw noRollout();
  const homes = requireHomes(world, named);
  const importer = new Importer(store, {
    actor,
    person: personOf(person ?? actor),
    known: new Map((await store.sessionFiles()).map((file) => [file.name, file])),
  });
  for (const home of homes) await importer.importHome(home, { signal, onProgress });
  return { ...importer.came, homes };
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
    const { changed, again, unchanged, copies } = sortSessions(found.files, {
      known,
      home,
      person: this.#person,
    });
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
