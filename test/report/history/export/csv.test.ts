import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../../../src/domain/base/text/clean.ts';
import { csv } from '../../../../src/report/history/export/csv.ts';
import { everyEvent } from '../../../support/every-event.ts';
import { hostileTexts, lineOf } from '../../../support/exported.ts';
import { rolloutStarted } from '../../../support/history.ts';

/** The cells of a record in which every one is quoted (RFC 4180). */
function cells(record: string): string[] {
  expect(record).toMatch(/^(?:"(?:[^"]|"")*"(?:,|$))+$/);
  return [...record.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, text = '']) => text.replaceAll('""', '"'));
}

const started = (actor: string) => cells(lineOf(csv, rolloutStarted, { actor }));

describe('an export for a spreadsheet', () => {
  it('has a heading and a cell for each column', () => {
    expect(cells(csv.header.trimEnd())).toEqual([
      ...['seq', 'at', 'actor', 'kind', 'subject', 'summary', 'body', 'id', 'prev_hash', 'hash'],
      ...['named_by', 'account', 'host'],
    ]);
    expect(started('ada@example.com').slice(0, 7)).toEqual([
      '1',
      '2026-11-20T12:00:00.000Z',
      'ada@example.com',
      'rollout.started',
      'rollout',
      'started the rollout "Acme" with pin 0.139.0',
      '{"name":"Acme","pin":"0.139.0","v":1}',
    ]);
  });

  it('ends its lines as RFC 4180 has it', () => {
    expect(csv.header).toMatch(/"\r\n$/);
  });

  it.each(['=', '+', '-', '@', '＝', '＋', '－', '＠'])(
    'takes %s at the beginning for no formula',
    (sign) => {
      expect(started(`${sign}1`)[2]).toBe(`'${sign}1`);
      expect(started(` "${sign}1`)[2]).toMatch(/^'/);
      expect(started(`1${sign}1`)[2]).toBe(`1${sign}1`);
    },
  );

  it('has no cell that a spreadsheet would work out, whatever was written', () => {
    for (const text of hostileTexts) {
      for (const event of everyEvent(text)) {
        const record = cells(lineOf(csv, event, { actor: text, subject: text }));
        expect(record).toHaveLength(13);
        for (const cell of record) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠\t\r]/);
      }
    }
  });

  it('loses nothing by that: the text is found again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cell = started(text)[2] ?? '';
        const wanted = cleanLine(text);
        expect(cell === wanted || cell === `'${wanted}`).toBe(true);
        expect(cell.startsWith("'")).toBe(/^[\s"]*[=+\-@＝＋－＠']/.test(wanted));
      }),
    );
  });
});
