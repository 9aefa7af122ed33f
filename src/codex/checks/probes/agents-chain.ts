import { judgeChains } from '../../../domain/checks/judge/agents.ts';
import { readChainOnDisk, readLoadedChains } from '../../config/instruction-chain.ts';
import type { Probe } from '../probe.ts';

export const agentsChain: Probe<'agents.chain'> = async (context) => {
  const chains = await readLoadedChains(context);
  // The files of CODEX_HOME are global; the chain in question is that of the project.
  const ofProject = chains.map((chain) => ({
    ...chain,
    sources: chain.sources?.filter((path) => !path.startsWith(context.teamHome)),
  }));
  return judgeChains(await readChainOnDisk(context), ofProject);
};
