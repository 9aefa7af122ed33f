import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../../../src/domain/base/text/clean.ts';
import { cef } from '../../../../src/report/history/export/cef.ts';
import { everyEvent } from '../../../support/every-event.ts';
import { hostileTexts, lineOf } from '../../../support/exported.ts';
import { checkFinished, rolloutStarted } from '../../../support/history.ts';

/** A line as a receiver takes it apart: seven bars that are not escaped, then name=value with escaped = signs. */
function read(line: string) {
  const [, head = '', extension = ''] = /^((?:(?:[^\\|]|\\[\\|])*\|){7})(.*)$/u.exec(line) ?? [];
  const header = head.split(/(?<!\\)(?:\\\\)*\|/).slice(0, -1);
  const fields = [...extension.matchAll(/(?:^| )(\w+)=((?:[^\\=]|\\[\\=])*?)(?= \w+=|$)/gu)].map(
    ([, name, value = '']) => [name, value.replace(/\\([\\=])/g, '$1')],
  );
  return { header, fields: Object.fromEntries(fields) };
}

describe('a CEF line', () => {
  it('says what, when and who', () => {
    expect(read(lineOf(cef, rolloutStarted))).toMatchObject({
      header: ['CEF:0', 'codex-cockpit', 'codex-cockpit', '1.2.3', 'rollout.started', 'Rollout started', '1'],
      fields: {
        rt: String(Date.parse('2026-11-20T12:00:00.000Z')),
        externalId: '1',
        suser: 'ada@example.com',
        msg: 'started the rollout "Acme" with pin 0.139.0',
        cs1Label: 'subject',
        cs1: 'rollout',
      },
    });
  });

  it('says what a check came to', () => {
    expect(read(lineOf(cef, checkFinished('r1'))).fields).toMatchObject({ outcome: 'pass' });
  });

  it('has the same fields for every kind of entry, whatever was written', () => {
    for (const text of hostileTexts) {
      for (const event of everyEvent(text)) {
        const { header, fields } = read(lineOf(cef, event, { actor: text, subject: text }));
        expect(header).toHaveLength(7);
        expect(fields).toMatchObject({ suser: cleanLine(text), cs1: cleanLine(text) });
        expect(fields).not.toHaveProperty('act');
      }
    }
  });

  it('gives a value back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (subject) => {
        const text = subject.toWellFormed();
        expect(read(lineOf(cef, rolloutStarted, { subject: text })).fields.cs1).toBe(cleanLine(text));
      }),
    );
  });
});
