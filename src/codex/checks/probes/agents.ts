import {
  judgeChainSize,
  judgeChains,
  judgeEmptyOverrides,
  judgeInstructions,
} from '../../../domain/checks/judge/agents.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { lintInstructions } from '../../../domain/policy/instructions/lint-instructions.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import {
  readChainOnDisk,
  readCommands,
  readLoadedChain,
  readLoadedChains,
} from '../../config/instruction-chain.ts';
import type { Probes } from '../probe.ts';

/** Which instructions a session loads. */
export const agentsProbes = {
  'agents.chain': async (context) => {
    const chains = await readLoadedChains(context);
    // The files of CODEX_HOME are global; the chain in question is that of the project.
    const ofProject = chains.map((chain) => ({
      ...chain,
      sources: chain.sources?.filter((path) => !path.startsWith(context.teamHome)),
    }));
    return judgeChains(await readChainOnDisk(context), ofProject);
  },

  'agents.size': async (context) =>
    judgeChainSize({ ...(await readChainOnDisk(context)), loaded: undefined }),

  'agents.empty-override': async (context) => judgeEmptyOverrides((await readChainOnDisk(context)).onDisk),

  /** Lints the instructions that the CLI itself loads for the project, those of CODEX_HOME included. */
  'agents.lint': async (context) => {
    const sources = await readLoadedChain(context);
    if (!sources || sources.length === 0) return skip('the CLI loads no instructions for this project');
    const texts = sources.map((path) => readTextIfThere(path) ?? '');
    const commands = await readCommands(context.project);
    return judgeInstructions(lintInstructions({ text: texts.join('\n\n'), ...commands }));
  },
} satisfies Partial<Probes>;
