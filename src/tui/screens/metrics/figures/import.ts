import { typedPath } from '../../../../app/files/write-new-file.ts';
import type { World } from '../../../../app/world/world.ts';
import { UsageError } from '../../../../domain/base/errors.ts';
import type { OnProgress } from '../../../../domain/base/progress.ts';
import { splitWords } from '../../../../domain/base/shell/split-words.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import { parseMoment } from '../../../../domain/base/time/moment.ts';
import type { WritableHistory } from '../../../shell/connection.ts';
import { chooseOne, decision, fileName, fill, oneOf, required } from '../../../shell/decision.ts';
import { chosenOf } from '../../../shell/forms/choices.ts';
import { whileRunning, withoutRole } from '../../../shell/guards.ts';
import type { Doing, State } from '../../../shell/state.ts';
import { doWork } from '../../../shell/work.ts';

/** What every import gets. */
type Given = {
  world: World;
  store: WritableHistory;
  files: readonly string[];
  workspace: string | undefined;
  /** Whose sessions they are. */
  person: string | undefined;
  /** What limits without columns of days, and compliance logs, are of; empty when the file says it. */
  days: string;
  /** What the columns are, each `column=field`. */
  columns: readonly string[];
  signal: AbortSignal;
  onProgress: OnProgress;
};

/** Something that can be imported: what it is, what is recorded, and how. */
type Importer = {
  note: string;
  records: string;
  run: (given: Given) => Promise<string>;
};

const figures = 'figures.imported: what the source says of use, a row for each day and person';

type Counts = { files: number; added: number; known: number; refused: readonly string[] };

function describeCounts({ files, added, known, refused }: Counts): string {
  const [first] = refused;
  const left = first === undefined ? '' : `, ${refused.length} refused: ${first}`;
  return `${countOf(files, 'file')} imported: ${countOf(added, 'new row')}, ${known} known before${left}`;
}

/** The one file of an import that takes one alone. */
function oneFile(files: readonly string[]): string {
  const [file = '', ...others] = files;
  if (others.length > 0) throw new UsageError('it takes one file at a time');
  return file;
}

const describeRows = ({ added, known }: { added: number; known: number }) =>
  `${countOf(added, 'new row')}, ${known} known before`;

const importers = {
  quality: {
    note: 'a table of defects, findings, verifications, savings, incidents, feedback',
    records: 'quality.recorded: the rows of the table, all or none',
    run: async ({ world, store, files, ...given }) => {
      const { importQuality } = await import('../../../../app/metrics/quality/import-quality.ts');
      return describeRows(await importQuality(world, store, { file: oneFile(files), ...given }));
    },
  },
  teams: {
    note: 'a table with the columns email, team, cost_centre',
    records: 'teams.recorded: who belongs to which team and cost centre',
    run: async ({ world, store, files, ...given }) => {
      const { importTeams } = await import('../../../../app/metrics/quality/teams.ts');
      return describeRows(await importTeams(world, store, { file: oneFile(files), ...given }));
    },
  },
  sessions: {
    note: 'folders with sessions/ and archived_sessions/ of the CLI',
    records: 'sessions.imported: what the session files count, never what was said',
    run: async ({ world, store, files, ...given }) => {
      const { importSessions } = await import('../../../../app/metrics/import-sessions.ts');
      const found = await importSessions(world, store, { homes: files, ...given });
      const unread = found.unread.length === 0 ? '' : `, ${found.unread.length} could not be read`;
      return `${countOf(found.files, 'session file')}: ${found.read} read, ${found.unchanged} unchanged${unread}`;
    },
  },
  analytics: {
    note: 'pages of the Analytics API; the command metric fetch analytics gets them with a key',
    records: figures,
    run: async ({ world, store, ...given }) => {
      const { importAnalytics } = await import('../../../../app/metrics/figures/import-analytics.ts');
      return describeCounts(await importAnalytics(world, store, given));
    },
  },
  dashboard: {
    note: 'exports of the dashboard, CSV or JSON',
    records: `${figures}, and what its columns are`,
    run: async ({ world, store, columns, ...given }) => {
      const { importDashboard } = await import('../../../../app/metrics/figures/import-dashboard.ts');
      return describeCounts(await importDashboard(world, store, { ...given, said: { map: columns } }));
    },
  },
  telemetry: {
    note: 'what the CLI sent with OpenTelemetry: OTLP as JSON',
    records: `${figures}; no prompts, and no arguments or outputs of tools`,
    run: async ({ world, store, ...given }) => {
      const { importTelemetry } = await import('../../../../app/metrics/figures/import-telemetry.ts');
      return describeCounts(await importTelemetry(world, store, given));
    },
  },
  limits: {
    note: 'spend limits of everybody, of teams or of cost centres, CSV or JSON',
    records: 'figures.imported: the limits, and what the columns are',
    run: async ({ world, store, columns, days, ...given }) => {
      const [{ importLimits }, { parseLimitDays }] = await Promise.all([
        import('../../../../app/metrics/figures/import-limits.ts'),
        import('../../../../domain/metrics/budget/limit-rows.ts'),
      ]);
      const stated = days === '' ? undefined : parseLimitDays(days);
      return describeCounts(
        await importLimits(world, store, { ...given, days: stated, said: { map: columns } }),
      );
    },
  },
  'compliance logs': {
    note: 'JSON Lines; the command compliance fetch gets them with a key',
    records: 'compliance.imported: records without what people wrote',
    run: async ({ world, store, files, days, ...given }) => {
      const [{ importCompliance }, { parseLimitDays }] = await Promise.all([
        import('../../../../app/metrics/compliance/import-files.ts'),
        import('../../../../domain/metrics/budget/limit-rows.ts'),
      ]);
      const covered = days === '' ? undefined : parseLimitDays(days);
      const moment = (day: string | undefined, edge: 'start' | 'end') =>
        day === undefined ? undefined : parseMoment(day, { now: world.now(), edge });
      const { records, recorded } = await importCompliance(world, store, files, {
        ...given,
        ...{ from: moment(covered?.from, 'start'), to: moment(covered?.to, 'end') },
      });
      return `${countOf(records, 'record')} read, ${recorded} new`;
    },
  },
} as const satisfies Record<string, Importer>;

type Kind = keyof typeof importers;

const kinds = Object.keys(importers) as readonly Kind[];
const importerOf = (kind: Kind): Importer => importers[kind];

type Input = {
  kind: Kind;
  files: readonly string[];
  workspace: string | undefined;
  columns: readonly string[];
  person: string | undefined;
  days: string;
};

const whichFiles = 'name files, with commas; of sessions folders, such as ~/.codex';

/** Imports files that other programs wrote. */
export const importFigures = decision<Input>({
  command: 'import-metrics',
  keys: ['i'],
  description: 'import files of metrics: quality, teams, sessions, analytics, dashboard, logs',
  footer: 'import',
  alsoOn: ['metric-compliance'],
  disabled: (state) =>
    whileRunning(state) ??
    (withoutRole('import compliance logs')(state) && withoutRole('import metrics')(state)),
  form: {
    title: () => 'Import files',
    fields: (_, state) => [
      {
        label: 'What they are',
        value: state.screen === 'metric-compliance' ? 'compliance logs' : '',
        choices: kinds,
        notes: Object.fromEntries(kinds.map((kind) => [kind, importerOf(kind).note])),
        pick: true,
        required: chooseOne,
      },
      { label: 'Files or folders', value: '', required: whichFiles },
      { label: 'Workspace (only one)', value: '' },
      { label: 'Columns (as before)', value: '' },
      { label: 'Sessions of (you)', value: '' },
      { label: 'Days that it covers', value: '' },
    ],
    read: ([kind = '', files = '', workspace = '', columns = '', person = '', days = '']) =>
      fill((at) => ({
        kind: at(0, () => oneOf(kinds, kind)),
        files: at(1, () => chosenOf(required(files, whichFiles)).map(fileName)),
        person: person || undefined,
        workspace: workspace || undefined,
        columns: chosenOf(columns),
        days,
      })),
  },
  confirmation: ({ kind, files }) => ({
    question: `Import ${kind}: ${cleanLine(files.join(', '))}?`,
    records: [importerOf(kind).records],
    follows: ['What is recorded already is not recorded again. s stops it.'],
  }),
  run: async (doing, input) => {
    const { kind, ...given } = input;
    try {
      const said = await carryOutImport(doing, kind, given);
      return said ?? 'the import was stopped; import the files again to go on';
    } catch (cause) {
      const columns = guessedColumns(cause);
      if (columns.length === 0 || input.columns.length > 0) throw cause;
      doing.change((state) => askForColumns(state, { ...input, columns }));
      return 'nobody said yet what its columns are: these are guessed, change what is wrong';
    }
  },
});

/** What the columns of a file probably are, which the message of the command has as flags. */
function guessedColumns(cause: unknown): readonly string[] {
  const lines = cause instanceof UsageError ? (cause.next ?? '').split('\n') : [];
  return lines.flatMap((line) => {
    const [flag, column] = splitWords(line.trim()) ?? [];
    return flag === '--map' && column?.includes('=') && !column.startsWith('COLUMN=') ? [column] : [];
  });
}

/** The same form, with what the columns probably are. */
function askForColumns(state: State, { kind, files, workspace, columns, person, days }: Input): State {
  if (state.overlay) return state;
  const values = [kind, files.join(', '), workspace ?? '', columns.join(', '), person ?? '', days];
  return importFigures.openForm(state, '', values);
}

/** Undefined when it was stopped. */
async function carryOutImport(
  doing: Doing,
  kind: Kind,
  { files, ...given }: Omit<Input, 'kind'>,
): Promise<string | undefined> {
  const world = doing.world();
  const store = await doing.writable();
  const paths = files.map((file) => typedPath(world, file));
  return doWork(doing, `importing ${kind}`, async (signal, onProgress) =>
    cleanLine(await importerOf(kind).run({ world, store, files: paths, ...given, signal, onProgress })),
  );
}
