import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../domain/base/outcome.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';

/** Where the CLI reads the files of the organisation on Linux. */
export const managedFolder = '/etc/codex';

/** Folders that replace those of the machine: what the CLI finds in /etc/codex, and a folder for the mount. */
export type ManagedStandIn = { etc: string; room: string };

const ready = 'cockpit: a private /etc/codex is in place';

// Only this process and its children see the mounts; they are gone when it ends. A machine without the
// folder gets one in an overlay of /etc, so that nothing is made on the disk.
export const managedScript = `
set -e
etc=$1 room=$2
shift 2
if [ ! -d ${managedFolder} ]; then
  mount -t tmpfs tmpfs "$room"
  mkdir "$room/upper" "$room/work"
  mount -t overlay overlay -o "lowerdir=/etc,upperdir=$room/upper,workdir=$room/work" /etc
  mkdir ${managedFolder}
fi
mount --bind "$etc" ${managedFolder}
echo '${ready}' >&2
exec "$@"
`;

/** Makes these folders inside of `folder`, with some files, byte by byte, for /etc/codex. */
export async function makeManagedStandIn(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<ManagedStandIn> {
  const standIn = { etc: join(folder, 'etc-codex'), room: join(folder, 'room') };
  for (const one of Object.values(standIn)) await mkdir(one, { mode: 0o700, recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(standIn.etc, name), text, { mode: 0o600 });
  }
  return standIn;
}

/**
 * Runs a program with a private folder as /etc/codex: the only way to let the CLI read requirements
 * without touching the machine (docs/codex-facts.md, "Requirements in a private folder"). Linux only.
 */
export function insideManaged(
  { etc, room }: ManagedStandIn,
  argv: readonly [string, ...string[]],
): [string, ...string[]] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  return [
    'unshare',
    ...asRoot,
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    managedScript,
    'sh',
    etc,
    room,
    ...argv,
  ];
}

/** What the program did in there, or why the private folder could not be made. */
export function managedOutcome(
  outcome: Outcome,
): { type: 'ran'; outcome: Outcome } | { type: 'hindered'; reason: string } {
  const { end, stderr } = outcome;
  if (stderr.includes(ready)) {
    return { type: 'ran', outcome: { ...outcome, stderr: stderr.replace(`${ready}\n`, '') } };
  }
  if (end.type === 'unstartable') return { type: 'hindered', reason: 'unshare is not installed' };
  const said = stderr.split('\n').find((line) => line.trim() !== '');
  return {
    type: 'hindered',
    reason: `a private ${managedFolder} could not be made: ${cleanLine(said ?? 'no message')}`,
  };
}
