import { judgeChain } from '../../domain/checks/judge/instruction-chain.ts';
import { readChainOnDisk, readLoadedChain } from '../instruction-chain.ts';
import type { Probe } from '../probe.ts';

export const agentsChain: Probe<'agents.chain'> = async (context) => {
  const sources = await readLoadedChain(context);
  // The files of CODEX_HOME are global; the chain in question is that of the project.
  const loaded = sources?.filter((path) => !path.startsWith(context.home));
  return judgeChain({ ...(await readChainOnDisk(context)), loaded });
};
