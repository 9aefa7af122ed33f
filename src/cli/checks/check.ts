import { type Command, Option } from 'commander';
import { exportEvidence } from '../../app/checks/export-evidence.ts';
import { foreignFiles, loadSuites } from '../../app/checks/load-suite.ts';
import { runSuite, type SuiteEvent, type SuiteRequest } from '../../app/checks/run-suite.ts';
import { openWritableHistory } from '../../app/world/session.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { SuiteReport } from '../../domain/checks/suite-report.ts';
import { FAIL_ON, type FailOn, gateExitCode } from '../../domain/checks/verdict.ts';
import { type SuiteFormat, suiteFormatNames, suiteFormats } from '../../report/checks/formats.ts';
import { withCommonFlags, withExamples, withSuiteFlag } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { ProgressTalk } from '../program/progress-talk.ts';
import { defineCheckCatalog } from './check-catalog.ts';
import { type Output, parseOutput, writeOutputs, writeStepSummary } from './check-outputs.ts';

type CheckFlags = CommonFlags & {
  codex?: string;
  pin?: string;
  suite?: string[];
  format: SuiteFormat;
  output?: readonly Output[];
  evidence?: string;
  failOn: FailOn;
  requireProof?: boolean;
  asCandidate?: boolean;
};

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withSuiteFlag(withCommonFlags(command))
    .argument('[ids...]', 'checks to run (default: all of the suite)')
    .option(
      '--codex <path>',
      'the CLI under test (default: $CODEX_COCKPIT_CODEX, else the first codex on PATH)',
    )
    .option('--pin <version>', 'the version to judge by (default: the pin of the rollout)')
    .addOption(
      new Option('--format <format>', 'how to print the results').choices(suiteFormatNames).default('table'),
    )
    .addOption(
      new Option('--fail-on <verdict>', 'from which suite verdict on to exit with 1')
        .choices(FAIL_ON)
        .default('fail'),
    )
    .option('--require-proof', 'exit with 1 too when a blocker was skipped or waits for a person')
    .option('--as-candidate', 'judge the CLI by itself; what differs from the pin is shown')
    .option('--output <format=path>', 'write the results to a file too; may be repeated', parseOutput)
    .option('--evidence <folder>', 'write the redacted evidence of the run into a folder')
    .action(async (ids: string[], _, command: Command) =>
      finish(await check(host, ids, command.optsWithGlobals())),
    );
  defineCheckCatalog(command, host, finish);
  withExamples(command, [
    ['codex-cockpit check explain exec.smoke', 'why it is there, how it judges, what to do'],
    [
      'codex-cockpit check --output junit=checks.xml --output sarif=checks.sarif',
      'for a CI server and code scanning',
    ],
    ['codex-cockpit check', 'every check, against the codex on PATH'],
    ['codex-cockpit check cli.version config.strict', 'only these two'],
    [
      'codex-cockpit check --codex ./candidate/bin/codex --as-candidate --require-proof',
      'a candidate, compared with the pin',
    ],
    ['codex-cockpit check --json --fail-on warn > checks.json', 'for a CI job that accepts no warning'],
  ]);
  command.addHelpText(
    'after',
    '\nExit codes: 0 nothing failed, 1 a check failed (or warned, with --fail-on warn), 2 bad usage,\n' +
      '3 a check could not be carried out, 130 interrupted.\n',
  );
}

async function check(host: Host, ids: readonly string[], flags: CheckFlags): Promise<number> {
  const suite = await loadSuites(host.world.cwd, flags.suite ?? []);
  const foreign = flags.suite === undefined ? await foreignFiles(host.world.cwd) : [];
  if (foreign.length > 0 && !flags.quiet)
    host.talk(`Not suites, so skipped: ${foreign.map(cleanLine).join(', ')}\n`);
  const store = await openWritableHistory(host.world, flags);
  try {
    const request: SuiteRequest = {
      suite,
      ids,
      codex: flags.codex,
      pin: flags.pin,
      asCandidate: flags.asCandidate,
      signal: host.interrupt,
    };
    const report = await follow(runSuite(host.world, store, request), new ProgressTalk(host, flags));
    const gate = { failOn: flags.failOn, requireProof: flags.requireProof === true };
    host.out(suiteFormats[flags.json ? 'json' : flags.format](report, host.paint, gate));
    await writeOutputs(host, { report, gate }, flags.output ?? []);
    if (flags.format === 'github') await writeStepSummary(host, report);
    if (flags.evidence !== undefined)
      await exportEvidence(host.world, store, { report, folder: flags.evidence });
    if (report.interrupted) return 130;
    return gateExitCode(report.checks, gate);
  } finally {
    await store.close();
  }
}

async function follow(events: AsyncIterable<SuiteEvent>, progress: ProgressTalk): Promise<SuiteReport> {
  try {
    for await (const event of events) {
      progress.tell(event);
      if (event.type === 'finished') return event.report;
    }
  } finally {
    progress.end();
  }
  throw new Error('the run ended without a verdict');
}
