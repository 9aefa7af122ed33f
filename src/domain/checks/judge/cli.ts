import * as z from 'zod';
import { describeEnd, errorText, exited, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { Features } from '../../upgrade/baseline/baseline.ts';
import { type Difference, diffFeatures } from '../../upgrade/baseline/diff.ts';
import { parseFeatures } from '../../upgrade/baseline/parse-answers.ts';
import { error, fail, type Judgement, manual, pass, skip, warn } from '../judgement.ts';

/** What is known of the commands of the pin and of the CLI under test. */
export type CommandsTrial = {
  /** Those on the help page; empty when there was none. */
  listed: readonly string[];
  /** Those recorded of the pin; undefined when no baseline was recorded. */
  recorded: readonly string[] | undefined;
  /** Those of the pin and those in use that are not listed and answer no call for help either. */
  gone: readonly string[];
  /** Names that the team relies on. */
  used: readonly string[];
  pin: string;
};

/** Fails when a command in use is gone, warns when another one of the pin is. */
export function judgeCommands({ listed, recorded, gone, used, pin }: CommandsTrial): Judgement {
  if (listed.length === 0) return error({ summary: 'codex help lists no commands' });
  const missing = gone.filter((name) => used.includes(name));
  const names = (list: readonly string[]) => list.map((name) => `codex ${name}`).join(', ');
  if (missing.length > 0) {
    return fail({
      summary: `commands in use are gone: ${names(missing)}`,
      expected: names(used),
      actual: `without ${names(gone)}`,
    });
  }
  if (!recorded) return skip(`no baseline of ${pin} was recorded, so there is nothing to compare with`);
  if (gone.length === 0) return pass(`every command of ${pin} is there`);
  return warn({
    summary: `commands of ${pin} are gone: ${names(gone)}`,
    expected: `the commands of ${pin}`,
    actual: `without ${names(gone)}`,
  });
}

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

// These need a network or a login, so their failure says nothing about the install
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
    return fail({ summary: 'the daemon does not state its version', expected, actual });
  }
}

/** Passes where `codex help app` answers; Linux has no such command (docs/codex-facts.md, "Desktop handoff"). */
export function judgeAppCapability(platform: string, help: Outcome): Judgement {
  if (exited(help)) return pass('this CLI has the app command');
  if (platform === 'linux') return skip('the app command exists on macOS and Windows only');
  return fail({
    summary: 'this CLI has no app command',
    expected: 'codex help app exits 0',
    actual: describeEnd(help.end),
  });
}

/**
 * The desktop handoff can only be seen by a person, on macOS or Windows
 * (docs/codex-facts.md, "Desktop handoff"). `help` is the outcome of `codex help app`.
 */
export function judgeHandoff(platform: string, help: Outcome | undefined): Judgement {
  if (platform !== 'darwin' && platform !== 'win32') {
    return skip('Codex Desktop exists for macOS and Windows only; judge the handoff there');
  }
  if (!help) return error({ summary: 'codex help app was not run' });
  if (help.end.type !== 'exit') return error({ summary: `codex help app: ${describeEnd(help.end)}` });
  if (!exited(help)) {
    return fail({
      summary: 'this CLI has no app command',
      expected: 'codex help app exits 0',
      actual: describeEnd(help.end),
    });
  }
  return manual({
    summary: 'a person must confirm that /app opens the same thread in Codex Desktop',
    remedy:
      'In a repository: run codex, do one turn, type /app, and compare title and last message in Desktop.',
  });
}

/** What is known of the features of the pin, the CLI under test and the team. */
export type FeatureTrial = {
  /** `codex features list` in an empty CODEX_HOME. */
  listed: Outcome;
  /** The features recorded of the pin; undefined when no baseline was recorded. */
  baseline: Features | undefined;
  pin: string;
  /** Names that the team's configuration sets under `[features]`. */
  setByTeam: readonly string[];
};

/**
 * Fails when a feature that the team sets is gone: the CLI ignores an unknown name silently.
 * Warns when a default flipped or a feature that was on went away (docs/codex-facts.md, "Features list").
 */
export function judgeFeatures({ listed, baseline, pin, setByTeam }: FeatureTrial): Judgement {
  if (!exited(listed)) return error({ summary: 'codex features list did not answer' });
  const features = parseFeatures(listed.stdout);
  if (!features) return error({ summary: 'codex features list printed something else than its table' });
  const gone = setByTeam.filter((name) => features[name] === undefined || features[name].stage === 'removed');
  if (gone.length > 0) {
    // Other differences are shown beside the failure.
    const others = baseline ? diffFeatures(baseline, features).filter(({ breaking }) => breaking) : [];
    const changed = others.map(({ text }) => text).filter((text) => !gone.includes(text.split(' ')[0] ?? ''));
    return fail({
      summary: `the configuration sets features that this CLI does not have: ${gone.join(', ')}`,
      expected: 'every feature under [features] exists',
      actual: [`unknown or removed: ${gone.join(', ')}`, ...changed].join('; '),
      remedy: 'Take them out of [features]; the CLI ignores them silently.',
    });
  }
  if (!baseline) return skip(`no baseline of ${pin} was recorded, so there is nothing to compare with`);
  return judgeDifferences(diffFeatures(baseline, features), `the features of ${pin}`);
}

/** Passes without differences, warns of breaking ones, and counts the others. */
export function judgeDifferences(differences: readonly Difference[], expected: string): Judgement {
  const breaking = differences.filter((one) => one.breaking);
  if (differences.length === 0) return pass(`the same as ${expected}`);
  if (breaking.length === 0)
    return pass(`everything of ${expected} is there; ${differences.length} additions or changes`);
  return warn({
    summary: `${breaking.length} breaking differences from ${expected}`,
    expected,
    actual: breaking.map(({ text }) => text).join('; '),
    remedy: 'Read each difference with the teams that rely on it before the pin moves.',
  });
}
