import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/report/base/paint.ts';
import { type EntryView, renderEntry, renderEntryJson } from '../../../src/report/history/entry.ts';
import { entryOf, rolloutStarted } from '../../support/history-drafts.ts';
import { hostile } from '../../support/recorded-builders.ts';

const viewOf = (given: Partial<EntryView> = {}): EntryView => ({
  entry: entryOf(rolloutStarted, { seq: 4 }),
  circumstances: { phase: 'pilot', pin: '0.139.0' },
  restsOn: [],
  restOnIt: [],
  texts: [],
  revision: undefined,
  ...given,
});

const text = { label: 'codex --version', sha256: 'cd'.repeat(32), size: 7, truncatedFrom: undefined };

describe('an entry for people', () => {
  it('tells who, when, what, under which pin, and on what it rests', () => {
    const view = viewOf({
      restsOn: [entryOf(rolloutStarted, { seq: 2 })],
      texts: [
        { ...text, text: 'exit 0\n--- stdout\n', state: 'kept' },
        { ...text, label: 'old', text: undefined, state: 'removed' },
      ],
      revision: { name: 'pilot.md', before: 'one\n', after: 'two\n' },
    });
    expect(renderEntry(view, plain)).toMatchInlineSnapshot(`
      "Entry 4: rollout.started at 2026-11-20T12:00:00.000Z
        started the rollout "Acme" with pin 0.139.0

      by        ada@example.com
      from      not recorded
      about     rollout
      recorded  in the phase pilot, with the pin 0.139.0
      id        01a1faca-c747-7802-a3a6-0c2b832035aa
      hash      abababababababababababababababababababababababababababababababab
      follows   0000000000000000000000000000000000000000000000000000000000000000

      Rests on
          2  2026-11-20T12:00:00.000Z  ada@example.com  rollout.started  started the rollout "Acme" with pin 0.139.0

      Body
        v: 1
        name: Acme
        pin: 0.139.0

      What the revision changed
        --- the revision before
        +++ pilot.md
        @@ -1,1 +1,1 @@
        -one
        +two

      Text 1 of 2: codex --version
        sha256 cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, 7 bytes
        exit 0
        --- stdout

      Text 2 of 2: old
        sha256 cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, 7 bytes
        (a retention rule removed its bytes, which an entry records; the digest stays)
      "
    `);
  });

  it('says that it was recorded before the rollout started', () => {
    const view = viewOf({ circumstances: { phase: undefined, pin: undefined } });
    expect(renderEntry(view, plain)).toContain('recorded  before the rollout started');
  });

  it('cannot be imitated by what was recorded, nor move a terminal', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(hostile, '\nEntry 9: faked', 'x\n\nText 1 of 1: y'),
    );
    fc.assert(
      fc.property(any, any, any, (actor, name, output) => {
        const shown = renderEntry(
          viewOf({
            entry: entryOf({ kind: 'rollout.started', body: { v: 1, name, pin: '0.139.0' } }, { actor }),
            texts: [{ ...text, label: name, text: output, state: 'kept' }],
            revision: { name: 'pilot.md', before: name, after: output },
          }),
          plain,
        );
        expect(shown).not.toMatch(/[^\P{Cc}\n\t]/u);
        const headings = shown.split('\n').filter((line) => /^(Entry|Text|Body|Rests|What) ?/.test(line));
        expect(headings).toHaveLength(4);
      }),
    );
  });
});

describe('an entry for programs', () => {
  it('has its columns, what it rests on, and its texts', () => {
    const view = viewOf({
      restsOn: [entryOf(rolloutStarted, { seq: 2 })],
      texts: [{ ...text, text: hostile, truncatedFrom: 300_000, state: 'kept' }],
    });
    expect(JSON.parse(renderEntryJson(view))).toMatchObject({
      format: 'codex-cockpit/audit-entry',
      version: 1,
      entry: { seq: 4, body: { name: 'Acme' } },
      summary: 'started the rollout "Acme" with pin 0.139.0',
      phase: 'pilot',
      pin: '0.139.0',
      rests_on: [{ seq: 2, summary: expect.any(String) }],
      texts: [{ label: 'codex --version', state: 'kept', text: hostile, truncated_from: 300_000 }],
    });
  });
});
