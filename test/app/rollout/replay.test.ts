import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRollout } from '../../../src/app/rollout/read-rollout.ts';
import { readStatus } from '../../../src/app/rollout/read-status.ts';
import { PHASE_IDS } from '../../../src/domain/base/phase.ts';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import { ROLES } from '../../../src/domain/people/role.ts';
import { frontMatter } from '../../../src/domain/runbooks/parse-runbook.ts';
import type { Store } from '../../../src/store/connection/open.ts';
import { toBlob, toEvidence } from '../../../src/store/log/blob.ts';
import { checkFinished, rolloutStarted, testStore } from '../../support/history.ts';
import { runbookOf, twoItems } from '../../support/rollout-builders.ts';
import { dumpProjections } from '../../support/store-files.ts';
import { testWorld } from '../../support/world.ts';

const pilot = runbookOf(twoItems);
const text = toBlob(pilot.text);
const people = ['ada@example.com', 'bob@example.com', 'eve@example.com'] as const;
const items = ['pilot.version', 'pilot.cases'] as const;
const versions = ['0.139.0', '0.150.0'] as const;
const days = fc.integer({ min: 1, max: 400 }).map((n) => new Date(Date.UTC(2026, 10, 20 + n)).toISOString());

const published: CockpitEvent = {
  kind: 'runbook.published',
  body: {
    v: 1,
    runbook: 'pilot',
    revision: 1,
    text: toEvidence('runbooks/pilot.md', text),
    declaration: { ...frontMatter(pilot) },
    reason: 'ours',
    run: null,
    waived: 'a test',
  },
};

const checked = (run: string) =>
  fc
    .record({
      verdict: fc.constantFrom('pass', 'fail', 'skip', 'manual', 'error'),
      version: fc.constantFrom(...versions),
    })
    .map(({ verdict, version }): CockpitEvent => {
      const { kind, body } = checkFinished(run);
      if (kind !== 'check.finished') throw new Error('not a check');
      return { kind, body: { ...body, verdict: verdict as 'pass', cli_version: version } };
    });

/** What could happen to an artifact, and to the review of a change. */
function artifactEvents(given: { revision: number; complete: boolean; role: (typeof ROLES)[number] }) {
  const { revision, complete, role } = given;
  const named = { v: 1 as const, artifact: 'usage-policy', revision };
  const placed = { ...named, sha256: 'aa', repository: 'shop' };
  const events: CockpitEvent[] = [
    {
      kind: 'artifact.revised',
      body: {
        ...{ ...named, placeholders: [], note: null, text: { label: 'x', sha256: 'aa', size: 1 } },
        declaration: {
          ...{ title: 'Policy', owner: role, reviewers: [role], cadence_days: 30 },
          ...{ format: 'md', content: 'text', publish_to: 'p.md' },
        },
      },
    },
    { kind: 'artifact.submitted', body: { ...named, sha256: 'aa', role } },
    {
      kind: 'artifact.approved',
      body: {
        ...{ ...named, sha256: 'aa', role, by_author: false, complete },
        next_review_on: complete ? '2027-01-10' : null,
      },
    },
    {
      kind: 'artifact.published',
      body: { ...placed, path: 'p.md', replaced: 'nothing', header: true },
    },
    {
      kind: 'catalog.ran',
      body: {
        ...{ ...placed, command: 'tests', argv: ['x'], commit: null, changed: false, cli_version: null },
        ...{ verdict: complete ? 'pass' : 'fail', summary: 'exit 0', duration_ms: 1 },
        output: { label: 'x', sha256: 'aa', size: 1 },
      },
    },
    {
      kind: 'review.finished',
      body: {
        ...{ v: 1, review: `r${revision}`, name: 'high-risk-change', change: 'c', role },
        ...{ answers: [], exceptions: [], note: null },
      },
    },
  ];
  return events;
}

/** Any event that the program could record about a rollout; `n` keeps runs apart. */
const event = (n: number): fc.Arbitrary<CockpitEvent> =>
  fc.oneof(
    checked(`run-${n}`),
    fc.record({ item: fc.constantFrom(...items), pin: fc.constantFrom(...versions) }).map(
      ({ item, pin }): CockpitEvent => ({
        kind: 'item.attested',
        body: {
          v: 1,
          item,
          item_sha256: pilot.items.find(({ id }) => id === item)?.digest ?? '',
          statements: ['It is so.'],
          role: 'team lead',
          note: null,
          pin,
        },
      }),
    ),
    fc.record({ item: fc.constantFrom(...items), expires_at: days }).map(
      (given): CockpitEvent => ({
        kind: 'item.waived',
        body: { v: 1, reason: 'x', role: 'rollout owner', ...given },
      }),
    ),
    fc.record({ item: fc.constantFrom(...items), what: fc.constantFrom('attestation', 'waiver') }).map(
      ({ item, what }): CockpitEvent => ({
        kind: 'item.withdrawn',
        body: { v: 1, item, what: what as 'waiver', reason: 'x' },
      }),
    ),
    fc.constantFrom(...versions).map(
      (to): CockpitEvent => ({
        kind: 'rollout.pin-moved',
        body: { v: 1, from: '0.139.0', to, reason: 'x' },
      }),
    ),
    fc.constantFrom(['local'] as const, ['cloud'] as const, ['local', 'cloud'] as const).map(
      (surfaces): CockpitEvent => ({
        kind: 'rollout.surfaces-chosen',
        body: { v: 1, surfaces: [...surfaces] },
      }),
    ),
    fc.record({ email: fc.constantFrom(...people, 'ADA@example.com'), roles: fc.subarray([...ROLES]) }).map(
      ({ email, roles }): CockpitEvent => ({
        kind: 'person.recorded',
        body: { v: 1, email, name: null, roles, keys: [] },
      }),
    ),
    fc.record({ phase: fc.constantFrom(...PHASE_IDS), role: fc.constantFrom(...ROLES) }).map(
      ({ phase, role }): CockpitEvent => ({
        kind: 'phase.signed',
        body: { v: 1, phase, role, evidence_sha256: 'aa', signature: null },
      }),
    ),
    fc.constantFrom(...PHASE_IDS).map(
      (phase): CockpitEvent => ({
        kind: 'phase.passed',
        body: { v: 1, phase, pin: '0.139.0', evidence_sha256: 'aa', items: [], sign_offs: [] },
      }),
    ),
    fc
      .record({
        revision: fc.integer({ min: 1, max: 3 }),
        complete: fc.boolean(),
        role: fc.constantFrom(...ROLES),
      })
      .chain(({ revision, complete, role }) =>
        fc.constantFrom(...artifactEvents({ revision, complete, role })),
      ),
    fc
      .constantFrom(...PHASE_IDS)
      .map((phase): CockpitEvent => ({ kind: 'phase.revisited', body: { v: 1, phase, reason: 'x' } })),
  );

const history = fc
  .integer({ min: 0, max: 25 })
  .chain((length) =>
    fc.tuple(
      ...Array.from({ length }, (_, n) => fc.record({ event: event(n), actor: fc.constantFrom(...people) })),
    ),
  );

async function begin(): Promise<Store & { path: string }> {
  const store = await testStore();
  await store.append(() => [
    { actor: 'ada@example.com', subject: 'rollout', event: rolloutStarted },
    { actor: 'ada@example.com', subject: 'runbook/pilot', event: published, blobs: [text] },
  ]);
  return store;
}

describe('the state of a rollout', () => {
  it('is the same whether entry by entry or replayed from the log, whatever happened', async () => {
    const world = { ...testWorld(), as: 'ada@example.com', now: () => new Date('2027-01-15T00:00:00.000Z') };
    await fc.assert(
      fc.asyncProperty(history, async (happened) => {
        const [single, whole] = await Promise.all([begin(), begin()]);
        const drafts = happened.map(({ event: one, actor }) => ({ actor, subject: 'any', event: one }));
        for (const draft of drafts) await single.append(() => [draft]);
        await whole.append(() => drafts);
        const before = await readStatus(world, single);
        const projections = dumpProjections(single.path);
        await single.rebuild();
        expect(dumpProjections(single.path)).toEqual(projections);
        expect(await readStatus(world, single)).toEqual(before);
        const states = async (store: Store) =>
          (await readRollout(world, store)).derived.phases.map(({ state, items: judged, blockers }) => [
            state,
            judged.map((one) => [one.item.id, one.state]),
            blockers,
          ]);
        expect(await states(whole)).toEqual(await states(single));
        expect(await single.verify()).toMatchObject({ whole: true });
        await Promise.all([single.close(), whole.close()]);
      }),
      { numRuns: 25 },
    );
  });
});
