import type { CapturedRun } from '../events.ts';

/** What a field of a run is about. The first two can explain why one run did well and another did not. */
export const COMPARED_GROUPS = ['prompt', 'tool', 'policy', 'repository', 'outcome'] as const;

/** One field of two runs. A value that is not known is `unknown`, and does not differ from anything. */
export type ComparedRow = {
  group: (typeof COMPARED_GROUPS)[number];
  field: string;
  good: string;
  bad: string;
  differs: boolean;
};

/** What explains that a run did worse than another one; `unknown` when too little is known of one of them. */
export type RunComparison = {
  cause: 'prompt' | 'tool' | 'both' | 'neither' | 'unknown';
  rows: readonly ComparedRow[];
};

const unknown = 'unknown';

/** A value as text, and null for what is not known. */
type Value = string | null;

/**
 * Compares a run that did well with one that did harm, field by field. The cause is `prompt` when what the run was told
 * differs (prompt, instructions, rules, output schema), `tool` when what it ran on differs (version, program, model,
 * effort, profile, configuration). A group in which nothing differs and whose version, model or prompt is not known does
 * not count as the same.
 */
export function compareRuns(good: CapturedRun, bad: CapturedRun): RunComparison {
  const rows = [...promptRows(good, bad), ...toolRows(good, bad), ...otherRows(good, bad)];
  return { cause: causeOf(stateOf(rows, 'prompt'), stateOf(rows, 'tool')), rows };
}

type State = 'same' | 'differs' | 'unknown';

function causeOf(prompt: State, tool: State): RunComparison['cause'] {
  if (prompt === unknown || tool === unknown) return unknown;
  if (prompt === 'differs') return tool === 'differs' ? 'both' : 'prompt';
  return tool === 'differs' ? 'tool' : 'neither';
}

/** Fields without which nobody can say that a group is the same. */
const needed: readonly string[] = ['prompt', 'version', 'model'];

/**
 * Whether a row can explain a difference. The CLI writes into its own configuration, such as that a folder is trusted, so
 * its content differs between runs on which no setting does. Its settings decide, where they are known.
 */
export function isDecisive({ field }: Pick<ComparedRow, 'field'>): boolean {
  return field !== 'config $CODEX_HOME/config.toml';
}

function stateOf(rows: readonly ComparedRow[], group: ComparedRow['group']): State {
  const own = rows.filter((row) => row.group === group && isDecisive(row));
  if (own.some(({ differs }) => differs)) return 'differs';
  const isOpen = own.some(
    ({ field, good, bad }) => needed.includes(field) && (good === unknown || bad === unknown),
  );
  return isOpen ? unknown : 'same';
}

const row = (group: ComparedRow['group'], field: string, good: Value, bad: Value): ComparedRow => ({
  ...{ group, field },
  good: good ?? unknown,
  bad: bad ?? unknown,
  differs: good !== null && bad !== null && good !== bad,
});

function promptRows(good: CapturedRun, bad: CapturedRun): ComparedRow[] {
  const schema = ({ inputs }: CapturedRun) => (inputs.output_schema ? [inputs.output_schema] : []);
  return [
    row('prompt', 'prompt', good.inputs.prompt?.sha256 ?? null, bad.inputs.prompt?.sha256 ?? null),
    ...fileRows('prompt', 'instructions', good.inputs.instructions, bad.inputs.instructions),
    ...fileRows('prompt', 'rules', good.inputs.rules, bad.inputs.rules),
    ...fileRows('prompt', 'output schema', schema(good), schema(bad)),
  ];
}

function toolRows(good: CapturedRun, bad: CapturedRun): ComparedRow[] {
  const of = (field: string, read: (tool: CapturedRun['tool']) => Value) =>
    row('tool', field, read(good.tool), read(bad.tool));
  return [
    of('version', ({ version }) => version),
    of('program', ({ sha256 }) => sha256),
    of('model', ({ model }) => model),
    of('effort', ({ effort }) => effort),
    of('profile', ({ profile }) => profile ?? 'none'),
    ...configRows(good.inputs.config, bad.inputs.config),
  ];
}

type Config = CapturedRun['inputs']['config'];

/** Files of configuration by their settings, where these are known of a file in both runs, else by their content. */
function configRows(good: Config, bad: Config): ComparedRow[] {
  const settings = (files: Config) =>
    files.flatMap(({ path, settings_sha256: sha256 }) => (sha256 === undefined ? [] : [{ path, sha256 }]));
  const isWithin = (files: Config) => {
    const paths = new Set(settings(files).map(({ path }) => path));
    return ({ path }: { path: string }) => paths.has(path);
  };
  const isRead = (file: { path: string }) => isWithin(good)(file) && isWithin(bad)(file);
  return [
    ...fileRows('tool', 'settings', settings(good).filter(isRead), settings(bad).filter(isRead)),
    ...fileRows(
      'tool',
      'config',
      good.filter((file) => !isRead(file)),
      bad.filter((file) => !isRead(file)),
    ),
  ];
}

function otherRows(good: CapturedRun, bad: CapturedRun): ComparedRow[] {
  const of = (group: ComparedRow['group'], field: string, read: (run: CapturedRun) => Value) =>
    row(group, field, read(good), read(bad));
  return [
    of('policy', 'pin', ({ tool }) => tool.pin),
    of('policy', 'sandbox', ({ policy }) => policy.sandbox),
    of('policy', 'approval', ({ policy }) => policy.approval),
    of('policy', 'network', ({ policy }) => (policy.network === null ? null : policy.network ? 'on' : 'off')),
    of('policy', 'arguments', (run) => run.arguments.join(' ')),
    of('repository', 'repository', ({ git }) => git?.repository ?? null),
    of('repository', 'branch', ({ git }) => git?.branch ?? null),
    of('repository', 'base', ({ git }) => git?.base ?? null),
    of('repository', 'uncommitted changes', ({ git }) => (git === null ? null : git.dirty ? 'yes' : 'no')),
    of('outcome', 'outcome', ({ outcome, reason }) => (reason === null ? outcome : `${outcome} (${reason})`)),
    of('outcome', 'turns', ({ turns }) => String(turns)),
    of('outcome', 'tokens in', ({ usage }) => numberOf(usage.input)),
    of('outcome', 'tokens out', ({ usage }) => numberOf(usage.output)),
    of('outcome', 'commands', (run) => String(run.commands_total)),
    of('outcome', 'files changed', ({ changes }) => String(changes.total)),
    of('outcome', 'changes', ({ changes }) => changes.digest),
  ];
}

const numberOf = (count: number | null) => (count === null ? null : String(count));

/** A row for each file that one of the runs had; `none` where a run did not have it. */
function fileRows(
  group: ComparedRow['group'],
  what: string,
  good: readonly { path: string; sha256: string }[],
  bad: readonly { path: string; sha256: string }[],
): ComparedRow[] {
  const digests = (files: typeof good) => new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const [inGood, inBad] = [digests(good), digests(bad)];
  const paths = [...new Set([...inGood.keys(), ...inBad.keys()])];
  return paths.map((path) =>
    row(group, `${what} ${path}`, inGood.get(path) ?? 'none', inBad.get(path) ?? 'none'),
  );
}
