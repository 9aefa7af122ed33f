import type { Place } from '../base/documents/place.ts';
import { describeEnd, errorText, exited, type Outcome } from '../base/outcome.ts';
import { redactOutput } from '../base/redact/redact.ts';
import { cleanLine } from '../base/text/clean.ts';

/** What the CLI itself says of a policy file. */
export type CliVerdict =
  | { type: 'accepted'; warnings: readonly string[] }
  /** `place` is where the CLI saw it, if it said so. */
  | { type: 'refused'; message: string; place: Place | undefined }
  | { type: 'not asked'; reason: string };

// docs/codex-facts.md, "Strict mode" and "Malformed requirements": the first form is that of config.toml, the second of
// requirements, with the message some lines further down.
const atPath = /^(?:Error: )?.+\.toml:(\d+):(\d+): (.+)$/m;
const atLine = /TOML parse error at line (\d+), column (\d+)\n(?:.*\n){3}(.+)/;

/** True for what the CLI says on every machine without a system bubblewrap: it then uses its own. */
export const isBubblewrapNotice = (message: string) => /could not find bubblewrap/i.test(message);

// Said of a home in a temporary folder.
const isHomeNotice = (message: string) => /PATH aliases/i.test(message);

/**
 * Reads what `codex app-server --strict-config` said with its input closed.
 *
 * @param file the person's own file, named in place of the copy that the CLI was given
 * @param copy where the copy lay
 */
export function readCliVerdict(outcome: Outcome, { file, copy }: { file: string; copy: string }): CliVerdict {
  const text = errorText(outcome);
  const named = (message: string) => cleanLine(redactOutput(message.replaceAll(copy, file)));
  if (outcome.end.type !== 'exit') return { type: 'not asked', reason: describeEnd(outcome.end) };
  if (exited(outcome, 2)) {
    const reason = text.includes("unexpected argument '--strict-config'")
      ? 'this CLI version has no strict mode'
      : named(firstLine(text));
    return { type: 'not asked', reason };
  }
  const swallowed = text.includes('Invalid configuration; using defaults');
  if (exited(outcome) && !swallowed) return { type: 'accepted', warnings: warningsIn(text).map(named) };
  const found = atPath.exec(text) ?? atLine.exec(text);
  if (found) {
    const [, line, column, message = ''] = found;
    return {
      type: 'refused',
      message: named(message),
      place: { file, line: Number(line), column: Number(column) },
    };
  }
  const lines = text.split('\n');
  const start = lines.findIndex(
    (line) => line.startsWith('Error:') || line.includes('Invalid configuration'),
  );
  const message = lines
    .slice(Math.max(0, start))
    .join('\n')
    .split(/\n\s*\n|\nStack backtrace/)[0];
  return {
    type: 'refused',
    message: named(message ?? '')
      .replace(/^Error: /, '')
      .slice(0, 400),
    place: undefined,
  };
}

/** What the server logged as an error or a warning; a message may go on, indented, on further lines. */
function warningsIn(text: string): readonly string[] {
  const start = /^(?:\S+T\S+Z\s+)?(?:ERROR|WARN)\s+\S+: /;
  const entries: string[] = [];
  for (const line of text.split('\n')) {
    if (start.test(line)) entries.push(line.replace(start, ''));
    else if (/^\s+\S/.test(line) && entries.length > 0) entries.push(`${entries.pop()} ${line.trim()}`);
  }
  return entries.filter((entry) => !isBubblewrapNotice(entry) && !isHomeNotice(entry));
}

const firstLine = (text: string) => text.split('\n').find((line) => line.trim() !== '') ?? 'it said nothing';
