import { judgeChain } from '../../domain/checks/judge/instruction-chain.ts';
import { readChainOnDisk, readLoadedChain } from '../instruction-chain.ts';
import type { Probe } from '../probe.ts';

export const agentsChain: Probe<'agents.chain'> = async (context) =>
  judgeChain({ ...(await readChainOnDisk(context)), loaded: await readLoadedChain(context) });
