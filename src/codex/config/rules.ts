import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Outcome } from '../../domain/base/outcome.ts';
import type { Expected } from '../../domain/policy/rules/decision-table.ts';
import { type RuleAnswer, readRuleAnswer } from '../../domain/policy/rules/rule-answer.ts';
import {
  judgeCommand,
  lookAlikeOf,
  type RulesHere,
  type RulesReport,
} from '../../domain/policy/rules/rules-report.ts';
import { AppServerError } from '../app-server/app-server-client.ts';
import { withAppServer } from '../app-server/app-server-session.ts';
import type { ProbeContext } from '../checks/probe.ts';
import { copyTeamHome } from '../cli/isolation.ts';
import { sideBySide } from '../cli/side-by-side.ts';
import { managedFolder } from './managed-folder.ts';
import { readFolderLayers, withoutServers } from './sessions.ts';
import { foldersToRoot } from './team-layers.ts';

type Ask = Pick<ProbeContext, 'codexStart' | 'record' | 'home'>;
type Place = { teamHome: string; project: string };

/**
 * The rules files that a session in a folder gets, by the layers that the CLI itself names: a project that is
 * not trusted has none. A session is started for it, on a copy, since one whose sandbox may write begins to
 * trust the project by itself.
 */
export async function findRulesHere(ask: Ask, place: Place): Promise<RulesHere> {
  const { teamHome, project } = place;
  // Without a file there is nothing to ask.
  const all = await rulesIn([
    managedFolder,
    teamHome,
    ...(await foldersToRoot(project)).map((one) => join(one, '.codex')),
  ]);
  if (all.length === 0) return { inForce: [], ignored: [] };
  await copyTeamHome(teamHome, ask.home, ['config.toml']);
  return withAppServer(ask, async ({ client, handshake }): Promise<RulesHere> => {
    if (handshake.type !== 'answered') return { inForce: all, ignored: [] };
    const at = { folder: project, copy: ask.home, home: teamHome };
    try {
      const before = await readFolderLayers(client, at);
      await client
        .request('thread/start', { cwd: project, ephemeral: true, config: withoutServers(before) })
        .catch(refusalOnly);
      // Lowest first, as the CLI loads them.
      const layers = [...(await readFolderLayers(client, at))].reverse();
      const found = await Promise.all(
        layers.map(async ({ file, ignored }) => ({ ignored, files: await rulesIn([dirname(file)]) })),
      );
      return {
        inForce: found.flatMap(({ ignored, files }) => (ignored === undefined ? files : [])),
        ignored: found.flatMap(({ ignored: reason, files }) =>
          reason === undefined ? [] : files.map((file) => ({ file, reason })),
        ),
      };
    } catch (cause) {
      refusalOnly(cause);
      // A configuration that is not read is judged by other checks; the rules can be tried all the same.
      return { inForce: all, ignored: [] };
    }
  });
}

/** The rules files of some layers, each by the folder of its `config.toml`. */
export async function rulesIn(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    [...new Set(folders)].map(async (folder) => {
      const names = await readdir(join(folder, 'rules')).catch(() => []);
      return names
        .filter((name) => name.endsWith('.rules'))
        .sort()
        .map((name) => join(folder, 'rules', name));
    }),
  );
  return found.flat();
}

function refusalOnly(cause: unknown): void {
  if (!(cause instanceof AppServerError)) throw cause;
}

/** Runs `codex` with arguments to its end. */
type CodexRun = (args: readonly string[]) => Promise<Outcome>;

/**
 * Asks the CLI what some rules say of a command. Several files together: the strictest rule wins. A program named
 * by its path is matched by its name too, as in a session, where `host_executable` does not rule that out.
 */
async function tryRules(
  codexRun: CodexRun,
  files: readonly string[],
  command: readonly string[],
): Promise<RuleAnswer> {
  if (files.length === 0) return { decision: 'none', matched: ['no rules file is in force'] };
  const rules = files.flatMap((file) => ['--rules', file]);
  const args = ['execpolicy', 'check', '--resolve-host-executables', ...rules, '--', ...command];
  return readRuleAnswer(await codexRun(args));
}

/** What the CLI says of many commands by some rules, in their order. */
export function tryEach(
  codexRun: CodexRun,
  files: readonly string[],
  commands: readonly (readonly string[])[],
): Promise<readonly RuleAnswer[]> {
  return sideBySide(commands, (command) => tryRules(codexRun, files, command));
}

/** Why the CLI cannot read a rules file; undefined when it can. */
export async function findRulesFault(codexRun: CodexRun, file: string): Promise<string | undefined> {
  const answer = await tryRules(codexRun, [file], ['true']);
  return 'refused' in answer ? answer.refused : undefined;
}

/** The files that the CLI cannot read, with the reason. */
export async function findBrokenRules(
  codexRun: CodexRun,
  files: readonly string[],
): Promise<RulesReport['broken']> {
  const faults = await sideBySide(files, (file) => findRulesFault(codexRun, file));
  return files.flatMap((file, index) => {
    const reason = faults[index];
    return reason === undefined ? [] : [{ file, reason }];
  });
}

/** What a decision table is tried on. */
export type RulesTrial = {
  table: readonly Expected[];
  files: readonly string[];
  /** Files of the same place that a session does not load. */
  ignored?: RulesReport['ignored'];
  /** The prefix rules of requirements as a rules file, and the requirements they come from. */
  compiled?: { text: string; from: string } | undefined;
  /** A private folder. */
  work: string;
};

/** Tries each command of a table on all rules that the CLI can read, and names those that it cannot. */
export async function tryTable(
  codexRun: CodexRun,
  { table, files, ignored = [], compiled, work }: RulesTrial,
): Promise<RulesReport> {
  const own = join(work, 'requirements.rules');
  if (compiled) await writeFile(own, compiled.text, { mode: 0o600 });
  const all = compiled ? [...files, own] : files;
  const shown = (file: string) => (compiled && file === own ? compiled.from : file);
  const broken = await findBrokenRules(codexRun, all);
  const good = all.filter((file) => broken.every((one) => one.file !== file));
  const answers = await tryEach(
    codexRun,
    good,
    table.map(({ command }) => command),
  );
  const allowed = table.flatMap(({ command }, index) => {
    const answer = answers[index];
    const other = lookAlikeOf(command);
    return other && answer && 'decision' in answer && answer.decision === 'allow' ? [{ index, other }] : [];
  });
  const others = await tryEach(
    codexRun,
    good,
    allowed.map(({ other }) => other),
  );
  return {
    rules: good.map(shown),
    broken: broken.map(({ file, reason }) => ({ file: shown(file), reason })),
    ignored,
    commands: table.map((expected, index) =>
      judgeCommand(expected, {
        answer: answers[index] ?? { refused: 'it was not asked' },
        lookAlike: others[allowed.findIndex((one) => one.index === index)],
        broken: broken[0] && shown(broken[0].file),
      }),
    ),
  };
}
