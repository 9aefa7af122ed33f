import { appendFile, writeFile } from 'node:fs/promises';
import type { SuiteReport } from '../../domain/checks/recorded.ts';
import type { Gate } from '../../domain/checks/verdict.ts';
import { plain } from '../../report/base/paint.ts';
import { type SuiteFormat, suiteFormats } from '../../report/checks/formats.ts';
import type { Host } from '../program/host.ts';
import { naming, type Output, writeOutputs } from '../program/output-flag.ts';

/** Writes a run into the files that were asked for. */
export function writeSuiteOutputs(
  host: Host,
  { report, gate }: { report: SuiteReport; gate: Gate },
  outputs: readonly Output<SuiteFormat>[],
): Promise<void> {
  return writeOutputs(host, outputs, (path, format) =>
    writeFile(path, suiteFormats[format](report, plain, gate)),
  );
}

/** Adds the run to the summary of a GitHub step, where there is one. */
export async function writeStepSummary(host: Host, report: SuiteReport): Promise<void> {
  const path = host.world.environment.GITHUB_STEP_SUMMARY;
  if (path) await naming(path, () => appendFile(path, suiteFormats.markdown(report, plain)));
}
