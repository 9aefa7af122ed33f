import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../../src/domain/plugins/sources/source-identity.ts';
import type { SourceRecord } from '../../../../src/domain/plugins/sources/source-record.ts';
import type { SourceDecision, SourceState } from '../../../../src/domain/plugins/sources/source-state.ts';
import { promote, sourceStatus, takeBack } from '../../../../src/domain/plugins/sources/source-status.ts';
import { acme, emptyTree, installedOf, inventoryOf } from '../../../support/inventory-builders.ts';

const identity = identityOf(acme);
const inventory = inventoryOf({ plugins: [installedOf('good')] });
const trees = [{ plugin: 'good@acme', treeSha256: emptyTree }];
const recorded = { seq: 5, at: '2026-11-20T12:00:00.000Z', actor: 'ada@x.org' };

const decided = (state: SourceState): SourceDecision => ({
  source: 'acme',
  identity,
  state,
  reason: 'it is ours',
  ...recorded,
  review: null,
  revision: null,
  trees,
});

const record = (given: Partial<SourceRecord> = {}): SourceRecord => ({
  decisions: [],
  reviews: new Map(),
  unfinished: [],
  acknowledged: new Map(),
  ...given,
});

const reviews = new Map([
  [
    'acme',
    {
      ...{ ...recorded, seq: 3, marketplace: 'acme', identity, role: 'rollout owner' as const },
      ...{ outcome: 'changed' as const, afterRevision: null, trees },
    },
  ],
]);

describe('promoting a source', () => {
  const to = (given: Partial<SourceRecord>, now = inventory) =>
    promote('acme', { inventory: now, record: record(given), lint: [] });

  it('makes an unknown one an experiment, whatever is known of it', () => {
    expect(promote('acme', { inventory, record: undefined, lint: [] })).toEqual({
      state: 'experiment',
      review: null,
      warnings: [],
    });
  });

  it('says why an earlier decision does not count', () => {
    const moved = inventoryOf({ marketplaces: [{ ...acme, source: '/other', root: '/other' }] });
    expect(to({ decisions: [decided('team standard')] }, moved)).toMatchObject({
      state: 'experiment',
      warnings: [expect.stringContaining('acme: it was a team standard (entry 5)')],
    });
  });

  it('makes an experiment a team standard that names its review', () => {
    expect(to({ decisions: [decided('experiment')], reviews })).toMatchObject({
      state: 'team standard',
      review: 3,
    });
  });

  it.each<[string, Partial<SourceRecord>, string]>([
    ['that is blocked', { decisions: [decided('blocked')] }, 'acme is blocked; demote it to unknown first'],
    [
      'whose upgrade is not reviewed',
      { decisions: [decided('experiment')] },
      'acme cannot become a team standard:\n  - its install and upgrade log is not reviewed',
    ],
  ])('is refused for one %s', (_, given, message) => {
    expect(() => to(given)).toThrow(message);
  });
});

describe('taking a source back', () => {
  const from = (state: SourceState | undefined, to: Parameters<typeof takeBack>[1]) => {
    const decisions = state ? [decided(state)] : [];
    return takeBack('acme', to, { inventory, record: record({ decisions }) }).state;
  };

  it.each<[SourceState, Parameters<typeof takeBack>[1]]>([
    ['team standard', 'experiment'],
    ['team standard', 'unknown'],
    ['experiment', 'unknown'],
    ['experiment', 'blocked'],
    ['blocked', 'unknown'],
    ['unknown', 'blocked'],
  ])('makes a source that is %s %s', (state, to) => {
    expect(from(state, to)).toBe(to);
  });

  it.each([
    [undefined, 'acme is unknown, not a team standard'],
    ['experiment', 'acme is an experiment, not a team standard'],
    ['blocked', 'acme is blocked, not a team standard'],
  ] as const)('promotes nothing: from %s it does not lead to experiment', (state, message) => {
    expect(() => from(state, 'experiment')).toThrow(message);
  });
});

describe('the status of a source', () => {
  const begun = { ...recorded, marketplace: 'acme', review: 3, revision: null, trees };

  it.each([
    [
      'an upgrade in progress',
      true,
      { upgrading: expect.stringContaining('is in progress'), unfinished: null },
    ],
    [
      'an upgrade that was killed',
      false,
      { unfinished: expect.stringContaining('has no outcome'), upgrading: null },
    ],
  ])('names %s', (_, isRunning, expected) => {
    const known = { inventory, record: record({ unfinished: [{ ...begun, isRunning }] }), lint: [] };
    expect(sourceStatus('acme', known)).toMatchObject(expected);
  });

  it('has the decision that counts, and the plugins that are other bytes than promoted', () => {
    const changed = inventoryOf({ plugins: [installedOf('good', 'new text')] });
    const known = { inventory: changed, record: record({ decisions: [decided('team standard')] }), lint: [] };
    expect(sourceStatus('acme', known)).toMatchObject({
      state: 'team standard',
      identity: expect.stringContaining('/acme'),
      decided: { ...recorded, reason: 'it is ours' },
      drifted: ['good@acme'],
    });
  });
});
