import { judgeInstructions } from '../../../domain/checks/judge/agents.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { lintInstructions } from '../../../domain/policy/instructions/lint-instructions.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { readLoadedChain } from '../../config/instruction-chain.ts';
import { readCommands } from '../../config/project-commands.ts';
import type { Probe } from '../probe.ts';

/** Lints the instructions that the CLI itself loads for the project, those of CODEX_HOME included. */
export const agentsLint: Probe<'agents.lint'> = async (context) => {
  const sources = await readLoadedChain(context);
  if (!sources || sources.length === 0) return skip('the CLI loads no instructions for this project');
  const texts = sources.map((path) => readTextIfThere(path) ?? '');
  const commands = await readCommands(context.project);
  return judgeInstructions(lintInstructions({ text: texts.join('\n\n'), ...commands }));
};
