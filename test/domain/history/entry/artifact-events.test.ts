import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import { type CockpitEvent, readEvent, validateEvent } from '../../../../src/domain/history/entry/event.ts';
import {
  entriesNamedBy,
  revisionIn,
  textsNamedBy,
} from '../../../../src/domain/history/entry/event-references.ts';
import { evidenceOfEvent } from '../../../../src/domain/history/entry/evidence-of-event.ts';
import { textsNamedIn } from '../../../../src/domain/history/entry/named-texts.ts';
import { summarizeEvent } from '../../../../src/domain/history/entry/summarize.ts';

const sha256 = 'ab'.repeat(32);
const text = { label: 'policy.md', sha256, size: 3 };
const v = 1 as const;
const named = { v, artifact: 'usage-policy', revision: 2 };
const role = 'security owner' as const;
const declaration = {
  ...{ title: 'Policy', owner: role, reviewers: [role], cadence_days: 90 },
  ...{ format: 'md' as const, content: 'text' as const, publish_to: 'docs/policy.md' },
};

const revised: CockpitEvent = {
  kind: 'artifact.revised',
  body: { ...named, text, placeholders: ['TEAM NAME'], declaration, note: 'for mobile' },
};
const submitted: CockpitEvent = { kind: 'artifact.submitted', body: { ...named, sha256, role } };
const approvedBody = { ...named, sha256, role, by_author: false };
const halfApproved: CockpitEvent = {
  kind: 'artifact.approved',
  body: { ...approvedBody, complete: false, next_review_on: null },
};
const approved: CockpitEvent = {
  kind: 'artifact.approved',
  body: { ...approvedBody, complete: true, next_review_on: '2027-02-18' },
};
const published: CockpitEvent = {
  kind: 'artifact.published',
  body: { ...named, sha256, repository: 'shop', path: 'docs/policy.md', replaced: 'older', header: true },
};
const ran: CockpitEvent = {
  kind: 'catalog.ran',
  body: {
    ...{ ...named, artifact: 'verification-catalog', sha256, command: 'tests', argv: ['npm', 'test'] },
    ...{ repository: 'shop', commit: null, changed: true, verdict: 'fail', summary: 'exit 1' },
    ...{ duration_ms: 12, cli_version: '0.139.0', output: { ...text, label: 'npm test' } },
  },
};
const change = { v, review: 'r1', change: 'shop#412', role };
const started: CockpitEvent = {
  kind: 'review.started',
  body: {
    ...{ ...change, name: 'high-risk-change', artifact: 'high-risk-checklist', revision: 1, sha256 },
    ...{ title: null, areas: [], questions: [{ id: 'tests', text: 'Tests?' }] },
  },
};
const answered: CockpitEvent = {
  kind: 'review.answered',
  body: { ...change, question: 'tests', answer: 'no', note: 'not yet' },
};
const finished: CockpitEvent = {
  kind: 'review.finished',
  body: {
    ...{ ...change, name: 'high-risk-change', exceptions: [], note: null },
    answers: [
      { question: 'tests', answer: 'yes', seq: 9 },
      { question: 'secrets', answer: 'yes', seq: 7 },
    ],
  },
};
const all = [revised, submitted, halfApproved, approved, published, ran, started, answered, finished];

describe('an event about artifacts', () => {
  it.each(all)('comes back from its entry as it went in: $kind', (event) => {
    validateEvent(event);
    expect(readEvent({ seq: 1, kind: event.kind, body: canonicalJson(event.body) })).toEqual(event);
  });

  it.each(all)('is refused with a member that its form does not know: $kind', ({ kind, body }) => {
    expect(() => validateEvent({ kind, body: { ...body, more: 1 } } as never)).toThrow();
  });

  it.each([
    [revised, 'wrote revision 2 of usage-policy: for mobile'],
    [submitted, 'gave revision 2 of usage-policy to its reviewers'],
    [halfApproved, 'approved revision 2 of usage-policy as security owner'],
    [approved, 'approved revision 2 of usage-policy as security owner; its next review is on 2027-02-18'],
    [published, 'published revision 2 of usage-policy as docs/policy.md of shop'],
    [ran, 'ran tests of the catalog in shop: fail, exit 1'],
    [started, 'began the review r1 of shop#412 with 1 question'],
    [answered, 'answered tests of the review of shop#412: no, not yet'],
    [finished, 'finished the review of shop#412'],
  ])('is told in one line', (event, line) => {
    expect(summarizeEvent(event)).toBe(line);
  });

  it('names its texts, however they are looked for', () => {
    for (const event of all) {
      const texts = textsNamedBy(event).map((one) => one.sha256);
      expect(textsNamedIn(canonicalJson(event.body)), event.kind).toEqual(texts);
    }
    expect([revisionIn(revised), revisionIn(approved)]).toEqual([text, undefined]);
  });

  it('names the answers that the end of a review rests on', () => {
    expect(entriesNamedBy(finished)).toEqual([7, 9]);
  });
});

describe('the evidence of an event', () => {
  const entry = {
    ...{ seq: 5, id: 'i', at: '2026-11-20T12:00:00.000Z', actor: 'sue@x.org', kind: 'x', subject: 's' },
    ...{ body: '{}', prev_hash: '', hash: 'ff' },
  };
  const of = (event: CockpitEvent) => evidenceOfEvent(entry, event, { hasRole: true });

  it('is an artifact once its approval is complete, by the digest of its text, until its next review', () => {
    expect(of(approved)).toMatchObject({
      ...{ kind: 'artifact', key: 'usage-policy', version: '', outcome: 'good', digest: sha256, seq: 5 },
      good_until: '2027-02-18T00:00:00.000Z',
    });
    for (const event of [revised, submitted, halfApproved, published]) expect(of(event)).toBeUndefined();
  });

  it('is a check for a command of the verification catalog, and nothing for that of another', () => {
    expect(of(ran)).toMatchObject({
      kind: 'check',
      key: 'catalog.tests',
      version: '0.139.0',
      outcome: 'bad',
    });
    if (ran.kind !== 'catalog.ran') throw new Error('not a run');
    const verdict = (given: 'pass' | 'error') =>
      of({ ...ran, body: { ...ran.body, verdict: given } })?.outcome;
    expect([verdict('pass'), verdict('error')]).toEqual(['good', 'unknown']);
    expect(of({ ...ran, body: { ...ran.body, artifact: 'other-catalog' } })).toBeUndefined();
  });

  it('is a review when it ended without exceptions', () => {
    expect(of(finished)).toMatchObject({
      kind: 'review',
      key: 'high-risk-change',
      outcome: 'good',
      digest: 'ff',
    });
    if (finished.kind !== 'review.finished') throw new Error('not an end');
    const body = { ...finished.body, exceptions: ['tests'], note: 'a fire' };
    expect(of({ ...finished, body })).toBeUndefined();
    expect(of(started) ?? of(answered)).toBeUndefined();
  });
});
