import type { Observation, SandboxProbe } from '../trials/probe.ts';

/** What a trial printed, and what the disk of the host says of it. */
export type TrialRecord = {
  stdout: string;
  /** The text that canaries carry. */
  canary: string;
  nonce: string;
  /** What the listener on this machine says to whoever connects. */
  line: string;
  /** Whether a place has gone with the folder above it. */
  hasMoved: (path: string) => boolean;
  /** Whether the nonce is at a path of the host, or went through its pipe. */
  landed: (path: string) => boolean;
  /** What the host sees of a real place; undefined where there is nothing. */
  onHost: (path: string) => string | undefined;
};

/** The line that shows that a command ran in the sandbox at all. */
export function started({ stdout, nonce }: Pick<TrialRecord, 'stdout' | 'nonce'>): boolean {
  return stdout.split('\n').includes(`nonce\t${nonce}\t`);
}

/**
 * Reads the lines of a trial that started; each begins with the number of its probe, or with the id of one that
 * there is once. What it does not speak of is unknown, never denied.
 */
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
  const observed = new Map<string, Observation>();
  probes.forEach((probe, index) => {
    const line = lines.get(String(index)) ?? lines.get(probe.id);
    const before = probe.act === 'read renamed' ? observed.get(probe.of) : undefined;
    const seen =
      probe.act === 'read renamed' && before
        ? afterRename(probe, { line, before, record })
        : observe(probe, line, record);
    observed.set(probe.id, seen);
  });
  return observed;
}

/** A second command is asked only for what the first one was denied, and has renamed. */
function afterRename(
  { path }: { path: string },
  { line, before, record }: { line: Line | undefined; before: Observation; record: TrialRecord },
): Observation {
  if (before.type !== 'denied' || !record.hasMoved(path)) return before;
  if (!line) return unheard;
  return line.text.includes(record.canary) ? allowed : denied;
}

type Line = { word: string; text: string };

function observe(
  probe: SandboxProbe,
  line: Line | undefined,
  { canary, line: greeting, landed, onHost }: TrialRecord,
): Observation {
  // The disk has the last word: a write into a folder that only the sandbox has changes nothing.
  if (probe.act === 'write' || probe.act === 'write renamed')
    return landed(probe.lands) ? allowed : line ? denied : unheard;
  if (probe.act === 'pipe') return landed(probe.path) ? allowed : line ? denied : unheard;
  if (!line) return unheard;
  switch (probe.act) {
    case 'read':
    case 'read renamed':
    case 'variable':
      return line.text.includes(canary) ? allowed : denied;
    case 'look':
      return lookAt(line.text, onHost(probe.path));
    case 'connect':
      return line.text === greeting ? allowed : denied;
    case 'socket':
      return (probe.answers ? line.text === greeting : line.word === 'done') ? allowed : denied;
    case 'privileges':
      return /[1-9a-f]/.test(line.text) ? allowed : denied;
    case 'bind':
    case 'outbound':
    case 'processes':
    case 'access':
    case 'append':
    case 'datagram':
    case 'namespace':
      return line.word === 'done' ? allowed : denied;
  }
}

/**
 * Whether a real place is open: something of it is seen, or it is empty and the one of the host. The CLI puts an
 * empty place of its own over one that it denies.
 */
function lookAt(seen: string, there: string | undefined): Observation {
  const [count = '', ...identity] = seen.split(' ');
  if (Number(count) > 0) return allowed;
  return there !== undefined && identity.join(' ') === there ? allowed : denied;
}

const allowed: Observation = { type: 'allowed' };
const denied: Observation = { type: 'denied' };
const unheard: Observation = {
  type: 'unknown',
  reason: 'the probe did not answer: a program it needs is not there',
};
