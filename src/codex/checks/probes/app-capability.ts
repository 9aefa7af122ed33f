import { judgeAppCapability } from '../../../domain/checks/judge/cli.ts';
import type { Probe } from '../probe.ts';

/** `help` and not `--help`: an old CLI takes an unknown word for a prompt (docs/codex-facts.md, "Subcommands"). */
export const appCapability: Probe<'app.capability'> = async ({ platform, codexRun }) =>
  judgeAppCapability(platform, await codexRun(['help', 'app']));
