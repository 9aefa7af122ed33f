import { exportEvidence } from '../../app/checks/export-evidence.ts';
import { foreignFiles, loadSuites } from '../../app/checks/load-suite.ts';
import { runSuite, type SuiteEvent } from '../../app/checks/run-suite.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { SuiteReport } from '../../domain/checks/recorded.ts';
import { FAIL_ON, gateExitCode } from '../../domain/checks/verdict.ts';
import { suiteFormatNames, suiteFormats } from '../../report/checks/formats.ts';
import { arg, choiceFlag, flag, suiteFlag } from '../program/flags.ts';
import { outputFlag } from '../program/output-flag.ts';
import { ProgressLine } from '../program/progress-line.ts';
import { action, group } from '../program/subcommand.ts';
import { explain, list, validate } from './check-catalog.ts';
import { writeStepSummary, writeSuiteOutputs } from './check-outputs.ts';
import { requireWholeSuite, writeMachineReport } from './machine-report.ts';

const check = action({
  args: { ids: arg('[ids...]', 'checks to run (default: all of the suite)') },
  flags: {
    suites: suiteFlag,
    codex: flag(
      '--codex <cli>',
      'the CLI under test (a path, or an installed version; default: $CODEX_COCKPIT_CODEX, else the first codex on PATH)',
    ),
    pin: flag('--pin <version>', 'the version to judge by (default: the pin of the rollout)'),
    format: choiceFlag('--format <format>', 'how to print the results', suiteFormatNames, 'table'),
    failOn: choiceFlag('--fail-on <verdict>', 'the suite verdict that causes exit code 1', FAIL_ON, 'fail'),
    requireProof: flag('--require-proof', 'exit with 1 too when a blocker was skipped or waits for a person'),
    asCandidate: flag('--as-candidate', 'judge the CLI without the pin; show what differs from the pin'),
    outputs: outputFlag(suiteFormatNames),
    report: flag('--report <file>', 'write what this machine has and what was found, for upgrade report add'),
    machine: flag('--machine <name>', 'the name of this machine in the report (default: its host name)'),
    reportKey: flag('--report-key <file>', 'sign the report with this private Ed25519 key (PEM)'),
    evidence: flag('--evidence <folder>', 'write the redacted evidence of the run into a folder'),
  },
  run: async ({ ids, suites, codex, pin, asCandidate, report, quiet = false }, call) => {
    const { world, host, signal, say } = call;
    if (report !== undefined) requireWholeSuite(ids);
    const suite = await loadSuites(world.cwd, suites);
    const foreign = suites.length === 0 ? foreignFiles(world.cwd) : [];
    if (foreign.length > 0) say(`Not suites, so skipped: ${foreign.map(cleanLine).join(', ')}\n`);
    return call.record(async (store) => {
      const events = runSuite(world, store, { suite, ids, codex, pin, asCandidate, signal });
      return followSuite(events, new ProgressLine(host, { quiet }));
    });
  },
  text: (report, { given, paint }) => suiteFormats[given.format](report, paint, given),
  json: (report, { given, paint }) => suiteFormats.json(report, paint, given),
  after: async (report, { given, host, world, readExisting, say }) => {
    await writeSuiteOutputs(host, { report, gate: given }, given.outputs);
    const { report: path, machine, reportKey: keyFile } = given;
    if (path !== undefined && report.interrupted) say('No report was written: the run was interrupted.\n');
    if (path !== undefined && !report.interrupted)
      await writeMachineReport(host, report, { path, machine, keyFile });
    if (given.format === 'github') await writeStepSummary(host, report);
    const { evidence: folder } = given;
    if (folder !== undefined) await readExisting((store) => exportEvidence(world, store, { report, folder }));
  },
  exit: ({ interrupted, checks }, { given }) => (interrupted ? 130 : gateExitCode(checks, given)),
  notes:
    'Exit codes: 0 nothing failed, 1 a check failed (or warned, with --fail-on warn), 2 bad usage,\n' +
    '3 a check could not be carried out, 130 interrupted.',
});

export const define = group({
  own: check,
  subcommands: [list, explain, validate],
  examples: [
    ['codex-cockpit check', 'every check, against the codex on PATH'],
    ['codex-cockpit check cli.version config.strict', 'only these two'],
    ['codex-cockpit check explain exec.smoke', 'why it exists, how it judges, what to do when it fails'],
    [
      'codex-cockpit check --codex ./candidate/bin/codex --as-candidate --require-proof',
      'a candidate, compared with the pin',
    ],
    [
      'codex-cockpit check --output junit=checks.xml --output sarif=checks.sarif',
      'for a CI server and code scanning',
    ],
    ['codex-cockpit check --json --fail-on warn > checks.json', 'for a CI job that accepts no warning'],
  ],
});

/** The report of a run of a suite, once it has ended, with its progress shown. */
export async function followSuite(
  events: AsyncIterable<SuiteEvent>,
  progress: ProgressLine,
): Promise<SuiteReport> {
  try {
    for await (const event of events) {
      progress.show(event);
      if (event.type === 'finished') return event.report;
    }
  } finally {
    progress.end();
  }
  throw new Error('the run ended without a verdict');
}
