import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WorkError } from '../../domain/base/errors.ts';
import type { SuiteReport } from '../../domain/checks/recorded.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';

/** Texts of a run, named by check. The bytes are those of the history: already redacted. */
type EvidenceFile = { name: string; label: string; sha256: string };

/**
 * Writes the evidence of a run into a folder, one file a text and an index, for people who do not
 * have the database. Files are for their owner only.
 *
 * @throws WorkError when the folder cannot be written
 */
export async function exportEvidence(
  { cwd }: Pick<World, 'cwd'>,
  store: ReadStore,
  { report, folder }: { report: SuiteReport; folder: string },
): Promise<string> {
  const target = resolve(cwd, folder);
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    const index: EvidenceFile[] = [];
    for (const check of report.checks) {
      for (const [position, { label, sha256 }] of check.evidence.entries()) {
        const name = `${check.check}-${position + 1}.txt`;
        const stored = await store.blob(sha256);
        if (!stored) throw new WorkError(`the evidence ${sha256} of ${check.check} is not in the database`);
        await writeFile(join(target, name), stored.text, { mode: 0o600 });
        index.push({ name, label, sha256 });
      }
    }
    const text = JSON.stringify(
      { format: 'codex-cockpit/evidence', version: 1, run: report.run, files: index },
      null,
      2,
    );
    await writeFile(join(target, 'index.json'), `${text}\n`, { mode: 0o600 });
    return target;
  } catch (cause) {
    if (cause instanceof WorkError) throw cause;
    throw new WorkError(
      `${target}: cannot write the evidence: ${(cause as Error).message}`,
      'Name another folder with --evidence.',
      cause,
    );
  }
}
