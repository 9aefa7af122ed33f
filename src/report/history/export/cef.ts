import { cleanLine } from '../../../domain/base/text/clean.ts';
import { readOrigin } from '../../../domain/history/entry/entry-origin.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import type { Level } from './level.ts';
import type { LineFormat } from './line-format.ts';
import { meaningOf } from './meaning.ts';

const severities: Record<Level, number> = { info: 1, low: 3, medium: 6, high: 8 };

/** The longest that a message may be (the dictionary of CEF, `msg`). */
const longestMessage = 1023;

/** The Common Event Format, version 0, without the syslog header that some transports put before it. */
export const cef: LineFormat = {
  header: '',
  line: ({ entry, event }, { version }) => {
    const { title, level } = meaningOf(event);
    const header = ['codex-cockpit', 'codex-cockpit', version, entry.kind, title];
    const origin = readOrigin(entry);
    const extension = [
      ['rt', String(Date.parse(entry.at))],
      ['externalId', String(entry.seq)],
      ['suser', entry.actor],
      ['msg', summarizeEvent(event)],
      ['cs1Label', 'subject'],
      ['cs1', entry.subject],
      ['cs2Label', 'hash'],
      ['cs2', entry.hash],
      ['cs3Label', 'id'],
      ['cs3', entry.id],
      ...(origin
        ? [
            ['shost', origin.host],
            ['cs4Label', 'account'],
            ['cs4', origin.account],
            ['cs5Label', 'namedBy'],
            ['cs5', origin.namedBy],
          ]
        : []),
      ...outcome(event.body),
    ];
    return cefLine(header, level, extension);
  },
};

/**
 * A line of CEF. A message is cut where it is longer than allowed.
 *
 * @param header vendor, product and version, then what happened as an id and as a name
 * @param extension names and values
 */
export function cefLine(
  header: readonly string[],
  level: Level,
  extension: readonly (readonly string[])[],
): string {
  const fields = extension.map(
    ([name, value = '']) =>
      `${name}=${escapeExtension(name === 'msg' ? value.slice(0, longestMessage) : value)}`,
  );
  const parts = ['CEF:0', ...header].map(escapeHeader);
  return `${parts.join('|')}|${severities[level]}|${fields.join(' ')}\n`;
}

function outcome(body: object): readonly (readonly string[])[] {
  return 'verdict' in body && typeof body.verdict === 'string' ? [['outcome', body.verdict]] : [];
}

function escapeHeader(text: string): string {
  return cleanLine(text).replace(/[\\|]/g, '\\$&');
}

function escapeExtension(text: string): string {
  return cleanLine(text).replace(/[\\=]/g, '\\$&');
}
