import { judgeCandidate, judgeVersion } from '../../../domain/checks/judge/install.ts';
import { transcribe } from '../../../domain/checks/transcript.ts';
import type { Probe } from '../probe.ts';

export const cliVersion: Probe<'cli.version'> = async ({ identity, pin, asCandidate, record }) => {
  const { outcome } = await identity;
  const { label, text } = transcribe(outcome);
  record(label, text);
  return asCandidate ? judgeCandidate(outcome, pin) : judgeVersion(outcome, pin);
};
