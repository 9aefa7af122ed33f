import { loadSuites } from '../../app/checks/load-suite.ts';
import { runSuite } from '../../app/checks/run-suite.ts';
import { rollBack } from '../../app/upgrade/decide/decide.ts';
import { findWayBack } from '../../app/upgrade/decide/way-back.ts';
import { loadRules } from '../../app/upgrade/rehearsal/load-rules.ts';
import { rehearse } from '../../app/upgrade/rehearsal/rehearse.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { gateExitCode } from '../../domain/checks/verdict.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { describeLeft } from '../../report/upgrade/pins/text.ts';
import { followSuite } from '../checks/check.ts';
import { arg, flag, reasonFlag, repeatedFlag, suiteFlag } from '../program/flags.ts';
import { ProgressLine } from '../program/progress-line.ts';
import { RewrittenLine } from '../program/rewritten-line.ts';
import { subcommand } from '../program/subcommand.ts';
import { leftAfter, leftFields, renderMoved } from './decide.ts';
import { followRehearsal } from './follow-rehearsal.ts';
import { rulesFlag } from './upgrade-rules.ts';

/** `upgrade rollback` */
export const rollback = subcommand({
  name: 'rollback',
  summary: 'move the pin back to an earlier version: the way back is rehearsed first, and judged afterwards',
  args: { version: arg('[version]', 'an earlier pin (default: the one before the last move)') },
  flags: {
    reason: reasonFlag,
    accept: repeatedFlag('--accept <blocker>', 'go back in spite of this blocker; repeatable'),
    from: flag('--from <cli>', 'the CLI of the pin (default: where it was last rehearsed)'),
    to: flag('--to <cli>', 'the CLI of the version to go back to (default: where it was last rehearsed)'),
    folders: repeatedFlag(
      '--folder <dir>',
      'a folder below this one in which sessions start too; repeatable',
    ),
    suites: suiteFlag,
    own: rulesFlag,
  },
  run: async ({ version, reason, accept, from, to, folders, suites, own, quiet = false }, call) => {
    const { world, host, signal, say } = call;
    const suite = await loadSuites(world.cwd, suites);
    const rules = await loadRules(world, own);
    return call.record(async (store) => {
      const way = await findWayBack(world, store, version);
      let { rehearsed } = way;
      if (rehearsed === undefined) {
        const request = { from: from ?? way.paths.pin, to: to ?? way.paths.to ?? way.to, folders };
        const { seq } = await followRehearsal(
          rehearse(world, store, { ...request, suite, projects: [], only: [], signal, rules }),
          new RewrittenLine(host, { quiet }),
        );
        rehearsed = String(seq);
      }
      const decided = await rollBack(world, store, { rehearsal: rehearsed, reason, accept });
      say(`The pin is ${way.to} again. Judging it…\n`);
      const report = await followSuite(
        runSuite(world, store, { suite, codex: decided.decision.head.body.to.path, signal }),
        new ProgressLine(host, { quiet }),
      );
      return { decided, report, left: await leftAfter(world, decided, signal) };
    });
  },
  text: ({ decided, report }) => {
    const failed = report.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
    const lines = failed.map(({ check, verdict, summary }) => `  ${check}: ${verdict}: ${summary}\n`);
    return `${renderMoved('Rolled back', decided)}The suite on it: ${report.verdict}, ${countOf(failed.length, 'check')} failed or in error\n${lines.join('')}`;
  },
  json: ({ decided, report, left }) =>
    jsonDocument('upgrade-rollback', {
      from: decided.decision.head.body.from,
      to: decided.decision.head.body.to,
      rehearsal: decided.decision.head.seq,
      run: report.run,
      verdict: report.verdict,
      still_named: leftFields(left),
    }),
  advice: ({ left }) => `${describeLeft(left)}\n`,
  exit: ({ report }) =>
    report.interrupted ? 130 : gateExitCode(report.checks, { failOn: 'fail', requireProof: false }),
});
