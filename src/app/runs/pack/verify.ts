import { runCommand } from '../../../codex/cli/private-cli.ts';
import { maxCapture } from '../../../codex/cli/start-process.ts';
import { judgeCommand } from '../../../domain/artifacts/catalog/judge-command.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import type { Outcome } from '../../../domain/base/outcome.ts';
import { redact, redactOutput } from '../../../domain/base/redact/redact.ts';
import { splitWords } from '../../../domain/base/shell/split-words.ts';
import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import { keepEnds } from '../../../domain/base/text/keep-ends.ts';
import { formatSize } from '../../../domain/base/text/size.ts';
import { transcribe } from '../../../domain/checks/transcript.ts';
import type { Verification } from '../../../domain/runs/pack/document.ts';
import type { World } from '../../world/world.ts';

/** A verification, without the changes that it ran on. */
export type RanVerification = Omit<Verification, 'before' | 'after'>;

/** What runs a verification, and where. */
type Request = {
  argv: readonly [string, ...string[]];
  folder: string;
  timeoutMs: number;
  /** Names of variables that it gets besides the usual ones. */
  passedOn: readonly string[];
  signal: AbortSignal;
};

/** Bytes of output that a pack keeps of one verification. */
const mostOutput = 32 * 1024;

/**
 * The program and the arguments of a verification that a person typed. No shell reads it.
 *
 * @throws UsageError for an open quote, and for nothing
 */
export function readVerification(text: string): readonly [string, ...string[]] {
  const words = splitWords(text);
  const [program, ...args] = words ?? [];
  if (words === undefined)
    throw new UsageError(`--verify ${cleanLine(text)}: a quote is left open`, 'Close it, or write \\".');
  if (program === undefined || program === '')
    throw new UsageError('--verify names no command', 'Name one, such as --verify "npm test".');
  return [program, ...args];
}

/** Runs a verification: without a shell, with a time limit, in a process group of its own that is stopped at the end. */
export async function runVerification(
  world: Pick<World, 'environment'>,
  request: Request,
): Promise<RanVerification> {
  const { argv, folder: cwd, timeoutMs, passedOn, signal } = request;
  const { environment } = world;
  const outcome = await runCommand({
    argv,
    cwd,
    environment,
    passedOn: ['CI', ...passedOn],
    timeoutMs,
    signal,
  });
  const secrets = secretsOf(environment);
  return {
    command: redact(cleanLine(argv.join(' ')), secrets).slice(0, 500),
    catalog: null,
    ...judgeVerification(outcome),
    exit: outcome.end.type === 'exit' ? outcome.end.code : null,
    duration_ms: Math.round(outcome.durationMs),
    output: outputOf(outcome, secrets),
  };
}

/** One that was stopped because it printed too much has proved nothing, however it ended. */
function judgeVerification(outcome: Outcome): Pick<RanVerification, 'verdict' | 'summary'> {
  const { stdout, stderr } = outcome;
  if (stdout.length < maxCapture.stdout && stderr.length < maxCapture.stderr) return judgeCommand(outcome);
  const most = formatSize(stdout.length < maxCapture.stdout ? maxCapture.stderr : maxCapture.stdout);
  return { verdict: 'error', summary: `stopped: it printed more than ${most}` };
}

/** Names of variables whose values are never to be stored. */
const secretName = /token|secret|passw|credential|api_?key|private_?key/i;

/** The values of variables that are secret by their name. Short ones are words that stand everywhere. */
export function secretsOf(environment: World['environment']): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= 8 && secretName.test(name) ? [value] : [],
  );
}

function outputOf(outcome: Outcome, secrets: readonly string[]): string {
  // Redacted before it is cut: half a secret looks like none.
  return keepEnds(redactOutput(clean(transcribe(outcome).text), secrets), mostOutput);
}
