import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src/domain/people/person.ts';
import type { Role } from '../../../src/domain/people/role.ts';
import { deriveRollout, type RolloutRecord } from '../../../src/domain/rollout/derive-rollout.ts';
import { awaitedActions, firstOfEachRole, nextActions } from '../../../src/domain/rollout/next-actions.ts';
import { entriesOf } from '../../support/artifacts.ts';
import { recordOf } from '../../support/recorded-builders.ts';
import { evidenceOf, runbookOf, signedNow, signOffOf, twoItems } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';

const pilot = runbookOf(twoItems);
const person = (email: string, ...roles: Role[]): Person => ({
  email,
  name: undefined,
  roles,
  keys: [],
  seq: 1,
});
const people = [person('ada@x.org', 'rollout owner'), person('bob@x.org', 'team lead', 'platform engineer')];
const attestation = evidenceOf({
  kind: 'attestation',
  key: 'pilot.cases',
  source: pilot.items[1]?.digest ?? '',
});
const shown = [evidenceOf(), attestation];

function derive(given: Partial<RolloutRecord> = {}) {
  const now = new Date('2026-11-21T12:00:00.000Z');
  return deriveRollout(signedNow(recordOf({ people, ...given }), [pilot], now), [pilot], now);
}

const actionsOf = (email: string, given: Partial<RolloutRecord> = {}) =>
  nextActions(derive(given), given.people ?? people, email).map(({ action }) => action);

describe('what a person could do next', () => {
  it('is what falls to their roles, in the order in which the gate waits for it', () => {
    expect(actionsOf('bob@x.org')).toEqual(['run the check cli.version', 'attest pilot.cases']);
    expect(actionsOf('ada@x.org')).toEqual([]);
  });

  it('names the command that does it', () => {
    expect(nextActions(derive(), people, 'bob@x.org').map(({ command }) => command)).toEqual([
      'codex-cockpit check cli.version',
      'codex-cockpit item attest pilot.cases',
    ]);
  });

  it('is to sign once all items hold, and to pass once all have signed', () => {
    expect(actionsOf('ada@x.org', { evidence: shown })).toEqual(['sign the gate of Pilot as rollout owner']);
    expect(
      actionsOf('ada@x.org', { evidence: shown, signOffs: [signOffOf({ person: 'ada@x.org' })] }),
    ).toEqual(['pass the gate of Pilot']);
  });

  it('is to name somebody for a role that must sign and that nobody has', () => {
    const book = runbookOf(twoItems, { signOffs: '[rollout owner, security owner]' });
    const derived = deriveRollout(recordOf({ people }), [book], new Date());
    expect(nextActions(derived, people, 'ada@x.org')).toMatchObject([
      { action: 'name a security owner', wanted: 'security owner' },
    ]);
  });

  it('is to name somebody for a role that items fall to and that nobody has', () => {
    const alone = [person('ada@x.org', 'rollout owner')];
    const actions = nextActions(derive({ people: alone }), alone, 'ada@x.org');
    expect(actions.map(({ action, command }) => [action, command])).toEqual([
      ['name a platform engineer', 'codex-cockpit people add EMAIL --role "platform engineer"'],
      ['name a team lead', 'codex-cockpit people add EMAIL --role "team lead"'],
    ]);
  });

  it('is nothing for a stranger', () => {
    expect(actionsOf('eve@x.org')).toEqual([]);
  });
});

describe('who is awaited', () => {
  const board = (given: Partial<RolloutRecord> = {}) =>
    awaitedActions(derive(given), given.people ?? people).map((one) => [one.action.action, ...one.people]);

  it('is everybody who could do something, in the order in which the gate waits for it', () => {
    expect(board()).toEqual([
      ['run the check cli.version', 'bob@x.org'],
      ['attest pilot.cases', 'bob@x.org'],
    ]);
  });

  it('is nobody for a role that no person has, beside who could name one', () => {
    expect(board({ people: [person('ada@x.org', 'rollout owner')] })).toEqual([
      ['run the check cli.version'],
      ['attest pilot.cases'],
      ['name a platform engineer', 'ada@x.org'],
      ['name a team lead', 'ada@x.org'],
    ]);
  });

  it('is somebody else with a role that must sign, when one of them signed in another role', () => {
    const book = runbookOf(twoItems, { signOffs: '[rollout owner, team lead]' });
    const now = new Date('2026-11-21T12:00:00.000Z');
    const both = person('ada@x.org', 'rollout owner', 'team lead');
    const signed = (whom: readonly Person[]) => {
      const evidence = [evidenceOf(), { ...attestation, source: book.items[1]?.digest ?? '' }];
      const signOffs = [signOffOf({ person: 'ada@x.org' })];
      const record = signedNow(recordOf({ people: whom, evidence, signOffs }), [book], now);
      const derived = deriveRollout({ ...record, people: whom }, [book], now);
      return awaitedActions(derived, whom).map((one) => [one.action.action, ...one.people]);
    };
    const sign = 'sign the gate of Pilot as team lead';
    expect(signed([both, person('bob@x.org', 'team lead')])).toEqual([[sign, 'bob@x.org']]);
    expect(signed([both])).toEqual([[sign, 'ada@x.org']]);
  });

  it('is what `next` tells each of them', () => {
    const told = people.flatMap(({ email }) => nextActions(derive(), people, email));
    expect(awaitedActions(derive(), people).map(({ action }) => action)).toEqual(told);
  });

  it('is told in short by the first thing of each role', () => {
    const found = firstOfEachRole(awaitedActions(derive(), people));
    expect(found.map(({ action: { role, action } }) => [role, action])).toEqual([
      ['platform engineer', 'run the check cli.version'],
      ['team lead', 'attest pilot.cases'],
    ]);
  });
});

describe('an item that asks for an artifact', () => {
  const book = runbookOf(
    itemText('pilot.policy', { evidence: '[{artifact: policy}]', owner: 'security owner' }),
  );
  const everybody = [
    person('ada@x.org', 'rollout owner'),
    person('sue@x.org', 'security owner'),
    person('sam@x.org', 'security owner'),
  ];
  const digest = '1'.repeat(12);
  const commandsFor = (email: string, lines: Parameters<typeof entriesOf>, whom = everybody) => {
    const artifacts = new Map([['policy', entriesOf(...lines)]]);
    const record = recordOf({ people: whom, artifacts });
    const derived = deriveRollout(record, [book], new Date('2026-11-21T12:00:00.000Z'));
    return nextActions(derived, whom, email).map(({ command }) => command.replace('codex-cockpit ', ''));
  };
  const written = { revised: 1, by: 'sue@x.org' };
  const submitted = { submitted: 1, by: 'sue@x.org' };

  it.each([
    ['to write it while there is none', [], ['artifact edit policy']],
    ['to fill its gaps', [{ ...written, placeholders: ['TEAM'] }], ['artifact edit policy']],
    ['to submit it', [written], ['artifact submit policy']],
  ])('asks its owner %s', (_, lines, commands) => {
    expect(commandsFor('sam@x.org', lines)).toEqual(commands);
    expect(commandsFor('ada@x.org', lines)).toEqual([]);
  });

  it('asks each role that it waits for to approve it, and its author only for want of others', () => {
    const lines = [written, submitted];
    const approve = [`artifact approve policy ${digest}`];
    expect(commandsFor('sam@x.org', lines)).toEqual(approve);
    expect(commandsFor('ada@x.org', lines)).toEqual(approve);
    expect(commandsFor('sue@x.org', lines)).toEqual([]);
    expect(commandsFor('sue@x.org', lines, everybody.slice(0, 2))).toEqual(approve);
  });

  it('asks for somebody with a role that must approve and that nobody has', () => {
    const alone = [person('ada@x.org', 'rollout owner')];
    expect(commandsFor('ada@x.org', [written, submitted], alone)).toEqual([
      `artifact approve policy ${digest}`,
      'people add EMAIL --role "security owner"',
    ]);
  });

  it('asks for an approval though its phase is yet to come, and for nothing else of that phase', () => {
    const later = runbookOf(
      itemText('standardize.policy', { evidence: '[{artifact: policy}]', owner: 'security owner' }) +
        itemText('standardize.other', { owner: 'security owner' }),
      { id: 'standardize' },
    );
    const artifacts = new Map([['policy', entriesOf(written, submitted)]]);
    const record = recordOf({ people: everybody, artifacts });
    const derived = deriveRollout(record, [pilot, later], new Date('2026-11-21T12:00:00.000Z'));
    expect(nextActions(derived, everybody, 'sam@x.org')).toMatchObject([
      { action: 'approve policy as security owner', kind: 'artifact', key: 'policy' },
    ]);
  });

  it('asks its owner to begin the review that is due', () => {
    const lines = [
      written,
      submitted,
      { approved: 1, by: 'sam@x.org', role: 'security owner' as const },
      { approved: 1, by: 'ada@x.org', role: 'rollout owner' as const, complete: '2026-11-21' },
    ];
    expect(commandsFor('sue@x.org', lines)).toEqual(['artifact submit policy']);
  });
});

it.each([
  ['{check: catalog.unit-tests}', 'codex-cockpit catalog run unit-tests'],
  ['{review: high-risk-change}', 'codex-cockpit review start --change REF'],
  ['{review: models.cloud}', 'codex-cockpit policy models attest'],
])('an item that asks for %s names the command for it', (evidence, command) => {
  const book = runbookOf(itemText('pilot.one', { evidence: `[${evidence}]`, owner: 'team lead' }));
  const derived = deriveRollout(recordOf({ people }), [book], new Date());
  expect(nextActions(derived, people, 'bob@x.org').map((one) => one.command)).toEqual([command]);
});
