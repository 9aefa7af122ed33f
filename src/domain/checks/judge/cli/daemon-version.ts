import * as z from 'zod';
import { describeEnd, errorText, exited, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass, skip } from '../../judgement.ts';

const daemonState = z.looseObject({
  status: z.string(),
  cliVersion: z.string(),
  appServerVersion: z.string(),
});

/**
 * Finds a daemon that another version left running: after a rollback the new server would go on
 * serving the old CLI (docs/codex-facts.md, "After a rollback"). No daemon is the normal state.
 */
export function judgeDaemon(outcome: Outcome): Judgement {
  const message = cleanLine(errorText(outcome));
  if (exited(outcome, 2)) return skip('this CLI version has no app-server daemon');
  if (exited(outcome, 1) && message.includes('failed to connect'))
    return skip('no app-server daemon is running');
  const expected = 'CLI and daemon of one version';
  try {
    const { status, cliVersion, appServerVersion } = daemonState.parse(JSON.parse(outcome.stdout));
    if (cliVersion === appServerVersion)
      return pass(`the daemon is ${status} and of version ${appServerVersion}`);
    return fail({
      summary: `a daemon of ${appServerVersion} serves the CLI ${cliVersion}`,
      expected,
      actual: `CLI ${cliVersion}, daemon ${appServerVersion}`,
      remedy: 'Stop it: codex app-server daemon stop; then look for its updater process.',
    });
  } catch {
    const actual = `${describeEnd(outcome.end)}: ${message.slice(0, 200) || cleanLine(outcome.stdout).slice(0, 200)}`;
    return fail({ summary: 'the daemon does not tell its version', expected, actual });
  }
}
