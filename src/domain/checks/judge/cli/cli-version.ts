import { describeEnd, errorText, exited, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass } from '../../judgement.ts';
import { installRemedy } from './install-remedy.ts';

const versionLine = /^codex-cli (\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)\s*$/m;

/** The version that `codex --version` states on stdout (docs/codex-facts.md, "Version"), if it does. */
export function parseVersion(outcome: Outcome): string | undefined {
  return exited(outcome) ? versionLine.exec(outcome.stdout)?.[1] : undefined;
}

/** Passes when a candidate states a version: which one it is may differ from the pin. */
export function judgeCandidate(outcome: Outcome, pin: string): Judgement {
  const version = parseVersion(outcome);
  return version === undefined
    ? judgeVersion(outcome, pin)
    : pass(`codex-cli ${version} is the candidate; the pin is ${pin}`);
}

/** Passes when the CLI answers and is the pinned version. */
export function judgeVersion(outcome: Outcome, pin: string): Judgement {
  const expected = `codex-cli ${pin}`;
  const version = parseVersion(outcome);
  if (version === pin) return pass(`codex-cli ${version} is the pinned version`);
  const remedy = installRemedy(pin);
  if (version !== undefined) {
    return fail({
      summary: `the CLI is ${version}, the pin is ${pin}`,
      expected,
      actual: `codex-cli ${version}`,
      remedy,
    });
  }
  if (exited(outcome)) {
    const actual = cleanLine(outcome.stdout).slice(0, 120) || '(nothing on stdout)';
    return fail({ summary: 'the CLI does not state its version', expected, actual, remedy });
  }
  if (outcome.end.type === 'unstartable' && outcome.end.code === 'ENOENT') {
    return fail({
      summary: 'there is no codex on PATH, and none was named',
      expected,
      actual: `no file ${outcome.argv[0] ?? ''}`,
      remedy: `${remedy}, or name another one with --codex.`,
    });
  }
  return fail({
    summary: `the CLI does not work: ${describeEnd(outcome.end)}`,
    expected,
    actual: whatHappened(outcome),
    remedy,
  });
}

function whatHappened(outcome: Outcome): string {
  // The npm wrapper prints a Node stack first; the line that says what is wrong starts with "Error:".
  const lines = errorText(outcome).split('\n');
  const said = cleanLine(lines.find((line) => line.startsWith('Error:')) ?? lines[0] ?? '').slice(0, 200);
  const quoted = said.replaceAll(/\s*Reinstall Codex: .*$/g, '');
  return `${describeEnd(outcome.end)}${quoted === '' ? '' : `: ${quoted}`}`;
}
