import { judgeEmptyOverrides } from '../../../domain/checks/judge/agents.ts';
import { readChainOnDisk } from '../../config/instruction-chain.ts';
import type { Probe } from '../probe.ts';

export const agentsEmptyOverride: Probe<'agents.empty-override'> = async (context) =>
  judgeEmptyOverrides((await readChainOnDisk(context)).onDisk);
