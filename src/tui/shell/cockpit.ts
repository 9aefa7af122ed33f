import { loadSuites } from '../../app/checks/load-suite.ts';
import { type LendTerminal, runEditor } from '../../app/files/run-editor.ts';
import { readPerson } from '../../app/people/read-person.ts';
import { readStatus } from '../../app/rollout/read-status.ts';
import type { World } from '../../app/world/world.ts';
import { CockpitError, WorkError } from '../../domain/base/errors.ts';
import { clean } from '../../domain/base/text/clean.ts';
import { Connection } from './connection.ts';
import { describeFault } from './decision.ts';
import { typedKeys } from './keys/read-keys.ts';
import { takesText } from './overlays/reduce-overlay.ts';
import { type Action, reduce } from './reducer.ts';
import type { Registry } from './screen.ts';
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
  #running: Promise<void> = Promise.resolve();
  #lend: LendTerminal = (work) => work();
  #isLending = false;

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

  /** Changes the state, and carries out what that asks for. */
  dispatch(action: Action): void {
    // What is typed ahead is meant for the program that is about to get the terminal.
    if (action.type === 'pressed' && this.#isLending) return;
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

  /** Stops a run, waits until that is recorded, and closes the database. */
  async close(): Promise<void> {
    this.#stopRun?.abort();
    this.#leaving.abort();
    await this.#running;
    await this.#connection.close();
  }

  async #load(): Promise<void> {
    const suite = await loadSuites(this.#world.cwd, this.#options.suite ?? []);
    const readOnly = this.#world.readOnly ?? false;
    this.#doing.change((state) => ({ ...state, suite, readOnly }));
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    await this.#doing.reading(async (store) => {
      const world = this.#world;
      const status = await readStatus(world, store);
      const state = this.#state;
      const [person, ...changes] = await Promise.all([
        readPerson(world, status.rollout && store),
        ...this.registry.screens.map(({ refresh }) => refresh?.({ store, world, state })),
      ]);
      const now = world.now();
      this.#doing.change((before) =>
        changes.reduce<State>((made, change) => change?.(made) ?? made, {
          ...before,
          status,
          ...person,
          now,
          // What a text is of may have changed.
          documents: {},
        }),
      );
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
      edit: async (place) => {
        const fault = await this.#lending((lend) => runEditor(this.#world, place, lend)).catch(
          (cause: unknown): unknown => cause,
        );
        await this.#refresh();
        if (fault === undefined) return;
        if (!(fault instanceof CockpitError)) throw fault;
        this.#doing.change((state) => tell(state, describeFault(fault)));
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
