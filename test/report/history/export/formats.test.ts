import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryPreimage, hashEntry } from '../../../../src/domain/history/entry/entry.ts';
import { EVENT_KINDS } from '../../../../src/domain/history/entry/event.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../../src/report/history/export/formats.ts';
import { everyEvent } from '../../../support/every-event.ts';
import { exported, hostileTexts, lineOf } from '../../../support/exported.ts';
import { rolloutStarted } from '../../../support/history.ts';

const forms = Object.keys(EXPORT_FORMATS) as ExportFormat[];

// What ends a line for some reader, commands a terminal, or turns the direction of a text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const active = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe.each(forms)('an export as %s', (form) => {
  it('has one line for every kind of entry', () => {
    const lines = everyEvent().map((event) => lineOf(EXPORT_FORMATS[form], event));
    expect(lines).toHaveLength(EVENT_KINDS.length);
    for (const [index, line] of lines.entries()) expect(line).toContain(EVENT_KINDS[index]);
  });

  it.each(hostileTexts)('lets nothing act that somebody wrote: %j', (text) => {
    for (const event of everyEvent(text))
      expect(lineOf(EXPORT_FORMATS[form], event, { actor: text, subject: text })).not.toMatch(active);
  });

  it('stays one line whatever stands in an entry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite' }), (text) => {
        const event = { ...rolloutStarted, body: { v: 1 as const, name: text, pin: text } };
        const line = EXPORT_FORMATS[form].line(exported(event as typeof rolloutStarted, { actor: text }), {
          version: '1',
        });
        expect(line).toMatch(/\n$/);
        expect(line.replace(/\r?\n$/, '')).not.toMatch(active);
      }),
    );
  });

  it('gives the same line for the same entry', () => {
    const [event = rolloutStarted] = everyEvent();
    expect(lineOf(EXPORT_FORMATS[form], event)).toBe(lineOf(EXPORT_FORMATS[form], event));
  });
});

describe('JSON Lines', () => {
  it('carry what the hash of an entry is made over', () => {
    for (const event of everyEvent('“text” \u009b with everything')) {
      const { hash, body, ...columns } = JSON.parse(lineOf(EXPORT_FORMATS.jsonl, event));
      const { entry } = exported(event);
      expect(body).toEqual(event.body);
      expect(hashEntry({ ...columns, body: entry.body })).toBe(hash);
      expect(entryPreimage({ ...columns, body: entry.body })).toBe(entryPreimage(entry));
    }
  });
});
