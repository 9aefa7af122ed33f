import { loadSuites } from '../../app/checks/load-suite.ts';
import { type LendTerminal, runEditor } from '../../app/files/run-editor.ts';
import { readPerson } from '../../app/people/read-person.ts';
import { readStatus } from '../../app/rollout/read-status.ts';
import { actingPerson } from '../../app/world/actor.ts';
import type { World } from '../../app/world/world.ts';
import { CockpitError, WorkError } from '../../domain/base/errors.ts';
import { clean } from '../../domain/base/text/clean.ts';
import { Connection } from './connection.ts';
import { describeFault } from './decision.ts';
import { typedKeys } from './keys/read-keys.ts';
import { takesText } from './overlays/reduce-overlay.ts';
import { type Action, openDocuments, readDocuments, reduce } from './reducer.ts';
import { type Registry, shownScreen } from './screen.ts';
import { type Doing, initialState, type State, tell } from './state.ts';

/** What the cockpit was started with. */
export type CockpitOptions = {
  db?: string | undefined;
  codex?: string | undefined;
  suite?: readonly string[] | undefined;
  /** Version of this program. */
  version?: string | undefined;
};

/** The ways out, and to the terminal. */
export type Exits = {
  /** Leaves the cockpit with an exit code. */
  leave: (exitCode: number) => void;
  /** Leaves it because of a fault. */
  fail: (cause: unknown) => void;
  /** Writes a control sequence to the terminal. */
  send: (sequence: string) => void;
};

/** After so many milliseconds the clock may have changed something: a waiver ends, a review is due. */
const oldMs = 5 * 60_000;

/** How long a run of our own keeps what is shown from being read again, in milliseconds. */
const pauseWhileRunningMs = 5000;

/** The state of the running cockpit, and the one place where effects are carried out. */
export class Cockpit {
  readonly registry: Registry;
  #world: World;
  #state: State = initialState;
  readonly #options: CockpitOptions;
  readonly #exits: Exits;
  readonly #connection: Connection;
  readonly #leaving = new AbortController();
  readonly #listeners = new Set<() => void>();
  #stopRun: AbortController | undefined;
  readonly #stoppable = new Map<string, AbortController>();
  #running: Promise<void> = Promise.resolve();
  #lend: LendTerminal = (work) => work();
  #isLending = false;
  #reading: Promise<void> = Promise.resolve();
  #nextReading: Promise<void> | undefined;
  #looking: Promise<void> | undefined;
  /** Keys that were pressed before the rows were there that they may be meant for. */
  #ahead: Action[] = [];

  constructor(registry: Registry, world: World, options: CockpitOptions, exits: Exits) {
    this.registry = registry;
    this.#world = world;
    this.#options = options;
    this.#exits = exits;
    this.#connection = new Connection(options);
  }

  readonly state = (): State => this.#state;

  /** Calls `listener` after each change, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Names who can lend the terminal; until then other programs use it as it is. */
  readonly lendWith = (lend: LendTerminal): void => {
    this.#lend = lend;
  };

  /** Changes the state, and carries out what that asks for. Keys wait for the rows that they may be meant for. */
  dispatch(action: Action): void {
    // What is typed ahead is meant for the program that is about to get the terminal.
    if (action.type === 'pressed' && this.#isLending) return;
    const mustWait = action.type === 'pressed' && action.key !== 'ctrl-c';
    if (mustWait && (this.#ahead.length > 0 || this.#waits())) this.#ahead.push(action);
    else this.#carryOut(action);
    while (this.#ahead.length > 0 && !this.#waits()) {
      const next = this.#ahead.shift();
      if (next) this.#carryOut(next);
    }
  }

  #waits(): boolean {
    if (this.#isLending) this.#ahead = [];
    return !this.#state.overlay && (shownScreen(this.registry, this.#state).waits?.(this.#state) ?? false);
  }

  #carryOut(action: Action): void {
    const [state, ...effects] = reduce(this.registry, this.#state, action);
    this.#state = state;
    for (const listener of this.#listeners) listener();
    for (const { carryOut } of effects) carryOut(this.#doing).catch(this.#exits.fail);
  }

  /** Text that was pasted: into what takes text, else it is taken as keys. */
  paste(text: string): void {
    if (takesText(this.#state)) this.dispatch({ type: 'pressed', key: '', text: clean(text) });
    else for (const key of typedKeys(text)) this.dispatch({ type: 'pressed', ...key });
  }

  /** Reads what the screens show. What makes that impossible ends the cockpit. */
  load(): void {
    this.#load().catch(this.#exits.fail);
  }

  /** Resolves once what is shown first is read. */
  firstRead(): Promise<void> {
    return new Promise((done) => {
      const stop = this.subscribe(() => {
        if (this.#state.status === undefined) return;
        stop();
        done();
      });
    });
  }

  /**
   * Follows what other processes record, until the cockpit is closed.
   *
   * @param everyMs how often it looks, in milliseconds
   */
  watch(everyMs = 1000): void {
    const timer = setInterval(() => {
      this.#looking ??= this.#look()
        .catch(this.#exits.fail)
        .finally(() => {
          this.#looking = undefined;
        });
    }, everyMs);
    this.#leaving.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  /** Stops a run, waits until that is recorded, and closes the database. */
  async close(): Promise<void> {
    this.#stopRun?.abort();
    this.#leaving.abort();
    await this.#running;
    await this.#looking;
    await this.#reading.catch(() => undefined);
    await this.#connection.close();
  }

  async #load(): Promise<void> {
    const suite = await loadSuites(this.#world.cwd, this.#options.suite ?? []);
    const readOnly = this.#world.readOnly ?? false;
    this.#doing.change((state) => ({ ...state, suite, readOnly }));
    await this.#refresh();
  }

  /** Reads once more after what is being read now: that may have begun before something was recorded. */
  #refresh(): Promise<void> {
    this.#nextReading ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#nextReading = undefined;
        this.#reading = this.#read();
        return this.#reading;
      });
    return this.#nextReading;
  }

  /** Reads what is shown; then, once it is on the screen, what the other screens show. */
  async #read(): Promise<void> {
    await this.#doing.reading(async (store) => {
      const world = this.#world;
      const state = this.#state;
      // Git says who acts: another program, which runs while the database is read. Where there is none, nothing that
      // is shown first names a person, so it runs after that is on the screen.
      const [as, status] = await Promise.all([store && actingPerson(world), readStatus(world, store)]);
      const shown = shownScreen(this.registry, state);
      const [person, change, documents] = await Promise.all([
        store && readPerson({ ...world, as }, status.rollout && store),
        shown.refresh?.({ store, world, state }),
        // What the open text is of may have changed.
        readDocuments(openDocuments(this.registry, state), store, world),
      ]);
      const now = world.now();
      this.#doing.change((before) => {
        const made = { ...before, status, ...person, now, documents };
        return change?.(made) ?? made;
      });
      if (!person) {
        await afterFrame();
        const found = await readPerson(world, undefined);
        this.#doing.change((before) => ({ ...before, ...found }));
      }
      for (const { id, refresh } of this.registry.screens) {
        if (id === shown.id || !refresh) continue;
        await afterFrame();
        this.#doing.change(await refresh({ store, world, state: this.#state }));
      }
    });
  }

  async #lending<T>(work: (lend: LendTerminal) => Promise<T>): Promise<T> {
    if (this.#isLending) throw new WorkError('another program has the terminal', 'Leave it first.');
    this.#isLending = true;
    try {
      return await work(this.#lend);
    } finally {
      this.#isLending = false;
    }
  }

  async #look(): Promise<void> {
    if (!this.#state.status) return;
    const { watch } = shownScreen(this.registry, this.#state);
    const change = await watch?.({ world: this.#world, state: this.#state });
    if (change) this.#doing.change(change);
    await this.#lookAtHistory();
  }

  /** Reads again what somebody else recorded, and what the clock has changed. */
  async #lookAtHistory(): Promise<void> {
    const { run, now } = this.#state;
    const world = this.#world;
    const age = world.now().getTime() - now.getTime();
    // A run of our own writes all the time.
    if (run.going && age < pauseWhileRunningMs) return;
    const isOld = age >= oldMs;
    if (!this.#connection.isWritten(world) && !isOld) return;
    try {
      const entries = await this.#doing.reading(async (store) => (await store?.countEntries()) ?? 0);
      if (entries !== this.#state.status?.entries || isOld) await this.#refresh();
    } catch (cause) {
      if (!(cause instanceof CockpitError)) throw cause;
      this.#doing.change((state) => tell(state, describeFault(cause)));
    }
  }

  get #doing(): Doing {
    return {
      world: () => this.#world,
      codex: this.#options.codex,
      db: this.#options.db,
      version: this.#options.version ?? '',
      signal: this.#leaving.signal,
      reading: (work) => this.#connection.reading(this.#world, work),
      writable: () => this.#connection.writable(this.#world),
      change: (change) => this.dispatch({ type: 'changed', change }),
      moveTo: (change) => this.dispatch({ type: 'changed', change, movesCursor: true }),
      refresh: () => this.#refresh(),
      run: (work) => {
        this.#stopRun = new AbortController();
        this.#running = work(this.#stopRun.signal);
        return this.#running;
      },
      stop: () => this.#stopRun?.abort(),
      stoppable: async (name, work) => {
        const own = new AbortController();
        this.#stoppable.set(name, own);
        const signal = AbortSignal.any([this.#leaving.signal, own.signal]);
        await work({ ...this.#doing, signal }).finally(() => {
          if (this.#stoppable.get(name) === own) this.#stoppable.delete(name);
        });
      },
      stopWork: (name) => this.#stoppable.get(name)?.abort(),
      edit: async (place, next) => {
        const fault = await this.#lending((lend) => runEditor(this.#world, place, lend)).catch(
          (cause: unknown): unknown => cause,
        );
        await this.#refresh();
        if (fault !== undefined && !(fault instanceof CockpitError)) throw fault;
        const notice = fault === undefined ? next : describeFault(fault);
        if (notice !== undefined) this.#doing.change((state) => tell(state, notice));
      },
      lending: (work) => this.#lending(work),
      actAs: (email) => {
        this.#world = { ...this.#world, as: email };
      },
      leave: this.#exits.leave,
      send: this.#exits.send,
    };
  }
}

/** Lets Ink write the frame that is due. */
function afterFrame(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
