import { describe, expect, it } from 'vitest';
import type { RecordedEvidence } from '../../../../src/domain/base/evidence.ts';
import { holds, type JudgedItem, judgeItem } from '../../../../src/domain/rollout/items/item-status.ts';
import { indexEvidence } from '../../../../src/domain/rollout/items/judge-evidence.ts';
import type { Waiver } from '../../../../src/domain/rollout/items/waiver.ts';
import { describeItem } from '../../../../src/report/rollout/item.ts';
import { evidenceOf, runbookOf, twoItems, waiverOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';

type Given = {
  evidence?: readonly RecordedEvidence[];
  waivers?: readonly Waiver[];
  pin?: string;
  now?: string;
  surfaces?: readonly ('local' | 'cloud')[];
};

/** Judges one item of a checklist. */
function judge(id: string, given: Given = {}, items = twoItems): JudgedItem {
  const item = runbookOf(items).items.find((one) => one.id === id);
  if (!item) throw new Error(`no item ${id}`);
  return judgeItem(item, {
    index: indexEvidence(given.evidence ?? []),
    waivers: new Map((given.waivers ?? []).map((waiver) => [waiver.item, waiver])),
    surfaces: given.surfaces ?? ['local', 'cloud'],
    pin: given.pin ?? '0.139.0',
    pinnedAt: '2026-11-19T08:00:00.000Z',
    now: new Date(given.now ?? '2026-11-21T12:00:00.000Z'),
  });
}

const attested = (more: Partial<RecordedEvidence> = {}) =>
  evidenceOf({
    kind: 'attestation',
    key: 'pilot.cases',
    source: runbookOf(twoItems).items[1]?.digest ?? '',
    summary: 'attested by bob@example.com as team lead',
    ...more,
  });

describe('an item that a check shows', () => {
  it.each([
    ['is open while the check has not run', [], 'open', 'the check cli.version has not run'],
    ['is satisfied when it passed', [evidenceOf()], 'satisfied', 'pass: as pinned'],
    [
      'is failing when it failed',
      [evidenceOf({ outcome: 'bad', summary: 'fail: another' })],
      'failing',
      'fail: another',
    ],
    [
      'stays open when it was skipped or could not be carried out',
      [evidenceOf({ outcome: 'unknown', summary: 'skip: not here' })],
      'open',
      'skip: not here',
    ],
    [
      'is open when it asks a person',
      [evidenceOf({ outcome: 'manual', summary: 'manual: look' })],
      'open',
      'asks a person: manual: look',
    ],
    [
      'goes by the newest result on the pinned version',
      [evidenceOf({ outcome: 'bad', seq: 1 }), evidenceOf({ seq: 2 })],
      'satisfied',
      'pass: as pinned',
    ],
    [
      'is not shown by a candidate',
      [evidenceOf({ seq: 1 }), evidenceOf({ seq: 2, version: '0.150.0', outcome: 'bad' })],
      'satisfied',
      'pass: as pinned',
    ],
  ] as const)('%s', (_, evidence, state, reason) => {
    expect(judge('pilot.version', { evidence })).toMatchObject({ state, reason });
  });

  it('goes stale when the pin moves, since the time it moved', () => {
    expect(judge('pilot.version', { evidence: [evidenceOf()], pin: '0.150.0' })).toMatchObject({
      state: 'stale',
      reason: 'gathered on 0.139.0; the pin is 0.150.0',
      staleSince: '2026-11-19T08:00:00.000Z',
    });
  });

  it('is satisfied by an attestation of the item when the check asked a person', () => {
    const asked = evidenceOf({ outcome: 'manual', summary: 'manual: look at the window' });
    const digest = runbookOf(twoItems).items[0]?.digest ?? '';
    const answer = attested({ key: 'pilot.version', source: digest });
    expect(judge('pilot.version', { evidence: [asked, answer] }).state).toBe('satisfied');
    const elsewhere = { ...answer, version: '0.120.0' };
    expect(judge('pilot.version', { evidence: [asked, elsewhere] }).state).toBe('open');
  });
});

describe('an item that a check shows on any version', () => {
  const items = itemText('pilot.version', { evidence: '[{check: cli.version}]' });
  const stateOf = (evidence: readonly RecordedEvidence[], pin?: string) =>
    judge('pilot.version', { evidence, ...(pin === undefined ? {} : { pin }) }, items).state;
  const onPin = evidenceOf({ seq: 1 });
  const onCandidate = evidenceOf({ seq: 2, version: '0.150.0', outcome: 'bad' });

  it('goes by the pin where the pin was tested, whatever a candidate came to since', () => {
    expect(stateOf([onPin, onCandidate])).toBe('satisfied');
    expect(stateOf([onPin, onCandidate], '0.150.0')).toBe('failing');
  });

  it('stays as it was when the pin moves on, and goes by what names no version', () => {
    expect(stateOf([onPin], '0.150.0')).toBe('satisfied');
    expect(stateOf([onPin, evidenceOf({ seq: 3, version: '', outcome: 'bad' })])).toBe('failing');
  });
});

describe('an item that a person attests', () => {
  it('is open until somebody does, and says what they would state', () => {
    expect(judge('pilot.cases')).toMatchObject({ state: 'open', reason: 'not attested yet: It is so.' });
    expect(judge('pilot.cases', { evidence: [attested()] }).state).toBe('satisfied');
  });

  it('does not depend on the pin unless it is bound to it', () => {
    expect(judge('pilot.cases', { evidence: [attested()], pin: '0.150.0' }).state).toBe('satisfied');
  });

  it.each([
    ['2026-11-21T12:05:00.000Z', 'satisfied'],
    ['2026-11-21T12:05:00.001Z', 'stale'],
    ['2031-02-01T00:00:00.000Z', 'stale'],
  ])('is not shown by a statement of a clock that runs ahead: dated %s it is %s', (at, state) => {
    const judged = judge('pilot.cases', { evidence: [attested({ at })] });
    expect(judged.state).toBe(state);
    if (state === 'stale') {
      expect(judged.reason).toBe(
        `dated ${at.slice(0, 10)}, ahead of the clock, so its age is not known: record it again`,
      );
      const text = describeItem(judged, new Date('2026-11-21T12:00:00.000Z'));
      expect(text).toContain(`dated ${at.slice(0, 10)}, ahead of the clock, by`);
      expect(text).not.toContain('today');
    }
  });

  it.each([
    ['2027-02-18T11:59:59.999Z', 'satisfied'],
    ['2027-02-18T12:00:00.000Z', 'stale'],
  ])('grows too old after its days: at %s it is %s', (now, state) => {
    expect(judge('pilot.cases', { evidence: [attested()], now }).state).toBe(state);
  });

  it('says since when it is too old', () => {
    expect(judge('pilot.cases', { evidence: [attested()], now: '2027-06-01T00:00:00.000Z' })).toMatchObject({
      reason: 'older than 90 days',
      staleSince: '2027-02-18T12:00:00.000Z',
    });
  });

  it('goes stale when the text that was attested is another one now', () => {
    expect(judge('pilot.cases', { evidence: [attested({ source: 'another' })] })).toMatchObject({
      state: 'stale',
      reason: 'the item was changed since it was attested',
    });
  });
});

describe('a waiver', () => {
  const waivers = [waiverOf()];

  it('stands in for what is missing, with its reason, approver and end', () => {
    expect(judge('pilot.cases', { waivers })).toMatchObject({
      state: 'waived',
      reason: 'the team is on holiday; waived by ada@example.com until 2026-12-20',
    });
  });

  it('past its end reopens the item by itself', () => {
    expect(judge('pilot.cases', { waivers, now: '2026-12-20T11:59:59.999Z' }).state).toBe('waived');
    expect(judge('pilot.cases', { waivers, now: '2026-12-20T12:00:00.000Z' })).toMatchObject({
      state: 'open',
      reason: 'not attested yet: It is so.; its waiver expired on 2026-12-20',
    });
  });

  it('does not hide that the item is satisfied', () => {
    expect(judge('pilot.cases', { waivers, evidence: [attested()] }).state).toBe('satisfied');
  });
});

describe('an item with several requirements', () => {
  const items = itemText('pilot.both', {
    evidence: '[{check: cli.version}, {artifact: usage-policy}, {metric: rate}, {review: release}]',
  });

  it('needs all of them, and tells the worst fault', () => {
    const good = (['check', 'artifact', 'metric', 'review'] as const).map((kind) =>
      evidenceOf({
        kind,
        key: { check: 'cli.version', artifact: 'usage-policy', metric: 'rate', review: 'release' }[kind],
      }),
    );
    expect(judge('pilot.both', { evidence: good }, items).state).toBe('satisfied');
    for (const missing of good) {
      const others = good.filter((one) => one !== missing);
      expect(judge('pilot.both', { evidence: others }, items).state).toBe('open');
      const bad = { ...missing, outcome: 'bad' as const };
      expect(judge('pilot.both', { evidence: [...others.slice(1), bad] }, items).state).toBe('failing');
    }
  });
});

describe('an item that an approved artifact shows', () => {
  const items = itemText('pilot.policy', { evidence: '[{artifact: usage-policy}]' });
  const approved = evidenceOf({
    kind: 'artifact',
    key: 'usage-policy',
    version: '',
    good_until: '2027-05-20T00:00:00.000Z',
  });

  it('is satisfied until the day of its review, and stale from then on', () => {
    const at = (now: string) => judge('pilot.policy', { evidence: [approved], now }, items);
    expect(at('2027-05-19T23:59:59.999Z').state).toBe('satisfied');
    expect(at('2027-05-20T00:00:00.000Z')).toMatchObject({
      state: 'stale',
      reason: 'its review was due on 2027-05-20',
      staleSince: '2027-05-20T00:00:00.000Z',
    });
  });

  it('is satisfied again once it was approved again', () => {
    const again = { ...approved, seq: approved.seq + 1, good_until: '2027-11-16T00:00:00.000Z' };
    const given = { evidence: [approved, again], now: '2027-05-20T00:00:00.000Z' };
    expect(judge('pilot.policy', given, items).state).toBe('satisfied');
  });
});

it('does not apply where Codex is not in use', () => {
  const items = itemText('pilot.cloud', { more: 'surfaces: [cloud]' });
  expect(judge('pilot.cloud', { surfaces: ['local'] }, items)).toMatchObject({
    state: 'not applicable',
    reason: 'concerns cloud use only',
  });
  expect(judge('pilot.cloud', { surfaces: ['local', 'cloud'] }, items).state).toBe('open');
});

it.each([
  ['satisfied', true],
  ['waived', true],
  ['not applicable', true],
  ['open', false],
  ['stale', false],
  ['failing', false],
] as const)('a gate need not wait for an item that is %s: %s', (state, held) => {
  expect(holds({ state })).toBe(held);
});
