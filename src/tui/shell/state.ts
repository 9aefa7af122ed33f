import type { LendTerminal } from '../../app/files/run-editor.ts';
import type { World } from '../../app/world/world.ts';
import type { PlaceToEdit } from '../../domain/base/shell/editor-command.ts';
import type { RecordedCheck, SuiteReport } from '../../domain/checks/recorded.ts';
import type { Suite } from '../../domain/checks/suite.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Role } from '../../domain/people/role.ts';
import type { NextAction } from '../../domain/rollout/next-action.ts';
import type { Status } from '../../domain/rollout/status.ts';
import type { ReadableHistory, WritableHistory } from './connection.ts';

/** The size of the body of the screen, in terminal cells. */
export type Page = { rows: number; columns: number };

/** A form field with what was typed so far. */
export type Field = {
  label: string;
  value: string;
  /** What is said when it is left empty; without it, the field may be empty. */
  required?: string;
  /** Values that the arrow keys go through; another one can be typed. */
  choices?: readonly string[];
  /** What is shown beside a choice, which is found by it too. */
  notes?: Readonly<Record<string, string>>;
  /** Nothing but a choice can be taken: what is typed finds one. */
  pick?: true;
  /** Several choices can be picked, and nothing else; the value has commas between them. */
  many?: true;
  /** What is typed to find a choice. */
  find?: string;
  /** Place of the cursor in what is typed, in UTF-16 code units; at its end by default. */
  caret?: number | undefined;
  /** Place of the choice that the arrow keys are on; undefined while the person types. */
  at?: number | undefined;
};

/** What is asked before something is done: the question, what will be recorded, and what does it. */
export type Question = {
  question: string;
  /** The entries that will be recorded, each with what it says, and remarks. */
  records: readonly string[];
  /** How many entries are recorded, where that is not the number of lines that begin with a kind. */
  entries?: number;
  /** Files that will be written. */
  writes?: readonly string[];
  /** What changes by it although nobody records that. */
  follows?: readonly string[];
  /** The question is taken back once this is false: one about a run, for instance, when the run has ended. */
  asksWhile?: (state: State) => boolean;
  effect: Effect;
};

/** Why a form cannot be submitted, and the place of the field that it concerns; undefined when it is none of them. */
export type Refusal = { refusal: string; field: number | undefined };

/** A form that collects what a decision needs. */
export type FormOverlay = {
  type: 'form';
  /** The command that opened it. */
  command: string;
  title: string;
  /** The item, phase or source that it is about. */
  about: string;
  fields: readonly Field[];
  /** The fields before anything was typed. */
  fresh: readonly Field[];
  /** It begins anew each time it is opened. */
  quick: boolean;
  /** The form was left before and shows what was typed then. */
  restored: boolean;
  active: number;
  refusal: string | undefined;
  /** The field that the refusal concerns. */
  refused: number | undefined;
  /** What the typed values lead to; a step when something has to be looked at first. */
  submit: (values: readonly string[], state: State) => Question | Refusal | { step: Step };
};

/** A question; `form` is the one that led to it, as it was filled. */
export type ConfirmOverlay = Question & {
  type: 'confirm';
  form: FormOverlay | undefined;
  /** The first line that is shown of what will be recorded. */
  scroll: number;
};

/** What lies over the screen and takes the keys. */
export type Overlay =
  | { type: 'help'; scroll: number }
  /** `caret` is the place of the cursor in the query, in UTF-16 code units. */
  | { type: 'palette'; query: string; caret: number; cursor: number }
  /** What the open detail leads to. */
  | { type: 'links'; cursor: number }
  | { type: 'filter'; caret?: number }
  /** Finds words in the text that is open. */
  | { type: 'search'; caret?: number }
  | ConfirmOverlay
  | FormOverlay;

/** A run of a suite as it goes. Times are milliseconds of a monotonic clock. */
export type Run = {
  going: boolean;
  /** Somebody asked it to stop. */
  stopping: boolean;
  startedAt: number;
  planned: readonly string[];
  runningSince: Readonly<Record<string, number>>;
  results: Readonly<Record<string, RecordedCheck>>;
  report: SuiteReport | undefined;
  /** The version that is compared with the pin; undefined when the pin itself is tested. */
  candidate: string | undefined;
};

/** Who acts, and as what. */
type Me = {
  email: string;
  roles: readonly Role[];
  /** Whether an SSH key is recorded, so that sign-offs are signed. */
  hasKey: boolean;
};

/** What the cockpit shows. What belongs to one screen alone is a slice of `data`. */
export type State = {
  /** The id of the shown screen. */
  screen: string;
  status: Status | undefined;
  me: Me | undefined;
  /** What the acting person could do now, most useful first. */
  next: readonly NextAction[];
  /** Everybody in the rollout. */
  people: readonly Person[];
  /** Nothing may be recorded. */
  readOnly: boolean;
  suite: Suite | undefined;
  run: Run;
  /** What the screens keep for themselves, by the name of the slice. */
  data: Readonly<Record<string, unknown>>;
  /** Long texts of details by name, read when a detail is opened; undefined while one is being read. */
  documents: Readonly<Record<string, string | undefined>>;
  /** Place of the selected row, by screen. */
  cursor: Readonly<Record<string, number>>;
  filter: Readonly<Record<string, string>>;
  /** How the rows are sorted where somebody chose it, by screen; undefined for the order that they come in. */
  sort: Readonly<Record<string, { by: string; descending: boolean } | undefined>>;
  /** The open detail: of the selected row, or of what a screen calls otherwise; with the first line shown. */
  detail: { of: string; scroll: number } | undefined;
  /** Where the person was before each link that they followed, the newest last. */
  trail: readonly State[];
  /** What is looked for in the open text. */
  search: string;
  overlay: Overlay | undefined;
  /** One line for the person: what went wrong, or why a key did nothing. */
  notice: string | undefined;
  /** The time by which ages are told. */
  now: Date;
  page: Page;
};

/** Makes the next state out of this one. */
export type Change = (state: State) => State;

/** Something to be done to the world. `name` and `input` say what, for tests and logs. */
export type Effect = { name: string; input?: unknown; carryOut: (doing: Doing) => Promise<void> };

/** What a key or an event leads to: the next state, and the effects it asks for. */
export type Step = readonly [State, ...Effect[]];

/** What effects may do, and how they tell of it. */
export type Doing = {
  /** The outside, with the person who acts now. */
  world: () => World;
  /** Path of the CLI, when one was named. */
  codex: string | undefined;
  /** Path of the database, when one was named. */
  db: string | undefined;
  /** Version of this program. */
  version: string;
  /** Aborted when the cockpit is left. */
  signal: AbortSignal;
  /** Reads the history. */
  reading: <T>(work: (store: ReadableHistory) => Promise<T>) => Promise<T>;
  /** The history to record in. */
  writable: () => Promise<WritableHistory>;
  /** Changes the state; the cursors stay on their rows. */
  change: (change: Change) => void;
  /** The same for a change that says itself where the cursor is. */
  moveTo: (change: Change) => void;
  /** Reads again what the screens show. */
  refresh: () => Promise<void>;
  /** Does work that `stop` can stop; the cockpit waits for it before it ends. */
  run: (work: (signal: AbortSignal) => Promise<void>) => Promise<void>;
  stop: () => void;
  /** Does work that nothing is recorded of, under a name by which `stopWork` stops it; its `signal` is aborted then. */
  stoppable: (name: string, work: (own: Doing) => Promise<void>) => Promise<void>;
  stopWork: (name: string) => void;
  /**
   * Opens a file in the person's editor, waits until they leave it, and reads again what the screens show. What goes
   * wrong becomes a notice; otherwise `next` does, which says what to do then.
   */
  edit: (place: PlaceToEdit, next?: string) => Promise<void>;
  /** Does work that lends the terminal to another program. Until it is done no key reaches the screens. */
  lending: <T>(work: (lend: LendTerminal) => Promise<T>) => Promise<T>;
  /** Records what follows as somebody else's doing. */
  actAs: (email: string) => void;
  leave: (exitCode: number) => void;
  /** Writes a control sequence to the terminal. */
  send: (sequence: string) => void;
};

/** A part of the state that one screen owns. */
export function slice<T>(name: string, initial: T) {
  return {
    // Only `set` writes under this name, so what is there is a T.
    of: (state: State): T => (name in state.data ? (state.data[name] as T) : initial),
    set: (state: State, value: T): State => ({ ...state, data: { ...state.data, [name]: value } }),
  };
}

/** Place of the selected row of a screen; of the shown one by default. */
export function cursorOf({ cursor, screen }: State, of: string = screen): number {
  return cursor[of] ?? 0;
}

/** The filter of a screen; of the shown one by default. */
export function filterOf({ filter, screen }: State, of: string = screen): string {
  return filter[of] ?? '';
}

/** Makes a function of the state once for each state: rows are asked for many times. */
export function perState<T>(make: (state: State) => T): (state: State) => T {
  const made = new WeakMap<State, { value: T }>();
  return (state) => {
    const known = made.get(state) ?? { value: make(state) };
    made.set(state, known);
    return known.value;
  };
}

/** Tells the person something. */
export function tell(state: State, notice: string): State {
  return { ...state, notice };
}

const noRun: Run = {
  going: false,
  stopping: false,
  startedAt: 0,
  planned: [],
  runningSince: {},
  results: {},
  report: undefined,
  candidate: undefined,
};

export const initialState: State = {
  screen: 'rollout',
  status: undefined,
  me: undefined,
  next: [],
  people: [],
  readOnly: false,
  suite: undefined,
  run: noRun,
  data: {},
  documents: {},
  cursor: {},
  filter: {},
  sort: {},
  detail: undefined,
  trail: [],
  search: '',
  overlay: undefined,
  notice: undefined,
  now: new Date(0),
  page: { rows: 10, columns: 80 },
};
