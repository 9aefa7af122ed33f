import { describe, expect, it } from 'vitest';
import { plain } from '../../../../src/report/base/paint.ts';
import { renderStatusText } from '../../../../src/report/rollout/status/text.ts';
import { checkOf, failureOf, hostile, lastRunOf, statusOf } from '../../../support/recorded-builders.ts';

const render = (given: Parameters<typeof statusOf>[0] = {}) => renderStatusText(statusOf(given), plain);

describe('the status', () => {
  it('tells of the rollout, its phases, the newest run and the history', () => {
    expect(render()).toMatchInlineSnapshot(`
      "Acme  pin 0.139.0, started 2026-11-19 by ada@example.com

      Phases: state, required items done, gate
        ▶ current   Pilot        0/0  1 sign-off to go
        ○ ahead     Standardize  0/0  Make it repeatable

      Gate of Pilot
        - the rollout owner has not signed

      Last run  ✔ pass: 2 of 2 checks, 2 pass
                suite upgrade on codex-cli 0.139.0 against pin 0.139.0, 2026-11-20T12:00:00.000Z by ada@example.com
      History   7 entries
      "
    `);
  });

  it('tells what to do while there is nothing', () => {
    expect(render({ rollout: undefined, lastRun: undefined, entries: 0 })).toMatchInlineSnapshot(`
      "No rollout yet.
      Start one: codex-cockpit init --name "Our rollout"

      Phases: state, required items done, gate
        ▶ current   Pilot        0/0  1 sign-off to go
        ○ ahead     Standardize  0/0  Make it repeatable

      No suite has run yet.
      Run it: codex-cockpit check
      "
    `);
  });

  it('names what failed and what could not be carried out, and not what only warns', () => {
    const checks = [
      checkOf(),
      failureOf(),
      checkOf({ check: 'a.warn', verdict: 'warn', summary: 'not named' }),
      checkOf({ check: 'exec.smoke', verdict: 'error', summary: 'the check could not be completed' }),
    ];
    const text = render({ lastRun: lastRunOf({ verdict: 'fail', planned: 4, checks }) });
    expect(text).toContain('Last run  ✘ fail: 4 of 4 checks, 1 pass, 1 warn, 1 fail, 1 error\n');
    expect(text).toContain('          ✘ fail  config.strict: config.toml is not accepted\n');
    expect(text).toContain('          ! error  exec.smoke: the check could not be completed\n');
    expect(text).not.toContain('not named');
  });

  it.each([
    [
      'was stopped',
      { interrupted: true, verdict: 'error' as const, checks: [checkOf()] },
      '! error (interrupted): 1 of 2 checks, 1 pass',
    ],
    [
      'was killed',
      { finishedAt: undefined, verdict: undefined, checks: [] },
      'no verdict (unfinished): 0 of 2 checks, none finished',
    ],
  ])('says that the newest run %s', (_, run, line) => {
    expect(render({ lastRun: lastRunOf(run) })).toContain(`Last run  ${line}\n`);
  });

  it('leaves out the version of a CLI that states none', () => {
    expect(render({ lastRun: lastRunOf({ cliVersion: undefined }) })).toContain(
      'suite upgrade against pin 0.139.0',
    );
  });

  it('shows hostile names and results as words, each in its line', () => {
    const { rollout } = statusOf();
    if (!rollout) throw new Error('there is no rollout');
    const text = render({
      rollout: { ...rollout, name: hostile, startedBy: hostile },
      lastRun: lastRunOf({
        startedBy: hostile,
        cliVersion: hostile,
        checks: [failureOf({ check: hostile, summary: hostile })],
      }),
    });
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text.split('\n')).toHaveLength(
      render({ lastRun: lastRunOf({ checks: [failureOf()] }) }).split('\n').length,
    );
  });
});
