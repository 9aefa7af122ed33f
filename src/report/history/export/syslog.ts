import { cleanLine } from '../../../domain/base/text/clean.ts';
import { readOrigin } from '../../../domain/history/entry/entry-origin.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import type { Level } from './level.ts';
import type { LineFormat } from './line-format.ts';
import { meaningOf } from './meaning.ts';

/** The facility "log audit" (RFC 5424 §6.2.1). */
const facility = 13;

const severities: Record<Level, number> = { high: 3, medium: 4, low: 5, info: 6 };

/** The number that RFC 5612 keeps for documentation: nobody else's structured data has it. */
const structuredDataId = 'entry@32473';

// RFC 5424 §6.1: every receiver should take 2048 octets. What is cut stands in the log.
const longestValue = 200;
const longestMessage = 800;

/**
 * One syslog message a line (RFC 5424). Its header names no host, so that the same entry always gives the same line;
 * the host that recorded the entry is in the structured data.
 */
export const syslog: LineFormat = {
  header: '',
  line: ({ entry, event }) => {
    const origin = readOrigin(entry);
    const parameters = [
      ['seq', String(entry.seq)],
      ['id', entry.id],
      ['actor', entry.actor],
      ['subject', entry.subject],
      ['hash', entry.hash],
      ...(origin
        ? [
            ['named_by', origin.namedBy],
            ['account', origin.account],
            ['host', origin.host],
          ]
        : []),
    ];
    const { level } = meaningOf(event);
    return syslogLine({ level, at: entry.at, kind: entry.kind, parameters, message: summarizeEvent(event) });
  },
};

/** A syslog message as a line. Its `kind` is printable ASCII without spaces; what is too long is cut. */
export function syslogLine(of: {
  level: Level;
  at: string;
  kind: string;
  /** Names and values. */
  parameters: readonly (readonly string[])[];
  message: string;
}): string {
  const head = `<${facility * 8 + severities[of.level]}>1 ${of.at} - codex-cockpit - ${of.kind}`;
  const parameters = of.parameters.map(
    ([name, value = '']) => `${name}="${escapeValue(cut(cleanLine(value), longestValue))}"`,
  );
  const message = cut(cleanLine(of.message), longestMessage);
  return `${head} [${structuredDataId} ${parameters.join(' ')}] ${marked(message)}\n`;
}

/** RFC 5424 §6.3.3. */
function escapeValue(text: string): string {
  return text.replace(/["\\\]]/g, '\\$&');
}

/** A message that is not plain ASCII begins with a byte order mark (RFC 5424 §6.4). */
function marked(message: string): string {
  return /^[ -~]*$/.test(message) ? message : `\ufeff${message}`;
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
