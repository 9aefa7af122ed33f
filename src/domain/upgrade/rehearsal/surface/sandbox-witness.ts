import { quoteForShell } from '../../../base/shell/quote-for-shell.ts';
import type { WitnessScript } from '../witness.ts';

/** The team whose profiles are tried. */
export type ProfilesOfTeam = {
  /** Profiles that the team declares or chooses, with those that these extend. */
  names: ReadonlySet<string>;
  /** A config.toml with the permission profiles of the team and nothing else. */
  config: string;
  home: string;
  project: string;
};

/** One cell of the matrix: what a command was seen to do under a profile. */
type SeenCell = { profile: string; mode: string; probe: string; seen: 'allowed' | 'denied' };

/** What shows a cell with the CLI alone: a command in the sandbox that succeeds where the cell is allowed. */
const commands: Readonly<Record<string, string>> = {
  namespaces: 'unshare -Ur true 2>/dev/null',
  privileges: 'grep -q "^CapEff:.*[1-9a-f]" /proc/self/status',
  'net.bind': `node -e 'require("net").createServer().on("error",()=>process.exit(1)).listen(0,"127.0.0.1",()=>process.exit(0))'`,
};

/**
 * Shows a cell: with `codex sandbox` where one command is enough, else with the matrix of the cockpit, which makes the
 * folders, files and servers that the other cells need, on a copy of the configuration.
 */
export function cellWitness(cell: SeenCell, team: ProfilesOfTeam): WitnessScript {
  const command = commands[cell.probe];
  // Requirements, and the older setting, are no profile that a flag can name.
  if (command === undefined || cell.mode !== 'helper' || !isNamed(cell.profile))
    return matrixWitness(cell, team);
  const inside = quoteForShell(`if ${command}; then echo allowed; else echo denied; fi`);
  const run = `"$CODEX" sandbox ${profileFlag(cell.profile)} -- sh -c ${inside}`;
  return { ...profileFiles(cell.profile, team), lines: [`SEEN=$(${run})`, `[ "$SEEN" = ${cell.seen} ]`] };
}

/** Shows that commands run under a profile; undefined where a flag cannot name it. */
export function startWitness(
  { profile, mode }: Pick<SeenCell, 'profile' | 'mode'>,
  team: ProfilesOfTeam,
): WitnessScript | undefined {
  if (mode !== 'helper' || !isNamed(profile)) return undefined;
  return {
    ...profileFiles(profile, team),
    lines: [`"$CODEX" sandbox ${profileFlag(profile)} -- true`],
  };
}

/** The older setting is tried under its own name. */
const isNamed = (profile: string) => profile !== 'sandbox_mode';
const isBuiltIn = (profile: string) => profile.startsWith(':');
const profileFlag = (profile: string) => quoteForShell(`-P=${profile}`);

const profileFiles = (profile: string, { config }: ProfilesOfTeam): Pick<WitnessScript, 'files'> =>
  isBuiltIn(profile) ? {} : { files: { '$CODEX_HOME/config.toml': config } };

/** Finds a cell in the matrix as JSON; exits with 0 where it is as it was seen. */
const findCell = [
  'const [file, profile, mode, probe, seen] = process.argv.slice(1);',
  'const { trials } = JSON.parse(require("fs").readFileSync(file, "utf8"));',
  'const trial = trials.find((one) => one.profile === profile && one.mode === mode);',
  'const cell = trial?.cells?.find((one) => one.probe === probe);',
  'console.log(probe, cell?.observed ?? "not seen");',
  'process.exit(cell?.observed === seen ? 0 : 1);',
].join(' ');

function matrixWitness(
  { profile, mode, probe, seen }: SeenCell,
  { home, project }: ProfilesOfTeam,
): WitnessScript {
  const validate = `codex-cockpit sandbox validate ${quoteForShell(profile)} --outbound none --codex "$CODEX" --json`;
  const cell = [profile, mode, probe, seen].map(quoteForShell).join(' ');
  return {
    lines: [
      `(cd ${quoteForShell(project)} && CODEX_HOME=${quoteForShell(home)} ${validate}) > "$WORK/cells.json"`,
      `node -e ${quoteForShell(findCell)} "$WORK/cells.json" ${cell}`,
    ],
  };
}
