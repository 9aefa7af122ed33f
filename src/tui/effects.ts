import { readArtifacts } from '../app/artifacts/read-artifacts.ts';
import { loadSuites } from '../app/load-suite.ts';
import { readPluginsView } from '../app/plugins/read-plugins-view.ts';
import { readPerson } from '../app/read-person.ts';
import { type PolicyView, readPolicyView } from '../app/read-policy-view.ts';
import { readRunbookTexts } from '../app/read-runbooks.ts';
import { readStatus } from '../app/read-status.ts';
import { runSuite } from '../app/run-suite.ts';
import { searchHistory } from '../app/search-history.ts';
import { openHistory, openWritableHistory } from '../app/session.ts';
import { validateSandbox } from '../app/validate-sandbox.ts';
import type { World } from '../app/world.ts';
import { readFilterLine } from '../domain/audit/filter-line.ts';
import { parseHistoryFilter } from '../domain/audit/parse-history-filter.ts';
import type { Suite } from '../domain/checks/suite.ts';
import { CockpitError } from '../domain/errors.ts';
import type { ProbeMatrix } from '../domain/sandbox/matrix.ts';
import type { Action } from './action.ts';
import { type Decision, decide, isAboutPlugins } from './decide.ts';
import { documentName, type WantedDocument } from './documents.ts';
import type { Intent } from './intent.ts';
import { readWanted } from './read-wanted.ts';
import type { HistoryView } from './state.ts';

/** What the cockpit was started with. */
export type CockpitOptions = {
  db?: string | undefined;
  codex?: string | undefined;
  suite?: readonly string[] | undefined;
};

type OpenHistory = Awaited<ReturnType<typeof openHistory>>;

type WritableStore = Awaited<ReturnType<typeof openWritableHistory>>;

const pageEntries = 500;

/**
 * Everything the cockpit does to the world, and all that it reads of it. The database is opened for
 * writing only when something is to be recorded, so looking around never makes one.
 */
export class Effects {
  #world: World;
  readonly #options: CockpitOptions;
  readonly #dispatch: (action: Action) => void;
  #store: Promise<WritableStore> | undefined;
  #suite: Suite | undefined;
  #stopRun: AbortController | undefined;
  #stopReading: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();
  /** What the history was found by last. */
  #historyFilter = '';

  constructor(world: World, options: CockpitOptions, dispatch: (action: Action) => void) {
    this.#world = world;
    this.#options = options;
    this.#dispatch = dispatch;
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

  /** Takes the inventory of the plugins; what goes wrong becomes a notice. */
  async readPlugins(): Promise<void> {
    const onProgress = (done: number, planned: number) =>
      this.#dispatch({ type: 'plugins-progressed', done, planned });
    onProgress(0, 0);
    this.#stopReading = new AbortController();
    const { signal } = this.#stopReading;
    const { codex } = this.#options;
    try {
      await this.#reading(async (store) => {
        const view = await readPluginsView(this.#world, store, { codex, signal, onProgress });
        this.#dispatch({ type: 'plugins-read', view });
      });
    } catch (cause) {
      const empty = { version: 1 as const, cliVersion: null, marketplaces: [], plugins: [], findings: [] };
      this.#dispatch({ type: 'plugins-read', view: { inventory: empty, sources: [], diff: undefined } });
      this.#tell(cause);
    }
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

  /** Tries the permission profiles; what goes wrong becomes a notice. */
  async tryProfiles(): Promise<void> {
    const { codex } = this.#options;
    this.#stopReading = new AbortController();
    const { signal } = this.#stopReading;
    const onTrial = () => this.#dispatch({ type: 'trial-over' });
    let matrix: ProbeMatrix | undefined;
    try {
      matrix = await validateSandbox(this.#world, { profiles: [], outbound: 'none', codex, signal, onTrial });
    } catch (cause) {
      this.#tell(cause);
    }
    this.#dispatch({ type: 'matrix-read', matrix });
  }

  /** Reads what policy holds here; what goes wrong becomes a notice. */
  async readPolicy(): Promise<void> {
    this.#dispatch({ type: 'policy-reading' });
    this.#stopReading = new AbortController();
    const { signal } = this.#stopReading;
    let view: PolicyView | undefined;
    try {
      view = await readPolicyView(this.#world, { codex: this.#options.codex, signal });
    } catch (cause) {
      this.#tell(cause);
    }
    this.#dispatch({ type: 'policy-read', view });
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
    this.#stopReading?.abort();
    await this.#running;
    await (await this.#store)?.close();
  }

  async #run(ids: readonly string[]): Promise<void> {
    if (!this.#suite) return;
    this.#stopRun = new AbortController();
    const { signal } = this.#stopRun;
    const { codex } = this.#options;
    try {
      const store = await this.#writable();
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
    try {
      const { codex } = this.#options;
      const notice = await decide(this.#world, await this.#writable(), intent, codex);
      this.#dispatch({ type: 'noticed', notice });
      if (isAboutPlugins(intent)) await this.readPlugins();
    } catch (cause) {
      if (!(cause instanceof CockpitError)) throw cause;
      this.#dispatch({ type: 'refused', intent, reason: cause.message });
    }
    await this.#refresh();
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

  async #findHistory(store: OpenHistory, filter: string, before?: number): Promise<HistoryView> {
    try {
      const asked = parseHistoryFilter(readFilterLine(filter), this.#world.now());
      const { entries, nextBefore } = await searchHistory(store, asked, { before, limit: pageEntries });
      return { entries, filter, nextBefore };
    } catch (cause) {
      if (!(cause instanceof CockpitError)) throw cause;
      this.#tell(cause);
      return { entries: [], filter, nextBefore: undefined };
    }
  }

  async #reading(work: (store: OpenHistory) => Promise<void>): Promise<void> {
    if (this.#store) return work(await this.#store);
    const store = await openHistory(this.#world, this.#options);
    try {
      await work(store);
    } finally {
      await store?.close();
    }
  }

  #writable(): Promise<WritableStore> {
    this.#store ??= openWritableHistory(this.#world, this.#options).catch((cause) => {
      // The next attempt may find the disk freed or the lock gone.
      this.#store = undefined;
      throw cause;
    });
    return this.#store;
  }

  #tell(cause: unknown): void {
    this.#dispatch({ type: 'noticed', notice: cause instanceof Error ? cause.message : String(cause) });
  }
}
