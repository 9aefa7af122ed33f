import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../domain/base/outcome.ts';
import { type RuleAnswer, readRuleAnswer } from '../../domain/policy/rules/rule-answer.ts';
import { sideBySide } from '../cli/side-by-side.ts';

/** Runs `codex` with arguments to its end. */
type CodexRun = (args: readonly string[]) => Promise<Outcome>;

/** Asks the CLI what some rules say of a command. Several files together: the strictest rule wins. */
async function tryRules(
  codexRun: CodexRun,
  files: readonly string[],
  command: readonly string[],
): Promise<RuleAnswer> {
  const rules = files.flatMap((file) => ['--rules', file]);
  return readRuleAnswer(await codexRun(['execpolicy', 'check', ...rules, '--', ...command]));
}

/** The same for many commands, in their order. */
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

/** The rules files that the CLI would load for a project: those of CODEX_HOME and of its `.codex` folder. */
export async function findRulesFiles(codexHome: string, project: string): Promise<readonly string[]> {
  const found = await Promise.all(
    [join(codexHome, 'rules'), join(project, '.codex', 'rules')].map(async (folder) => {
      const names = await readdir(folder).catch(() => []);
      return names
        .filter((name) => name.endsWith('.rules'))
        .sort()
        .map((name) => join(folder, name));
    }),
  );
  return found.flat();
}
