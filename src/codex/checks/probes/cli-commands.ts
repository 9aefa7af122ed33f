import { exited } from '../../../domain/base/outcome.ts';
import { judgeCommands } from '../../../domain/checks/judge/cli.ts';
import { parseHelp } from '../../../domain/upgrade/baseline/parse-help.ts';
import { sideBySide } from '../../cli/side-by-side.ts';
import type { Probe } from '../probe.ts';

/** A command that is not listed may still work, so each of them is asked for its own help. */
export const cliCommands: Probe<'cli.commands'> = async ({ codexRun, baselineOf, pin }, { commands }) => {
  const recorded = (await baselineOf(pin))?.help.codex?.commands;
  const page = await codexRun(['help']);
  const listed = exited(page) ? parseHelp(page.stdout).commands : [];
  const unlisted = [...new Set([...(recorded ?? []), ...commands])].filter((name) => !listed.includes(name));
  const asked = listed.length === 0 ? [] : await sideBySide(unlisted, (name) => codexRun(['help', name]));
  const gone = unlisted.filter((_, index) => !exited(asked[index] ?? page));
  return judgeCommands({ listed, recorded, gone, used: commands, pin });
};
