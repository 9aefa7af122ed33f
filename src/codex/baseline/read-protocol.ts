import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Protocol } from '../../domain/baselines/baseline.ts';
import { PROTOCOL_FILES, parseProtocol } from '../../domain/baselines/parse-protocol.ts';
import { exited, type Outcome } from '../../domain/checks/outcome.ts';

/** Lets a CLI generate its protocol schema into an empty folder and reads it; null when it cannot. */
export async function readProtocol(
  ask: (args: readonly string[]) => Promise<Outcome>,
  folder: string,
): Promise<Protocol | null> {
  if (!exited(await ask(['app-server', 'generate-json-schema', '--out', folder]))) return null;
  const files = await Promise.all(
    PROTOCOL_FILES.map(
      async (name) => [name, JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'))] as const,
    ),
  );
  return parseProtocol(Object.fromEntries(files) as Parameters<typeof parseProtocol>[0]);
}
