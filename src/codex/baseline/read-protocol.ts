import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exited, type Outcome } from '../../domain/base/outcome.ts';
import type { Protocol } from '../../domain/upgrade/baseline/baseline.ts';
import { ALL_TYPES, PROTOCOL_FILES, parseProtocol } from '../../domain/upgrade/baseline/parse-protocol.ts';

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
  const all = await readFile(join(folder, `${ALL_TYPES}.json`), 'utf8').then(
    (text): unknown => JSON.parse(text),
    () => undefined,
  );
  return parseProtocol(Object.fromEntries(files) as Parameters<typeof parseProtocol>[0], all);
}
