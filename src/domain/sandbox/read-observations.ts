import type { Observation, SandboxProbe } from './probe.ts';

/** What a trial printed, and what the disk of the host says of it. */
export type TrialRecord = {
  stdout: string;
  /** The text that canaries carry. */
  canary: string;
  nonce: string;
  /** What the listener on this machine says to whoever connects. */
  line: string;
  /** Whether the nonce lies at a path of the host. */
  landed: (path: string) => boolean;
};

/** The line that shows that a command ran in the sandbox at all. */
export function started({ stdout, nonce }: Pick<TrialRecord, 'stdout' | 'nonce'>): boolean {
  return stdout.split('\n').includes(`nonce\t${nonce}\t`);
}

/** Reads the lines of a trial that started. What it does not speak of is unknown, never denied. */
export function readObservations(
  probes: readonly SandboxProbe[],
  record: TrialRecord,
): ReadonlyMap<string, Observation> {
  const lines = new Map(
    record.stdout.split('\n').map((line) => {
      const [id = '', word = '', text = ''] = line.split('\t');
      return [id, { word, text }] as const;
    }),
  );
  return new Map(probes.map((probe) => [probe.id, observe(probe, lines.get(probe.id), record)]));
}

function observe(
  probe: SandboxProbe,
  line: { word: string; text: string } | undefined,
  { canary, line: greeting, landed }: TrialRecord,
): Observation {
  // The disk has the last word: a write into a folder that only the sandbox has changes nothing.
  if (probe.act === 'write') return landed(probe.lands) ? allowed : line ? denied : unheard;
  if (!line) return unheard;
  switch (probe.act) {
    case 'read':
      return line.text.includes(canary) ? allowed : denied;
    case 'count':
      return Number(line.text) > 0 ? allowed : denied;
    case 'connect':
      return line.text === greeting ? allowed : denied;
    case 'bind':
    case 'outbound':
    case 'processes':
      return line.word === 'done' ? allowed : denied;
  }
}

const allowed: Observation = { type: 'allowed' };
const denied: Observation = { type: 'denied' };
const unheard: Observation = {
  type: 'unknown',
  reason: 'the probe did not answer: a program it needs is not there',
};
