import { describeEnd, exited } from '../../domain/base/outcome.ts';
import type { Check } from '../../domain/checks/check.ts';
import { installRemedy } from '../../domain/checks/judge/install.ts';
import { error, type Judgement, skip, warn } from '../../domain/checks/judgement.ts';
import { createIsolation } from '../cli/isolation.ts';
import { endOrphanedSandboxes } from '../cli/process-group.ts';
import { CheckRun, worksWithoutCli } from './check-run.ts';
import type { JudgedCheck, SuiteContext } from './suite-context.ts';

/** Runs one check in an isolated environment, within its timeout, and leaves no process and no file behind. */
export async function runCheck(check: Check, suite: SuiteContext): Promise<JudgedCheck> {
  if (!check.platforms.some((name) => name === suite.platform)) {
    const judgement = skip(`judged on ${check.platforms.join(' and ')} only, this is ${suite.platform}`);
    return { judgement, exhibits: [], durationMs: 0 };
  }
  const started = performance.now();
  const isolation = await createIsolation(suite.environment);
  const broken = new AbortController();
  const run = new CheckRun(
    check,
    { ...suite, signal: AbortSignal.any([suite.signal, broken.signal]) },
    { ...isolation, program: await suite.program },
  );
  // When the CLI hangs, every check would wait for its own timeout to report the same.
  const hindrance = findHindrance(check, suite).then((judgement) => {
    if (judgement) broken.abort();
    return judgement;
  });
  try {
    const judged = run.blameOnUs(await run.judge());
    await run.stopAll();
    const judgement = tellOrphans(judged, await endOrphanedSandboxes(isolation.work));
    return { ...run.tidy((await hindrance) ?? judgement), durationMs: performance.now() - started };
  } finally {
    await run.stopAll();
    await isolation.remove();
  }
}

/** A CLI that passes and leaves sandboxes behind gets a warning; they are gone by now. */
function tellOrphans(judgement: Judgement, orphans: number): Judgement {
  if (judgement.verdict !== 'pass' || orphans === 0) return judgement;
  return warn({
    summary: `${judgement.summary}; this CLI leaves a sandbox running after its session`,
    expected: 'no process is left',
    actual: `${orphans} bwrap --as-pid-1 left, and killed`,
    remedy: 'Look for bwrap processes where this version runs, and end them with its sessions.',
  });
}

/** Why the check could not be carried out on this CLI, whatever it seemed to find. */
async function findHindrance(
  { action }: Check,
  { identity, pin }: SuiteContext,
): Promise<Judgement | undefined> {
  const standsAlone = action.type === 'probe' ? worksWithoutCli.has(action.name) : action.argv[0] !== 'codex';
  const { outcome } = await identity;
  if (standsAlone || exited(outcome)) return undefined;
  return error({
    summary: `the CLI under test does not work: ${describeEnd(outcome.end)}`,
    expected: 'codex --version exits 0',
    actual: describeEnd(outcome.end),
    remedy: installRemedy(pin),
  });
}
