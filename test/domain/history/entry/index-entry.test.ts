import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import { facetWord } from '../../../../src/domain/history/entry/facet.ts';
import { indexEntry } from '../../../../src/domain/history/entry/index-entry.ts';
import { checkFinished, rolloutStarted } from '../../../support/history-drafts.ts';

const nothing = { phase: undefined, pin: undefined };
const entryOf = (event: CockpitEvent, subject = 'rollout') => ({
  actor: 'Ada@example.com',
  kind: event.kind,
  subject,
});

const pinMoved: CockpitEvent = {
  kind: 'rollout.pin-moved',
  body: { v: 1, from: '0.139.0', to: '0.150.0', reason: 'security' },
};
const waived: CockpitEvent = {
  kind: 'item.waived',
  body: {
    v: 1,
    item: 'govern.rbac',
    reason: 'next quarter',
    role: 'rollout owner',
    expires_at: '2027-01-01T00:00:00.000Z',
  },
};
const published: CockpitEvent = {
  kind: 'runbook.published',
  body: {
    v: 1,
    runbook: 'mobile',
    revision: 2,
    text: { label: 'runbooks/mobile.md', sha256: 'ab'.repeat(32), size: 9 },
    declaration: { phase: 'scale', goal: 'phones' },
    reason: 'ours',
    run: null,
    waived: null,
  },
};

describe('the facets of an entry', () => {
  it.each([
    ['who acted, in any case', rolloutStarted, 'who', 'ada@EXAMPLE.com'],
    ['its kind', rolloutStarted, 'kind', 'rollout.started'],
    ['the family of its kind', rolloutStarted, 'kind', 'rollout'],
    ['its subject', rolloutStarted, 'subject', 'rollout'],
    ['the pin that it names', rolloutStarted, 'version', '0.139.0'],
    ['the version that a check saw', checkFinished('r1'), 'version', '0.139.0'],
    ['the version that the pin left', pinMoved, 'version', '0.139.0'],
    ['the version that the pin came to', pinMoved, 'version', '0.150.0'],
    ['the phase of an item', waived, 'phase', 'govern'],
    ['the phase of a runbook', published, 'phase', 'scale'],
  ] as const)('name %s', (_, event, name, value) => {
    expect(indexEntry(entryOf(event), event, nothing).facets.split(' ')).toContain(facetWord(name, value));
  });

  it('name what held when it was recorded', () => {
    const event = checkFinished('r1');
    const { facets } = indexEntry(entryOf(event), event, { phase: 'pilot', pin: '0.120.0' });
    for (const word of [
      facetWord('phase', 'pilot'),
      facetWord('pin', '0.120.0'),
      facetWord('version', '0.139.0'),
    ])
      expect(facets).toContain(word);
  });

  it('tell the names apart, so that a subject never passes for a person', () => {
    expect(facetWord('who', 'pilot')).not.toBe(facetWord('phase', 'pilot'));
  });
});

describe('the words of an entry', () => {
  it('are those of its line, and whatever else it says, once', () => {
    const event = checkFinished('r1', 'cli.version', [
      { label: 'codex --version', sha256: 'cd'.repeat(32), size: 1 },
    ]);
    const { what, words } = indexEntry(entryOf(event, 'run/r1'), event, nothing);
    expect(what).toBe('cli.version: pass: codex-cli 0.139.0 is the pinned version');
    expect(words).toContain('codex --version');
    expect(words).toContain('cd'.repeat(32));
    expect(words).toContain('run/r1');
    expect(words).not.toContain('codex-cli 0.139.0 is the pinned version');
    expect(words).not.toContain('duration_ms');
  });

  it('leave out the rows of imported figures, which are thousands of the same words', () => {
    const row = {
      ...{ key: 'k', from: '2026-11-02', to: '2026-11-02', person: 'eve@example.com' },
      ...{ surface: 'cli', repository: '', model: '', grade: 'observed' as const, level: [] },
      measures: { turns: 4711 },
    };
    const event: CockpitEvent = {
      kind: 'figures.imported',
      body: {
        ...{ v: 1, source: 'analytics', place: 'east', file: 'page.json', rows: [row], limits: [] },
        ...{ mapping: null, page: null, seen: { thread: 'AAAA' }, unknown: { 'new.field': 1 } },
      },
    };
    const { what, words } = indexEntry(entryOf(event, 'figures/analytics'), event, nothing);
    expect(what).toBe('imported 1 figures of analytics (east) from page.json');
    expect(words).not.toMatch(/eve@example|4711|AAAA/);
  });
});
