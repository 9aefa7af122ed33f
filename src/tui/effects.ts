import { readArtifacts } from '../app/artifacts/read-artifacts.ts';
import { loadSuites } from '../app/checks/load-suite.ts';
import { runSuite } from '../app/checks/run-suite.ts';
import { readPerson } from '../app/people/read-person.ts';
import { readStatus } from '../app/rollout/read-status.ts';
import { readRunbookTexts } from '../app/runbooks/read-runbooks.ts';
import type { World } from '../app/world/world.ts';
import { CockpitError } from '../domain/base/errors.ts';
import type { Suite } from '../domain/checks/suite.ts';
import type { Action } from './action.ts';
import { Connection, type ReadableHistory } from './connection.ts';
import { type Decision, decide, isAboutPlugins } from './decide.ts';
import { documentName, type WantedDocument } from './documents.ts';
import { findHistory } from './find-history.ts';
import type { Intent } from './intent.ts';
import { readWanted } from './read-wanted.ts';
import type { HistoryView } from './state.ts';
import { describeFault, type Survey, surveyPlugins, surveyPolicy, surveySandbox } from './surveys.ts';

/** What the cockpit was started with. */
export type CockpitOptions = {
  db?: string | undefined;
  codex?: string | undefined;
  suite?: readonly string[] | undefined;
};

/** Everything the cockpit does to the world, and all that it reads of it. */
export class Effects {
  #world: World;
  readonly #options: CockpitOptions;
  readonly #dispatch: (action: Action) => void;
  readonly #connection: Connection;
  readonly #leaving = new AbortController();
  #suite: Suite | undefined;
  #stopRun: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();
  /** What the history was found by last. */
  #historyFilter = '';

  constructor(world: World, options: CockpitOptions, dispatch: (action: Action) => void) {
    this.#world = world;
    this.#options = options;
    this.#dispatch = dispatch;
    this.#connection = new Connection(options);
  }

  /** Reads what the screens show. Rejects when the suite or the database cannot be used. */
  async load(): Promise<void> {
    this.#suite = await loadSuites(this.#world.cwd, this.#options.suite ?? []);
    this.#dispatch({ type: 'loaded', suite: this.#suite, readOnly: this.#world.readOnly ?? false });
    await this.#refresh();
  }

  /** Reads the history again: another process may have written to it. */
  async lookAgain(): Promise<void> {
    await this.#refresh();
  }

  /** Carries out what a person has confirmed; what goes wrong becomes a notice. */
  async carryOut(intent: Exclude<Intent, { type: 'quit' }>): Promise<void> {
    switch (intent.type) {
      case 'stop':
        this.#stopRun?.abort();
        return;
      case 'run':
        this.#running = this.#run(intent.ids);
        return this.#running;
      case 'act-as':
        this.#world = { ...this.#world, as: intent.email };
        this.#dispatch({ type: 'noticed', notice: `what you do from now on is recorded as ${intent.email}` });
        return this.#refresh();
      default:
        return this.#decide(intent);
    }
  }

  /** Takes the inventory of the plugins. */
  readPlugins(): Promise<void> {
    return surveyPlugins(this.#survey());
  }

  /** Tries the permission profiles. */
  tryProfiles(): Promise<void> {
    return surveySandbox(this.#survey());
  }

  /** Reads what policy holds here. */
  readPolicy(): Promise<void> {
    return surveyPolicy(this.#survey());
  }

  /** Reads the texts of evidence that are not known yet. */
  async readEvidence(digests: readonly string[]): Promise<void> {
    await this.#reading(async (store) => {
      const texts = await Promise.all(
        digests.map(
          async (sha256) => [sha256, (await store?.blob(sha256))?.text ?? '(not in the database)'] as const,
        ),
      );
      this.#dispatch({ type: 'evidence-read', evidence: Object.fromEntries(texts) });
    });
  }

  /** Finds entries by a line that a person typed; one that cannot be read becomes a notice, and finds nothing. */
  async searchHistory(filter: string): Promise<void> {
    this.#historyFilter = filter;
    await this.#reading(async (store) => {
      this.#dispatch({ type: 'history-found', history: await this.#findHistory(store, filter) });
    });
  }

  /** Reads the next page of what was found, if there is one. */
  async readOlder({ entries, filter, nextBefore }: HistoryView): Promise<void> {
    if (nextBefore === undefined) return;
    await this.#reading(async (store) => {
      const older = await this.#findHistory(store, filter, nextBefore);
      this.#dispatch({
        type: 'history-found',
        history: { ...older, entries: [...entries, ...older.entries] },
      });
    });
  }

  /** Reads a long text of a detail; what goes wrong becomes the text. */
  async readDocument(wanted: WantedDocument): Promise<void> {
    await this.#reading(async (store) => {
      const text = await readWanted(this.#world, store, wanted).catch((cause: unknown) => {
        if (cause instanceof CockpitError) return cause.message;
        throw cause;
      });
      this.#dispatch({ type: 'document-read', name: documentName(wanted), text });
    });
  }

  /** Stops a run, waits until that is recorded, and closes the database. */
  async close(): Promise<void> {
    this.#stopRun?.abort();
    this.#leaving.abort();
    await this.#running;
    await this.#connection.close();
  }

  async #run(ids: readonly string[]): Promise<void> {
    if (!this.#suite) return;
    this.#stopRun = new AbortController();
    const { signal } = this.#stopRun;
    const { codex } = this.#options;
    try {
      const store = await this.#connection.writable(this.#world);
      for await (const event of runSuite(this.#world, store, { suite: this.#suite, ids, codex, signal })) {
        this.#dispatch({ type: 'run-progressed', event, at: performance.now() });
      }
    } catch (cause) {
      this.#dispatch({ type: 'run-broke-off' });
      this.#tell(cause);
    }
    await this.#refresh();
  }

  async #decide(intent: Decision): Promise<void> {
    let notice: string | undefined;
    try {
      const { codex } = this.#options;
      notice = await decide(this.#world, await this.#connection.writable(this.#world), intent, codex);
      if (isAboutPlugins(intent)) await this.readPlugins();
    } catch (cause) {
      if (!(cause instanceof CockpitError)) throw cause;
      this.#dispatch({ type: 'refused', intent, reason: cause.message });
    }
    await this.#refresh();
    // Last, so that a key pressed on it meets the state that it tells of.
    if (notice !== undefined) this.#dispatch({ type: 'noticed', notice });
  }

  async #refresh(): Promise<void> {
    await this.#reading(async (store) => {
      const status = await readStatus(this.#world, store);
      const [history, artifacts, runbooks, person] = await Promise.all([
        this.#findHistory(store, this.#historyFilter),
        readArtifacts(this.#world, store),
        readRunbookTexts(store),
        readPerson(this.#world, status.rollout && store),
      ]);
      const now = this.#world.now();
      this.#dispatch({ type: 'refreshed', status, history, artifacts, runbooks, now, ...person });
    });
  }

  async #findHistory(store: ReadableHistory, filter: string, before?: number): Promise<HistoryView> {
    try {
      return await findHistory(store, filter, { now: this.#world.now(), before });
    } catch (cause) {
      if (!(cause instanceof CockpitError)) throw cause;
      this.#tell(cause);
      return { entries: [], filter, nextBefore: undefined };
    }
  }

  #reading(work: (store: ReadableHistory) => Promise<void>): Promise<void> {
    return this.#connection.reading(this.#world, work);
  }

  #survey(): Survey {
    const { signal } = this.#leaving;
    const { codex } = this.#options;
    const [world, connection, dispatch] = [this.#world, this.#connection, this.#dispatch];
    return { world, codex, connection, dispatch, signal };
  }

  #tell(cause: unknown): void {
    this.#dispatch({ type: 'noticed', notice: describeFault(cause) });
  }
}
