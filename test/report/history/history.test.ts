import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import { renderHistoryJson, renderHistoryTable } from '../../../src/report/history/history.ts';
import { checkFinished, entryOf, rolloutStarted, runFinished, runStarted } from '../../support/history.ts';
import { hostile } from '../../support/recorded-builders.ts';

describe('the history for people', () => {
  it('is a line an entry, in the order given', () => {
    const events = [runFinished('r1'), checkFinished('r1'), runStarted('r1'), rolloutStarted];
    const entries = events.map((event, index) =>
      entryOf(event, { seq: 100 - index, actor: index === 0 ? 'bo' : 'ada@example.com' }),
    );
    expect(renderHistoryTable(entries)).toMatchInlineSnapshot(`
      "  100  2026-11-20T12:00:00.000Z  bo               run.finished     finished the suite on 0.139.0: pass
         99  2026-11-20T12:00:00.000Z  ada@example.com  check.finished   cli.version: pass: codex-cli 0.139.0 is the pinned version
         98  2026-11-20T12:00:00.000Z  ada@example.com  run.started      began suite upgrade (1 check) against pin 0.139.0
         97  2026-11-20T12:00:00.000Z  ada@example.com  rollout.started  started the rollout "Acme" with pin 0.139.0
      "
    `);
  });

  it('says that it is empty', () => {
    expect(renderHistoryTable([])).toBe('The history is empty.\n');
  });

  it('keeps a line a line, and a terminal unmoved, whatever was recorded', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(hostile));
    fc.assert(
      fc.property(text, text, (actor, name) => {
        const event: CockpitEvent = { kind: 'rollout.started', body: { v: 1, name, pin: '0.139.0' } };
        const table = renderHistoryTable([entryOf(event, { actor }), entryOf(rolloutStarted, { seq: 2 })]);
        expect(table.trimEnd().split('\n')).toHaveLength(2);
        expect(table).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
  });
});

describe('the history for programs', () => {
  it('has every column and the body as it was recorded', () => {
    const document = JSON.parse(
      renderHistoryJson([entryOf(rolloutStarted), entryOf(runStarted('r1'), { seq: 2 })]),
    );
    expect(document).toMatchObject({ format: 'codex-cockpit/history', version: 1 });
    expect(document.entries[0]).toEqual({
      seq: 1,
      id: '01a1faca-c747-7802-a3a6-0c2b832035aa',
      at: '2026-11-20T12:00:00.000Z',
      actor: 'ada@example.com',
      kind: 'rollout.started',
      origin: null,
      subject: 'rollout',
      prev_hash: '0'.repeat(64),
      hash: 'ab'.repeat(32),
      body: { v: 1, name: 'Acme', pin: '0.139.0' },
    });
    expect(document.entries.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2]);
  });

  it('is an empty list of an empty history', () => {
    expect(JSON.parse(renderHistoryJson([])).entries).toEqual([]);
  });

  it('keeps what was recorded, and does nothing to a terminal', () => {
    const text = renderHistoryJson([entryOf(rolloutStarted, { actor: hostile })]);
    expect(text).not.toContain('\u001b');
    expect(JSON.parse(text).entries[0].actor).toBe(hostile);
  });
});
