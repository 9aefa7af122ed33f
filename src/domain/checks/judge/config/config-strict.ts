import { describeEnd, errorText, exited, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import { error, fail, type Judgement, pass, skip } from '../../judgement.ts';

const located = /^(?:Error: )?(.+\.toml):(\d+):(\d+): (.+)$/m;

/**
 * Judges `codex app-server --strict-config` with stdin closed, the cheapest validator of a whole
 * configuration (docs/codex-facts.md, "Strict mode").
 *
 * @param file the person's own file, named in place of the copy that was validated
 */
export function judgeStrictConfig(outcome: Outcome, file: string): Judgement {
  const expected = 'app-server --strict-config accepts the configuration';
  const message = errorText(outcome);
  // A server that swallows a broken configuration and goes on with defaults has not accepted it.
  if (message.includes('Invalid configuration; using defaults')) {
    return fail({
      summary: `${file} is invalid, defaults would be used`,
      expected,
      actual: firstError(message),
    });
  }
  if (exited(outcome)) return pass(`${file} is valid`);
  if (exited(outcome, 2) && message.includes("unexpected argument '--strict-config'")) {
    return skip('this CLI version has no --strict-config');
  }
  if (outcome.end.type !== 'exit')
    return error({ summary: `app-server --strict-config: ${describeEnd(outcome.end)}` });
  const place = located.exec(message);
  const actual = place
    ? `${file}:${place[2]}:${place[3]}: ${cleanLine(place[4] ?? '')}`
    : firstError(message);
  return fail({ summary: `${file} is not accepted`, expected, actual });
}

/**
 * Judges `codex exec --strict-config` with an empty prompt. Only the words that ask for a prompt prove that
 * the whole configuration was read.
 *
 * @param file the file of the layer in question, named where the CLI names none
 */
export function judgeStrictLayer(outcome: Outcome, file: string): Judgement {
  const message = errorText(outcome);
  if (message.includes('No prompt provided')) return pass(`${file} is valid`);
  if (exited(outcome)) return error({ summary: `codex exec says nothing of ${file}`, actual: 'exit 0' });
  return judgeStrictConfig(outcome, file);
}

/** True when a field is ignored without strict mode: then the refusal says something of every session. */
export function isAboutUnknownField({ actual }: Judgement): boolean {
  return actual?.includes('unknown configuration field') ?? false;
}

/** A warning when the CLI refuses a layer in strict mode only: it wants each layer whole there, such as a server with its command. */
export function judgeStrictOnly(strict: Judgement, usual: Outcome, file: string): Judgement {
  return errorText(usual).includes('No prompt provided')
    ? { ...strict, verdict: 'warn', summary: `${file} is not accepted in strict mode, and is without it` }
    : strict;
}

/** An error when a CLI accepts a field that no version has: its silence says nothing then. */
export function judgeControl(outcome: Outcome): Judgement | undefined {
  if (!exited(outcome) || errorText(outcome).includes('unknown configuration field')) return undefined;
  return error({
    summary: 'app-server --strict-config accepts a field that does not exist, so it proves nothing',
    expected: 'unknown configuration field `cockpit_unknown_field`',
    actual: firstError(errorText(outcome)),
  });
}

/** One judgement of all layers: the first fault, and how many files have one. */
export function joinStrict(judged: readonly Judgement[], files: readonly string[]): Judgement {
  const [first, ...others] = judged.filter(({ verdict }) => verdict !== 'pass');
  if (!first) return pass(`valid: ${files.join(', ')}`);
  const worst = [first, ...others].find(({ verdict }) => verdict === 'fail') ?? first;
  const faults = new Set(
    [first, ...others].flatMap(({ verdict, actual }) => (verdict === 'fail' && actual ? [actual] : [])),
  );
  return faults.size > 1 ? { ...worst, actual: [...faults].join('; ') } : worst;
}

function firstError(message: string): string {
  const lines = message.split('\n');
  const line =
    lines.find((text) => text.startsWith('Error:')) ??
    lines.find((text) => text.startsWith('Error ')) ??
    lines.find((text) => text.includes('Invalid configuration'));
  return cleanLine(line ?? lines[0] ?? '').slice(0, 400) || '(nothing on stderr)';
}
