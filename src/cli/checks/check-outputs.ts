import { appendFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { WorkError } from '../../domain/base/errors.ts';
import type { SuiteReport } from '../../domain/checks/recorded.ts';
import type { Gate } from '../../domain/checks/verdict.ts';
import { plain } from '../../report/base/paint.ts';
import { type SuiteFormat, suiteFormatNames, suiteFormats } from '../../report/checks/formats.ts';
import { repeatedFlag } from '../program/flags.ts';
import type { Host } from '../program/host.ts';

/** A format and the file that is written in it. */
type Output = { format: SuiteFormat; path: string };

/** `--output junit=report.xml`; may be repeated. */
export const outputFlag = repeatedFlag(
  '--output <format=path>',
  'write the results to a file too; may be repeated',
  parseOutput,
);

function parseOutput(text: string): Output {
  const [, name = '', path = ''] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  const format = suiteFormatNames.find((one) => one === name);
  if (!format)
    throw new InvalidArgumentError(`It must be FORMAT=PATH, with one of: ${suiteFormatNames.join(', ')}.`);
  return { format, path };
}

/** Writes a run into the files that were asked for. */
export async function writeOutputs(
  host: Host,
  { report, gate }: { report: SuiteReport; gate: Gate },
  outputs: readonly Output[],
): Promise<void> {
  for (const { format, path } of outputs) {
    await writing(path, () =>
      writeFile(resolve(host.world.cwd, path), suiteFormats[format](report, plain, gate)),
    );
  }
}

/** Adds the run to the summary of a GitHub step, where there is one. */
export async function writeStepSummary(host: Host, report: SuiteReport): Promise<void> {
  const path = host.world.environment.GITHUB_STEP_SUMMARY;
  if (path) await writing(path, () => appendFile(path, suiteFormats.markdown(report, plain)));
}

async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    throw new WorkError(
      `${path}: cannot write the report: ${(cause as Error).message}`,
      'The run itself is recorded.',
      cause,
    );
  }
}
