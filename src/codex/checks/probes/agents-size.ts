import { judgeChainSize } from '../../../domain/checks/judge/agents.ts';
import { readChainOnDisk } from '../../config/instruction-chain.ts';
import type { Probe } from '../probe.ts';

export const agentsSize: Probe<'agents.size'> = async (context) =>
  judgeChainSize({ ...(await readChainOnDisk(context)), loaded: undefined });
