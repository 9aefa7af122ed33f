import { lintInstructions } from '../../domain/agents/lint-instructions.ts';
import { judgeInstructions } from '../../domain/checks/judge/instruction-lint.ts';
import { skip } from '../../domain/checks/judgement.ts';
import { readLoadedChain } from '../instruction-chain.ts';
import type { Probe } from '../probe.ts';
import { readCommands } from '../project-commands.ts';
import { readTextIfThere } from '../read-regular-file.ts';

/** Lints the instructions that the CLI itself loads for the project, those of CODEX_HOME included. */
export const agentsLint: Probe<'agents.lint'> = async (context) => {
  const sources = await readLoadedChain(context);
  if (!sources || sources.length === 0) return skip('the CLI loads no instructions for this project');
  const texts = sources.map((path) => readTextIfThere(path) ?? '');
  const commands = await readCommands(context.project);
  return judgeInstructions(lintInstructions({ text: texts.join('\n\n'), ...commands }));
};
