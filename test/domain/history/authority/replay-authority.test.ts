import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import { isAuthorityFault } from '../../../../src/domain/history/authority/authority-finding.ts';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import type { Role } from '../../../../src/domain/people/role.ts';
import { eventOf } from '../../../support/every-event.ts';
import { replayAuthority } from '../../../support/replay-authority.ts';

type Act = readonly [actor: string, event: CockpitEvent];

const started: CockpitEvent = {
  kind: 'rollout.started',
  body: { v: 1, name: 'Acme', pin: '0.139.0' },
};

const person = (email: string, roles: readonly Role[], keys: readonly string[] = []): CockpitEvent => ({
  kind: 'person.recorded',
  body: { v: 1, email, name: null, roles: [...roles], keys: [...keys] },
});

/** Ada started the rollout and owns it, Bob is platform engineer, Sue security owner, Aud auditor. */
const team: readonly Act[] = [
  ['ada', started],
  ['ada', person('ada', ['rollout owner'])],
  ['ada', person('bob', ['platform engineer'])],
  ['ada', person('sue', ['security owner'])],
  ['ada', person('aud', ['auditor'])],
];

/** What is found in these acts behind the founding of the team. */
function found(...acts: readonly Act[]) {
  return replayAuthority(
    [...team, ...acts].map(([actor, { kind, body }], index) => ({
      seq: index + 1,
      actor,
      kind,
      body: canonicalJson(body),
    })),
  ).map(({ seq, kind, actor, reason }) => ({ act: seq - team.length, kind, actor, reason }));
}

const attested = (role: Role): CockpitEvent => {
  const event = eventOf('item.attested');
  return { ...event, body: { ...event.body, item: 'pilot.use-cases', role } };
};
const moved = { ...eventOf('rollout.pin-moved') };
const revised: CockpitEvent = (() => {
  const event = eventOf('artifact.revised');
  const declaration = { ...event.body.declaration, owner: 'platform engineer' as const };
  return { ...event, body: { ...event.body, artifact: 'policy', revision: 1, declaration } };
})();
const approved = (role: Role): CockpitEvent => {
  const event = eventOf('artifact.approved');
  return { ...event, body: { ...event.body, artifact: 'policy', revision: 1, role } };
};
const review = (kind: 'review.started' | 'review.finished', exceptions: string[] = []): CockpitEvent => {
  const event = eventOf(kind);
  const body = { ...event.body, review: 'r1', ...(kind === 'review.finished' ? { exceptions } : {}) };
  return { kind, body } as CockpitEvent;
};
const source = (state: 'experiment' | 'team standard' | 'unknown'): CockpitEvent => {
  const event = eventOf('source.decided');
  return { ...event, body: { ...event.body, source: 'acme', state } };
};

const restored = (() => {
  const event = eventOf('history.restored');
  return { ...event, body: { ...event.body, role_from: 'backup' } } as CockpitEvent;
})();

describe('a replay of who was allowed to do what', () => {
  it('finds nothing in the founding of a team', () => {
    expect(found()).toEqual([]);
  });

  it.each<[what: string, allowed: string, refused: string, event: CockpitEvent]>([
    ['moves the pin', 'bob', 'sue', moved],
    ['manages people', 'ada', 'bob', person('eve', ['rollout owner'])],
    ['chooses the surfaces', 'ada', 'bob', eventOf('rollout.surfaces-chosen')],
    ['waives an item', 'sue', 'bob', eventOf('item.waived')],
    ['records a metric', 'ada', 'bob', eventOf('metric.recorded')],
    ['passes a phase', 'ada', 'sue', eventOf('phase.passed')],
    ['revisits a phase', 'sue', 'bob', eventOf('phase.revisited')],
    ['promotes a source', 'bob', 'sue', source('experiment')],
    ['upgrades a marketplace', 'bob', 'sue', eventOf('plugins.upgraded')],
    ['acknowledges commands', 'sue', 'ada', eventOf('source.acknowledged')],
    ['attests models', 'sue', 'bob', eventOf('models.cloud-attested')],
    ['writes an artifact', 'sue', 'aud', revised],
    ['publishes an artifact', 'bob', 'sue', eventOf('artifact.published')],
    ['runs the catalog', 'sue', 'aud', eventOf('catalog.ran')],
    ['reviews a change', 'sue', 'eve', review('review.started')],
    ['chooses the second place', 'sue', 'eve', eventOf('checkpoint.place-chosen')],
    ['removes texts', 'sue', 'bob', eventOf('blobs.removed')],
    ['restores a backup', 'bob', 'sue', restored],
    ['attests as what they are', 'bob', 'sue', attested('platform engineer')],
  ])('knows who %s', (_, allowed, refused, event) => {
    expect(found([allowed, event])).toEqual([]);
    const [finding, ...more] = found([refused, event]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ act: 1, kind: 'unauthorised', actor: refused });
    expect(finding?.reason).toMatch(/^\S+ (had no role|was [a-z ]+) then and might not /);
  });

  it('goes by the roles of that time, whoever is asked later', () => {
    const acts: readonly Act[] = [
      ['bob', moved],
      ['ada', person('BOB', [])],
      ['bob', moved],
      ['Bob', eventOf('check.finished')],
    ];
    expect(found(...acts)).toEqual([
      {
        act: 3,
        kind: 'unauthorised',
        actor: 'bob',
        reason: 'bob had no role then and might not move the pin',
      },
    ]);
  });

  it('lets nobody give themselves the right to what they do', () => {
    expect(found(['eve', person('eve', ['rollout owner'])])).toMatchObject([
      { act: 1, kind: 'unauthorised', actor: 'eve' },
    ]);
  });

  it('lets anybody but an auditor run checks', () => {
    expect(found(['eve', eventOf('check.finished')], ['eve', eventOf('run.started')])).toEqual([]);
    expect(found(['aud', eventOf('check.finished')])).toMatchObject([{ kind: 'unauthorised', actor: 'aud' }]);
  });

  it('finds a second start of the rollout', () => {
    expect(found(['eve', started], ['eve', person('eve', ['rollout owner'])])).toMatchObject([
      { act: 1, kind: 'unauthorised' },
      { act: 2, kind: 'unauthorised' },
    ]);
  });

  it('finds a key that is recorded for a second person, and not one that is recorded again', () => {
    const key = 'ssh-ed25519 AAAA';
    expect(
      found(
        ['ada', person('bob', ['platform engineer'], [key])],
        ['ada', person('Bob', ['team lead'], [key])],
        ['ada', person('sue', ['security owner'], [key])],
      ),
    ).toMatchObject([{ act: 3, kind: 'shared key' }]);
  });

  it('lets whoever made a statement take it back, and a rollout owner that of anybody', () => {
    const withdrawn = eventOf('item.withdrawn');
    const event = { ...withdrawn, body: { ...withdrawn.body, item: 'pilot.use-cases', what: 'attestation' } };
    const take = (actor: string) =>
      found(['bob', attested('platform engineer')], [actor, event as CockpitEvent]);
    expect(take('bob')).toEqual([]);
    expect(take('ada')).toEqual([]);
    expect(take('sue')).toMatchObject([{ act: 2, kind: 'unauthorised' }]);
  });

  it('warns of approvals that were the own ones of the author, and of one person in two roles', () => {
    expect(found(['bob', revised], ['bob', approved('platform engineer')])).toMatchObject([
      { act: 2, kind: 'own approval', actor: 'bob' },
    ]);
    const both = person('sue', ['security owner', 'team lead']);
    const findings = found(
      ['bob', revised],
      ['ada', both],
      ['sue', approved('security owner')],
      ['sue', approved('team lead')],
    );
    expect(findings).toMatchObject([{ act: 4, kind: 'one person', actor: 'sue' }]);
    expect(findings.some((one) => isAuthorityFault(one))).toBe(false);
  });

  it('finds an approval of what nobody wrote', () => {
    expect(found(['bob', approved('platform engineer')])).toMatchObject([{ kind: 'unauthorised' }]);
  });

  it('warns of a review that one person began and finished, unless it counts for nothing', () => {
    expect(found(['bob', review('review.started')], ['bob', review('review.finished')])).toMatchObject([
      { act: 2, kind: 'one person', actor: 'bob' },
    ]);
    expect(found(['bob', review('review.started')], ['sue', review('review.finished')])).toEqual([]);
    expect(found(['sue', review('review.started')], ['sue', review('review.finished', ['tests'])])).toEqual(
      [],
    );
  });

  it('knows that anybody makes the first key, and who may make another', () => {
    const key = eventOf('key.made');
    expect(found(['eve', key], ['bob', key])).toEqual([]);
    expect(found(['ada', key], ['eve', key])).toMatchObject([{ act: 2, kind: 'unauthorised' }]);
  });

  it('says of what it cannot read that nobody can tell', () => {
    const strange = { kind: 'moon.landed', body: {} } as unknown as CockpitEvent;
    expect(found(['ada', strange])).toMatchObject([{ act: 1, kind: 'unproved' }]);
  });
});
