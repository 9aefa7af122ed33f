import * as z from 'zod';
import { describeEnd, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import { error, fail, type Judgement, pass, skip, warn } from '../../judgement.ts';

const reportSchema = z.object({
  checks: z.record(
    z.string(),
    z.object({
      status: z.string(),
      summary: z.string().default(''),
      remediation: z.string().nullish(),
    }),
  ),
});

type DoctorCheck = z.output<typeof reportSchema>['checks'][string] & { id: string };

// These need a network or a login, so their failure says nothing of the install
// (docs/codex-facts.md, "Doctor").
const needsNetwork = /^(auth\.|network\.|updates\.)/;

// A side-by-side install "would update a different install" by design.
const expectedSideBySide = new Set(['installation']);

/** True when this CLI has a doctor: `codex help doctor` answers with help, not with a usage error. */
export function hasDoctor(help: Outcome): boolean {
  return help.end.type === 'exit' && help.end.code === 0;
}

/**
 * Judges `codex doctor --json` check by check. The exit code is ignored: offline and without a
 * login it is always 1.
 */
export function judgeDoctor(help: Outcome, report: Outcome | undefined): Judgement {
  if (!hasDoctor(help)) return skip('this CLI version has no doctor command');
  if (!report) return error({ summary: 'doctor was not run' });
  if (report.end.type !== 'exit') return error({ summary: `codex doctor: ${describeEnd(report.end)}` });
  const parsed = parseReport(report.stdout);
  if (!parsed) {
    return fail({
      summary: 'codex doctor --json did not print its report',
      expected: 'a JSON report with checks',
      actual: `${describeEnd(report.end)}: ${cleanLine(report.stdout).slice(0, 120) || '(nothing on stdout)'}`,
    });
  }
  return judgeReport(parsed);
}

function judgeReport(checks: readonly DoctorCheck[]): Judgement {
  const judged = checks.filter(({ id }) => !needsNetwork.test(id) && !expectedSideBySide.has(id));
  const unjudged = checks
    .filter(({ id, status }) => needsNetwork.test(id) && status !== 'ok')
    .map(({ id }) => id);
  const note = unjudged.length === 0 ? '' : `; not judged offline: ${unjudged.join(', ')}`;
  const failing = judged.filter(({ status }) => status === 'fail');
  const doubtful = judged.filter(({ status }) => status !== 'ok' && status !== 'fail');
  if (judged.length === 0)
    return error({ summary: 'codex doctor reported nothing that can be judged offline' });
  const expected = 'every local doctor check is ok';
  if (failing.length > 0) return fail({ ...describeChecks(failing), expected });
  if (doubtful.length > 0) return warn({ ...describeChecks(doubtful), expected });
  return pass(`${judged.length} local checks ok${note}`);
}

function describeChecks(checks: readonly DoctorCheck[]): {
  summary: string;
  actual: string;
  remedy?: string;
} {
  const actual = checks.map(({ id, status, summary }) => cleanLine(`${id} ${status}: ${summary}`)).join('; ');
  const advice = checks.map(({ remediation }) => remediation).find((text) => text);
  return {
    summary: `doctor: ${checks.map(({ id, status }) => `${cleanLine(id)} ${cleanLine(status)}`).join(', ')}`,
    actual,
    ...(advice ? { remedy: cleanLine(advice) } : {}),
  };
}

function parseReport(stdout: string): DoctorCheck[] | undefined {
  try {
    const { checks } = reportSchema.parse(JSON.parse(stdout));
    return Object.entries(checks).map(([id, check]) => ({ id, ...check }));
  } catch {
    return undefined;
  }
}
