import { describe, expect, it } from 'vitest';
import type { RecordedReview } from '../../../../src/domain/plugins/sources/judge-promotion.ts';
import { judgeUpgrade, requireReview } from '../../../../src/domain/plugins/sources/judge-upgrade.ts';
import { identityOf } from '../../../../src/domain/plugins/sources/source-identity.ts';
import { acme, installedOf, inventoryOf } from '../../../support/inventory-builders.ts';

const old = inventoryOf({ plugins: [installedOf('good', 'old')] });
const now = inventoryOf({ plugins: [installedOf('good', 'new')] });
const nothing = inventoryOf({ marketplaces: [] });
const upgrade = { before: old, after: now, isGit: true, failure: undefined };

describe('what an upgrade would bring', () => {
  it.each([
    [
      'nothing promoted yet',
      upgrade,
      { seq: null, inventory: nothing },
      'changed',
      'nothing of it is promoted yet',
    ],
    [
      'what was promoted',
      upgrade,
      { seq: 4, inventory: now },
      'unchanged',
      'nothing changed since the promotion (entry 4)',
    ],
    [
      'other files than were promoted',
      upgrade,
      { seq: 4, inventory: old },
      'changed',
      '1 changes, 1 files since the promotion (entry 4)',
    ],
    [
      'what is installed already, and was not promoted',
      { ...upgrade, before: now },
      { seq: 4, inventory: old },
      'changed',
      '1 changes, 1 files since the promotion (entry 4); what is installed is already so',
    ],
    [
      'a failure',
      { ...upgrade, failure: 'no such repository' },
      { seq: 4, inventory: old },
      'failed',
      'the upgrade fails: no such repository',
    ],
  ] as const)('is %s', (_, tried, promoted, outcome, summary) => {
    expect(judgeUpgrade('acme', tried, promoted)).toMatchObject({
      outcome,
      summary,
      comparedWith: promoted.seq,
    });
  });
});

describe('the review of a real upgrade', () => {
  const review: RecordedReview = {
    seq: 7,
    at: '2026-11-20T12:00:00.000Z',
    marketplace: 'acme',
    identity: identityOf(acme),
    role: 'rollout owner',
    outcome: 'changed',
    afterRevision: null,
    trees: judgeUpgrade('acme', upgrade, { seq: null, inventory: nothing }).trees,
  };
  const judge = (given: RecordedReview | undefined, tried = {}) =>
    requireReview(given, { ...upgrade, ...tried }, { marketplace: 'acme', reviewed: now });

  it('is the newest one of exactly what was fetched', () => {
    expect(judge(review)).toBe(review);
  });

  it.each([
    ['there is none', undefined, {}, 'the upgrade of acme is not reviewed'],
    ['it was of another source', { ...review, identity: null }, {}, 'the upgrade of acme is not reviewed'],
    ['the upgrade fails now', review, { failure: 'gone' }, 'the upgrade of acme fails on a copy: gone'],
    [
      'it found a failure',
      { ...review, outcome: 'failed' as const },
      {},
      '(entry 7) found that its upgrade fails',
    ],
    [
      'other bytes were fetched',
      review,
      { after: old },
      'good@acme is not what was reviewed\n  - good@acme: changed skill.md',
    ],
    ['a plugin is gone', review, { after: inventoryOf() }, 'good@acme was reviewed and is not there'],
    [
      'another revision was fetched',
      { ...review, afterRevision: 'abc' },
      {},
      'acme is at no revision, and abc was reviewed',
    ],
  ])('does not count when %s', (_, given, tried, message) => {
    expect(() => judge(given, tried)).toThrow(message);
  });
});
