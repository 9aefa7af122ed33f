import type { SourceStatus } from '../app/plugins/decide-source.ts';
import type { PolicyView } from '../app/policy/read-policy-view.ts';
import type { ReadableRunbook } from '../app/runbooks/read-runbooks.ts';
import type { Artifact } from '../domain/artifacts/artifact.ts';
import type { RecordedCheck } from '../domain/checks/recorded.ts';
import type { Suite } from '../domain/checks/suite.ts';
import type { SuiteReport } from '../domain/checks/suite-report.ts';
import type { HistoryEntry } from '../domain/history/find/history-entry.ts';
import type { Role } from '../domain/people/role.ts';
import type { Inventory } from '../domain/plugins/inventory/inventory.ts';
import type { ShownCommand } from '../domain/plugins/inventory/plugin-command.ts';
import type { InventoryDiff } from '../domain/plugins/sources/diff-inventories.ts';
import type { NextAction } from '../domain/rollout/next-action.ts';
import type { Status } from '../domain/rollout/status.ts';
import type { ProbeMatrix } from '../domain/sandbox/matrix/matrix.ts';
import type { FormId } from './form-id.ts';
import type { Intent } from './intent.ts';

/** The screens, in the order of their numbers. */
export const SCREENS = [
  'rollout',
  'checks',
  'history',
  'turn',
  'runbooks',
  'plugins',
  'sandbox',
  'policy',
  'artifacts',
] as const;

export type ScreenId = (typeof SCREENS)[number];

/** A form field with what was typed so far. */
export type Field = { label: string; value: string };

/** What lies over the screen and takes the keys. */
export type Overlay =
  | { type: 'help'; scroll: number }
  | { type: 'palette'; query: string; cursor: number }
  | { type: 'filter' }
  /** Finds words in the text that is open. */
  | { type: 'search' }
  | { type: 'confirm'; question: string; records: readonly string[]; intent: Intent }
  | {
      type: 'form';
      form: FormId;
      /** The item or phase that it is about. */
      subject: string;
      fields: readonly Field[];
      active: number;
      refusal: string | undefined;
    };

/** A run of a suite as it goes. Times are milliseconds of a monotonic clock. */
export type Run = {
  going: boolean;
  startedAt: number;
  planned: readonly string[];
  runningSince: Readonly<Record<string, number>>;
  results: Readonly<Record<string, RecordedCheck>>;
  report: SuiteReport | undefined;
};

/** Evidence texts by digest, read when a detail is opened. */
export type Evidence = Readonly<Record<string, string>>;

/** Who acts, and as what. */
export type Me = {
  email: string;
  roles: readonly Role[];
  /** Whether an SSH key is recorded, so that sign-offs are signed. */
  hasKey: boolean;
};

/** The plugins of the person, as far as they have been looked at. */
export type PluginsView = {
  /** Hashing so many of so many; undefined while nothing is being read. */
  reading: { done: number; planned: number } | undefined;
  /** Why the last reading gave nothing. */
  failed: string | undefined;
  inventory: Inventory | undefined;
  sources: readonly SourceStatus[];
  /** The hooks and servers of each source in full. */
  commands: Readonly<Record<string, readonly ShownCommand[]>>;
  /** What changed since the newest snapshot; undefined while there is none. */
  diff: InventoryDiff | undefined;
};

/** The probe matrix, as far as it has been tried. */
type SandboxView = {
  /** How many trials are over; undefined while nothing is tried. */
  trying: number | undefined;
  matrix: ProbeMatrix | undefined;
  /** The first profile that is shown, by its place. */
  first: number;
};

/** The history as it was found, newest first. */
export type HistoryView = {
  entries: readonly HistoryEntry[];
  /** The filter that they were found by. */
  filter: string;
  /** Where the next page begins; undefined when there is none. */
  nextBefore: number | undefined;
};

export type State = {
  screen: ScreenId;
  status: Status | undefined;
  me: Me | undefined;
  /** What the acting person could do now, most useful first. */
  next: readonly NextAction[];
  /** Nothing may be recorded. */
  readOnly: boolean;
  suite: Suite | undefined;
  history: HistoryView;
  runbooks: readonly ReadableRunbook[];
  plugins: PluginsView;
  sandbox: SandboxView;
  /** What holds here; undefined until it has been read. */
  policy: { reading: boolean; view: PolicyView | undefined };
  artifacts: readonly Artifact[];
  /** Long texts of details by what they are of, read when a detail is opened. */
  documents: Readonly<Record<string, string>>;
  run: Run;
  evidence: Evidence;
  /** The phase whose items are shown, by its place. */
  phase: number;
  cursor: Readonly<Record<ScreenId, number>>;
  filter: Readonly<Record<ScreenId, string>>;
  /** Open detail of the row under the cursor, or of the gate of the phase, with the first line shown. */
  detail: { of: 'row' | 'gate' | 'diff' | 'commands'; scroll: number } | undefined;
  /** What is looked for in the open runbook. */
  search: string;
  overlay: Overlay | undefined;
  /** One line for the person: what went wrong, or why a key did nothing. */
  notice: string | undefined;
  /** The time by which ages are told. */
  now: Date;
};

const onEveryScreen = <T>(value: T) =>
  Object.fromEntries(SCREENS.map((screen) => [screen, value])) as Record<ScreenId, T>;

const noRun: Run = {
  going: false,
  startedAt: 0,
  planned: [],
  runningSince: {},
  results: {},
  report: undefined,
};

export const initialState: State = {
  screen: 'rollout',
  status: undefined,
  me: undefined,
  next: [],
  readOnly: false,
  suite: undefined,
  history: { entries: [], filter: '', nextBefore: undefined },
  runbooks: [],
  plugins: {
    reading: undefined,
    failed: undefined,
    inventory: undefined,
    sources: [],
    commands: {},
    diff: undefined,
  },
  sandbox: { trying: undefined, matrix: undefined, first: 0 },
  policy: { reading: false, view: undefined },
  artifacts: [],
  documents: {},
  run: noRun,
  evidence: {},
  phase: 0,
  cursor: onEveryScreen(0),
  filter: onEveryScreen(''),
  detail: undefined,
  search: '',
  overlay: undefined,
  notice: undefined,
  now: new Date(0),
};
