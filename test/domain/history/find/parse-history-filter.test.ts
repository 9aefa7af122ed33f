import { describe, expect, it } from 'vitest';
import { EVENT_KINDS } from '../../../../src/domain/history/entry/event.ts';
import { wantsAll } from '../../../../src/domain/history/find/history-filter.ts';
import { parseHistoryFilter } from '../../../../src/domain/history/find/parse-history-filter.ts';

const now = new Date('2026-11-21T08:30:00.000Z');

describe('a filter of the history', () => {
  it('is read from what a person wrote', () => {
    expect(
      parseHistoryFilter(
        {
          who: ' ada@example.com ',
          what: 'passed\u001b[31m the  gate',
          since: '2026-11-01',
          until: '2026-11-20',
          subject: 'phase/pilot',
          kind: ['phase', 'item.waived'],
          phase: 'pilot',
          version: '0.139.0',
          text: 'deni*',
        },
        now,
      ),
    ).toEqual({
      who: 'ada@example.com',
      what: 'passed the gate',
      since: '2026-11-01T00:00:00.000Z',
      until: '2026-11-21T00:00:00.000Z',
      subject: 'phase/pilot',
      kinds: ['phase', 'item.waived'],
      phase: 'pilot',
      version: '0.139.0',
      text: 'deni*',
    });
  });

  it('wants every entry when nothing was asked', () => {
    expect(wantsAll(parseHistoryFilter({}, now))).toBe(true);
    expect(wantsAll(parseHistoryFilter({ kind: ['run'] }, now))).toBe(false);
  });

  it.each(EVENT_KINDS)('knows the kind %s and its family', (kind) => {
    const family = kind.split('.')[0] ?? '';
    expect(parseHistoryFilter({ kind: [kind, family] }, now).kinds).toEqual([kind, family]);
  });

  it.each([
    [{ kind: ['phase.sined'] }, '--kind "phase.sined": there is no such kind; did you mean "phase.signed"?'],
    [{ phase: 'pilt' }, '--phase "pilt": there is no such phase; did you mean "pilot"?'],
    [{ since: 'yesterday' }, '--since "yesterday": not a moment'],
    [{ until: '2026-02-30' }, '--until "2026-02-30": not a moment'],
    [{ text: '--- *' }, '--text "--- *": there is no word in it'],
    [{ what: '' }, '--what "": there is no word in it'],
    [{ who: ' ' }, '--who is empty'],
    [{ version: '' }, '--cli-version is empty'],
  ])('%o is refused: %s', (asked, message) => {
    expect(() => parseHistoryFilter(asked, now)).toThrow(expect.objectContaining({ message, exitCode: 2 }));
  });
});
