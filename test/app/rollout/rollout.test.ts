import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reviewHistory } from '../../../src/app/history/review-history.ts';
import { recordMetric } from '../../../src/app/metrics/record-metric.ts';
import { addPerson, alterPerson } from '../../../src/app/people/people.ts';
import { chooseSurfaces, foreseePinMove, movePin } from '../../../src/app/rollout/alter-rollout.ts';
import {
  attestItem,
  readItem,
  waiveItem,
  withdrawFromItem,
} from '../../../src/app/rollout/item-decisions.ts';
import {
  passPhase,
  readPhase,
  revisitPhase,
  signPhase,
  withdrawSignOff,
} from '../../../src/app/rollout/phase-decisions.ts';
import { readStatus } from '../../../src/app/rollout/read-status.ts';
import { openHistory, openWritableHistory } from '../../../src/app/world/session.ts';
import type { World } from '../../../src/app/world/world.ts';
import { type EventBody, readEvent } from '../../../src/domain/history/entry/event.ts';
import { isInOrder } from '../../../src/domain/history/proof/proof.ts';
import { renderProof } from '../../../src/report/history/proof.ts';
import { describePhase } from '../../../src/report/rollout/phase.ts';
import type { Store } from '../../../src/store/connection/open.ts';
import { checkFinished, draft, runFinished, runStarted } from '../../support/history.ts';
import { team } from '../../support/team.ts';

const item = 'pilot.cases';

type SignedBody = EventBody<'phase.signed'>;

/** Records that the check of Pilot came to a verdict on a version. */
async function checked(store: Store, run: string, { verdict = 'pass', version = '0.139.0' } = {}) {
  const { kind, body } = checkFinished(run);
  if (kind !== 'check.finished') throw new Error('not a check');
  const changed = { ...body, verdict: verdict as 'pass' | 'fail', cli_version: version };
  await store.append(() => [draft(runStarted(run)), draft({ kind, body: changed }), draft(runFinished(run))]);
}

/** Brings Pilot to an open gate. */
async function shown(place: Awaited<ReturnType<typeof team>>) {
  await checked(place.store, 'r1');
  await attestItem(place.as('bob'), place.store, { item, note: 'docs/cases.md' });
}

const kinds = async (store: Store) => (await Array.fromAsync(store.entries())).map(({ kind }) => kind);

describe('attesting an item', () => {
  it('records what was stated, by whom, in which role and on which pin', async () => {
    const { store, as } = await team();
    const judged = await attestItem(as('bob'), store, { item, note: 'docs/cases.md' });
    expect(judged.state).toBe('satisfied');
    const entry = (await Array.fromAsync(store.entries())).at(-1);
    expect(entry && readEvent(entry).body).toMatchObject({
      item,
      statements: ['It is so.'],
      role: 'team lead',
      note: 'docs/cases.md',
      pin: '0.139.0',
    });
  });

  it('is refused without the role of the owner, naming it, and records nothing', async () => {
    const { store, as } = await team();
    const before = await store.countEntries();
    await expect(attestItem(as('sue'), store, { item })).rejects.toMatchObject({
      exitCode: 1,
      message: `sue@example.com may not attest ${item}: that needs the role team lead; theirs is security owner`,
    });
    expect(await store.countEntries()).toBe(before);
  });

  it('of an item that asks for none is refused', async () => {
    const { store, as } = await team();
    await expect(attestItem(as('bob'), store, { item: 'pilot.version' })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('asks for no attestation: check cli.version'),
    });
  });

  it('of an unknown item names the nearest one', async () => {
    const { store, as } = await team();
    await expect(attestItem(as('bob'), store, { item: 'pilot.case' })).rejects.toMatchObject({
      message: `there is no item "pilot.case"; did you mean "${item}"?`,
    });
  });

  it('can be withdrawn by who made it, or by a rollout owner', async () => {
    const { store, as } = await team();
    await attestItem(as('bob'), store, { item });
    await expect(withdrawFromItem(as('sue'), store, { item, reason: 'no' })).rejects.toThrow('rollout owner');
    expect((await withdrawFromItem(as('bob'), store, { item, reason: 'wrong list' })).state).toBe('open');
    await expect(withdrawFromItem(as('bob'), store, { item, reason: 'again' })).rejects.toMatchObject({
      message: `${item} is neither attested nor waived`,
    });
    await attestItem(as('bob'), store, { item });
    expect((await withdrawFromItem(as('ada'), store, { item, reason: 'checked it' })).state).toBe('open');
  });
});

describe('waiving an item', () => {
  it('holds until its end, then the item is open again by itself', async () => {
    const { store, as, setNow } = await team();
    const waived = await waiveItem(as('sue'), store, { item, reason: 'holidays', days: '10d' });
    expect(waived).toMatchObject({ state: 'waived', waiver: { expiresAt: '2026-11-30T12:00:00.000Z' } });
    setNow('2026-11-30T12:00:00.000Z');
    expect((await readItem(as('eve'), store, item)).state).toBe('open');
  });

  it.each([
    ['without a reason', { item, reason: ' ' }, 'a reason is needed'],
    ['for no number of days', { item, reason: 'x', days: 'soon' }, '"soon" is not a number of days'],
    ['for ever', { item, reason: 'x', days: '9999d' }, 'an item can be waived for 365 days at most'],
  ])('%s is refused', async (_, asked, message) => {
    const { store, as } = await team();
    await expect(waiveItem(as('ada'), store, asked)).rejects.toThrow(message);
  });

  it('is refused to a team lead', async () => {
    const { store, as } = await team();
    await expect(waiveItem(as('bob'), store, { item, reason: 'x' })).rejects.toThrow(
      'that needs the role rollout owner or security owner',
    );
  });
});

describe('the gate of a phase', () => {
  it('is passed with the digest of every piece of evidence, which is that of its entry', async () => {
    const place = await team();
    const { store, as } = place;
    await expect(passPhase(as('ada'), store, 'pilot')).rejects.toThrow('the gate of Pilot is closed');
    await shown(place);
    await signPhase(as('ada'), store, { phase: 'pilot' });
    expect((await passPhase(as('ada'), store, 'pilot')).state).toBe('passed');
    const entries = await Array.fromAsync(store.entries());
    const passed = entries.at(-1);
    const event = passed && readEvent(passed);
    if (event?.kind !== 'phase.passed') throw new Error('no gate was passed');
    expect(event.body.items.map((one) => one.item)).toEqual(['pilot.version', item]);
    for (const { evidence } of event.body.items) {
      expect(evidence).toHaveLength(1);
      for (const { seq, sha256 } of evidence) expect(entries[seq - 1]?.hash).toBe(sha256);
    }
  });

  it('drifts when the pin moves, with the reasons, and no entry is altered', async () => {
    const place = await team();
    const { store, as } = place;
    await shown(place);
    await signPhase(as('ada'), store, { phase: 'pilot' });
    await passPhase(as('ada'), store, 'pilot');
    const before = await Array.fromAsync(store.entries());
    await movePin(as('bob'), store, { version: '0.150.0', reason: 'the suite passed' });
    const pilot = await readPhase(as('ada'), store, 'pilot');
    expect(pilot.state).toBe('drifted');
    expect(pilot.blockers).toEqual(['pilot.version is stale: gathered on 0.139.0; the pin is 0.150.0']);
    expect((await Array.fromAsync(store.entries())).slice(0, before.length)).toEqual(before);
    expect((await readStatus(as('ada'), store)).wentStale.map((one) => one.item.id)).toContain(
      'pilot.version',
    );
    await checked(store, 'r2', { version: '0.150.0' });
    expect((await readPhase(as('ada'), store, 'pilot')).state).toBe('passed');
  });

  it('drifts when a check now fails', async () => {
    const place = await team();
    const { store, as } = place;
    await shown(place);
    await signPhase(as('ada'), store, { phase: 'pilot' });
    await passPhase(as('ada'), store, 'pilot');
    await checked(store, 'r2', { verdict: 'fail' });
    expect((await readItem(as('ada'), store, 'pilot.version')).state).toBe('failing');
    expect((await readPhase(as('ada'), store, 'pilot')).state).toBe('drifted');
  });

  it('can be opened again, and its sign-offs count no more', async () => {
    const place = await team();
    const { store, as } = place;
    await shown(place);
    await expect(revisitPhase(as('ada'), store, { phase: 'pilot', reason: 'x' })).rejects.toThrow(
      'not passed',
    );
    await signPhase(as('ada'), store, { phase: 'pilot' });
    await passPhase(as('ada'), store, 'pilot');
    await expect(passPhase(as('ada'), store, 'pilot')).rejects.toThrow('passed already');
    await expect(signPhase(as('sue'), store, { phase: 'pilot' })).rejects.toThrow('passed already');
    const again = await revisitPhase(as('sue'), store, { phase: 'pilot', reason: 'new repositories' });
    expect(again).toMatchObject({ state: 'current', signOffs: [] });
    expect((await kinds(store)).filter((kind) => kind === 'phase.signed')).toHaveLength(1);
  });

  it('is not signed by somebody without a role, nor in a role that they have not', async () => {
    const { store, as } = await team();
    await expect(signPhase(as('eve'), store, { phase: 'pilot' })).rejects.toThrow(
      'that needs the role rollout owner',
    );
    await expect(signPhase(as('bob'), store, { phase: 'pilot', role: 'rollout owner' })).rejects.toThrow(
      'bob@example.com may not sign the gate of Pilot',
    );
  });
});

describe('evidence of a check', () => {
  it('counts only from somebody who had a role when they ran it', async () => {
    const { store, as, world } = await team();
    const stranger = (run: string) =>
      [runStarted(run), checkFinished(run)].map((event) => draft(event, { actor: 'eve@example.com' }));
    await store.append(() => stranger('r1'));
    expect(await readItem(as('ada'), store, 'pilot.version')).toMatchObject({
      state: 'open',
      reason: expect.stringContaining('eve@example.com had no role in the rollout when they recorded it'),
    });
    await addPerson(world, store, { email: 'eve@example.com', add: ['team lead'] });
    expect((await readItem(as('ada'), store, 'pilot.version')).state).toBe('open');
    await checked(store, 'r2');
    expect((await readItem(as('ada'), store, 'pilot.version')).state).toBe('satisfied');
    // Nor does a stranger take away what somebody else has shown.
    await store.append(() => stranger('r3').map((one) => ({ ...one, actor: 'mallory@example.com' })));
    expect((await readItem(as('ada'), store, 'pilot.version')).state).toBe('satisfied');
  });
});

describe('a sign-off', () => {
  it('is asked for again when the evidence changed, and says what did', async () => {
    const place = await team();
    const { store, as } = place;
    await signPhase(as('ada'), store, { phase: 'pilot' });
    await shown(place);
    const { signOffs, blockers } = await readPhase(as('ada'), store, 'pilot');
    expect(signOffs).toMatchObject([{ state: 'outdated' }]);
    expect(signOffs[0]?.changes.join()).toMatch(
      /pilot\.version was open and is satisfied: its evidence was nothing and is entry \d+/,
    );
    expect(blockers.join()).toMatch(/the rollout owner has to sign again: .*pilot\.version was open/);
    await expect(passPhase(as('ada'), store, 'pilot')).rejects.toThrow('has to sign again');
    await signPhase(as('ada'), store, { phase: 'pilot' });
    await passPhase(as('ada'), store, 'pilot');
    const [passed] = await store.entriesOfKind('phase.passed');
    const [, signed] = await store.entriesOfKind('phase.signed');
    expect(JSON.parse(signed?.body ?? '').evidence_sha256).toBe(
      JSON.parse(passed?.body ?? '').evidence_sha256,
    );
    // Later evidence changes nothing about what the gate was passed on.
    await checked(store, 'later');
    expect((await readPhase(as('ada'), store, 'pilot')).signOffs).toMatchObject([{ state: 'current' }]);
  });

  it('counts no more when the person has not the role any more', async () => {
    const place = await team();
    const { store, as, world } = place;
    await shown(place);
    await alterPerson(world, store, { email: 'sue@example.com', add: ['rollout owner'] });
    await signPhase(as('sue'), store, { phase: 'pilot', role: 'rollout owner' });
    expect((await readPhase(world, store, 'pilot')).blockers).toEqual([]);
    await alterPerson(world, store, { email: 'sue@example.com', remove: ['rollout owner'] });
    const { signOffs, blockers } = await readPhase(world, store, 'pilot');
    expect(signOffs).toMatchObject([{ state: 'by somebody without the role now' }]);
    expect(blockers.join()).toContain('sue@example.com is no longer rollout owner');
    await signPhase(as('ada'), store, { phase: 'pilot' });
    const both = await readPhase(world, store, 'pilot');
    expect(describePhase(both)).toMatch(
      /sue@example\.com .*without the role now[\s\S]*ada@example\.com .*: current/,
    );
    expect(both.blockers).toEqual([]);
    // Whoever gives a role again does not sign for the person.
    await alterPerson(world, store, { email: 'sue@example.com', add: ['rollout owner'] });
    const [again] = (await readPhase(world, store, 'pilot')).signOffs;
    expect(again?.state).toBe('role given again since');
    const taken = (await store.entriesOfKind('person.recorded')).at(-2)?.seq;
    expect(again?.reason).toBe(
      `the role was taken away from sue@example.com in entry ${taken} and given again`,
    );
    expect((await reviewHistory(world, store)).map(({ kind, reason }) => [kind, reason])).toEqual([
      [
        'role taken away',
        `sue@example.com signed pilot as rollout owner, and had the role taken away in entry ${taken}; they have it again`,
      ],
    ]);
    await signPhase(as('sue'), store, { phase: 'pilot', role: 'rollout owner' });
    const states = (await readPhase(world, store, 'pilot')).signOffs.map(({ person, state }) => [
      person,
      state,
    ]);
    expect(states).toContainEqual(['sue@example.com', 'current']);
  });

  it('can be withdrawn by whoever gave it, and by a rollout owner, but by nobody else', async () => {
    const place = await team();
    const { store, as, world } = place;
    await shown(place);
    await signPhase(as('bob'), store, { phase: 'pilot' });
    await expect(
      withdrawSignOff(as('sue'), store, { phase: 'pilot', person: 'bob@example.com', reason: 'x' }),
    ).rejects.toThrow('may not withdraw what another person stated');
    const own = await withdrawSignOff(as('bob'), store, { phase: 'pilot', reason: 'too early' });
    expect(own.signOffs).toEqual([]);
    await signPhase(as('bob'), store, { phase: 'pilot' });
    const asked = { phase: 'pilot', person: 'bob@example.com', reason: 'he left' };
    expect((await withdrawSignOff(world, store, asked)).signOffs).toEqual([]);
    await expect(withdrawSignOff(world, store, asked)).rejects.toThrow('has no sign-off under the gate');
    expect((await store.verify()).authority).toEqual([]);
  });
});

/** OpenSSH is the machine's, not ours: without it there is nothing to try. */
const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

describe.skipIf(!hasSshKeygen)('a sign-off with an SSH key', () => {
  /** Makes a key and records it for Ada. */
  async function withKey() {
    const place = await team();
    const key = join(place.world.root, 'id');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    await alterPerson(place.world, place.store, { email: 'ada@example.com', keyFiles: [`${key}.pub`] });
    return { ...place, key };
  }

  it('is signed, and verifies again from the entry alone', async () => {
    const { store, as, key } = await withKey();
    const signed = await signPhase(as('ada'), store, { phase: 'pilot', key });
    expect(signed.signOffs[0]?.signature?.publicKey).toBe(
      readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' '),
    );
    expect((await readPhase(as('aud'), store, 'pilot')).signOffs).toMatchObject([{ state: 'current' }]);
  });

  it.each([
    ['over other evidence', (body: SignedBody) => ({ ...body, evidence_sha256: '00'.repeat(32) })],
    ['with another list of evidence', (body: SignedBody) => ({ ...body, items: [] })],
    ['as something else', (body: SignedBody) => ({ ...body, role: 'team lead' as const })],
    [
      'with a key that nobody recorded',
      (body: SignedBody) => ({
        ...body,
        signature: body.signature && { ...body.signature, public_key: 'ssh-ed25519 AAAA' },
      }),
    ],
  ])('is a bad signature when somebody appends it %s', async (_, forge) => {
    const { store, as, key } = await withKey();
    await signPhase(as('ada'), store, { phase: 'pilot', key });
    const [entry] = await store.entriesOfKind('phase.signed');
    const event = entry && readEvent(entry);
    if (event?.kind !== 'phase.signed') throw new Error('nothing was signed');
    await store.append(() => [
      { actor: 'ada@example.com', subject: 'phase/pilot', event: { ...event, body: forge(event.body) } },
    ]);
    const { signOffs } = await readPhase(as('ada'), store, 'pilot');
    expect(signOffs.at(-1)).toMatchObject({ state: 'bad signature' });
  });

  it.each([
    [
      'was withdrawn',
      (world: World, store: Store) => withdrawSignOff(world, store, { phase: 'pilot', reason: 'too early' }),
    ],
    [
      'was of a gate that was opened again',
      async (world: World, store: Store) => {
        await passPhase(world, store, 'pilot');
        await revisitPhase(world, store, { phase: 'pilot', reason: 'two more repositories' });
      },
    ],
  ])('counts no more when it %s and somebody appends a copy of it', async (_, takeBack) => {
    const place = await withKey();
    const { store, as, key } = place;
    await shown(place);
    await signPhase(as('ada'), store, { phase: 'pilot', key });
    const [entry] = await store.entriesOfKind('phase.signed');
    const event = entry && readEvent(entry);
    if (event?.kind !== 'phase.signed') throw new Error('nothing was signed');
    await takeBack(as('ada'), store);
    const copy = { actor: 'ada@example.com', subject: 'phase/pilot', event };
    const [copied] = await store.append(() => [copy]);
    const reason = `this signature was given before, in entry ${entry?.seq}`;
    expect((await readPhase(as('ada'), store, 'pilot')).signOffs).toMatchObject([
      { state: 'bad signature', reason },
    ]);
    await expect(passPhase(as('ada'), store, 'pilot')).rejects.toThrow(reason);
    const found = { seq: copied?.seq, kind: 'bad signature', reason: expect.stringContaining(reason) };
    const proof = await store.verify();
    expect(proof.authority).toMatchObject([found]);
    expect([isInOrder(proof), renderProof(proof)]).toEqual([
      false,
      expect.stringContaining(`entry ${copied?.seq} (bad signature)`),
    ]);
    expect(await reviewHistory(as('aud'), store)).toEqual(
      expect.arrayContaining([expect.objectContaining(found)]),
    );
    // The person can sign the same evidence again.
    await signPhase(as('ada'), store, { phase: 'pilot', key });
    expect((await readPhase(as('ada'), store, 'pilot')).blockers).toEqual([]);
    await passPhase(as('ada'), store, 'pilot');
  });

  it('is refused with a key that is not recorded, and says so', async () => {
    const { store, as, world } = await withKey();
    const other = join(world.root, 'other');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    await expect(signPhase(as('ada'), store, { phase: 'pilot', key: other })).rejects.toThrow(
      'not recorded for you',
    );
  });

  it('does not become unsigned by accident: without the key it is refused', async () => {
    const { store, as } = await withKey();
    await expect(signPhase(as('ada'), store, { phase: 'pilot' })).rejects.toThrow(
      'none of the SSH keys recorded for you is here',
    );
    await expect(signPhase(as('ada'), store, { phase: 'pilot', unsigned: true })).rejects.toThrow(
      'a sign-off without it would not count',
    );
  });

  it('is with a key that belongs to one person', async () => {
    const { world, store, key } = await withKey();
    await expect(
      alterPerson(world, store, { email: 'bob@example.com', keyFiles: [`${key}.pub`] }),
    ).rejects.toThrow('this key is recorded for ada@example.com: a key belongs to one person');
  });

  it('never takes a private key for a public one', async () => {
    const { world, store, key } = await withKey();
    const change = alterPerson(world, store, { email: 'bob@example.com', keyFiles: [key] });
    await expect(change).rejects.toThrow('not a public SSH key');
    await expect(change).rejects.not.toThrow('PRIVATE');
  });
});

describe('people', () => {
  it('are managed by a rollout owner alone', async () => {
    const { store, as } = await team();
    await expect(addPerson(as('bob'), store, { email: 'x@example.com' })).rejects.toThrow(
      'bob@example.com may not manage people: that needs the role rollout owner',
    );
  });

  it('are not added twice, whatever the case of their address', async () => {
    const { store, as } = await team();
    await expect(addPerson(as('ada'), store, { email: 'BOB@example.com' })).rejects.toThrow(
      'is in this rollout already',
    );
  });

  it('always include a rollout owner', async () => {
    const { store, as } = await team();
    const change = { email: 'ada@example.com', remove: ['rollout owner'] as const };
    await expect(alterPerson(as('ada'), store, change)).rejects.toThrow('only rollout owner');
    await alterPerson(as('ada'), store, { email: 'sue@example.com', add: ['rollout owner'] });
    expect((await alterPerson(as('ada'), store, change)).roles).toEqual([]);
    await expect(addPerson(as('ada'), store, { email: 'y@example.com' })).rejects.toThrow('no role here');
  });
});

describe('an auditor', () => {
  it('looks at everything and records nothing, not even through a run', async () => {
    const { store, as } = await team();
    const auditor = await openWritableHistory(as('aud'), {});
    const before = await store.countEntries();
    const starting = auditor.append(() => [draft(runStarted('r9'), { actor: 'aud@example.com' })]);
    await expect(starting).rejects.toMatchObject({
      exitCode: 1,
      message: 'aud@example.com is an auditor, who looks at everything and records nothing',
    });
    await auditor.close();
    expect(await store.countEntries()).toBe(before);
    const reader = await openHistory(as('aud'), {});
    expect((await readStatus(as('aud'), reader)).phases).toHaveLength(4);
    await reader?.close();
  });

  it('has a session that cannot be written from at all', async () => {
    const { as } = await team();
    await expect(openWritableHistory({ ...as('ada'), readOnly: true }, {})).rejects.toMatchObject({
      exitCode: 2,
      message: 'this session is read-only: nothing is recorded',
    });
  });
});

describe('the rollout', () => {
  it('says where Codex is used, by a rollout owner', async () => {
    const { store, as } = await team();
    expect((await chooseSurfaces(as('ada'), store, ['local'])).surfaces).toEqual(['local']);
    await expect(chooseSurfaces(as('bob'), store, ['cloud'])).rejects.toThrow('needs the role rollout owner');
  });

  it('moves its pin to one exact version, with a reason', async () => {
    const { store, as } = await team();
    await expect(movePin(as('bob'), store, { version: '^0.150', reason: 'x' })).rejects.toThrow(
      'not an exact',
    );
    await expect(movePin(as('bob'), store, { version: '0.139.0', reason: 'x' })).rejects.toThrow(
      'the pin already',
    );
    await expect(movePin(as('bob'), store, { version: '0.150.0', reason: '' })).rejects.toThrow(
      'a reason is needed',
    );
    await expect(movePin(as('sue'), store, { version: '0.150.0', reason: 'x' })).rejects.toThrow(
      'that needs the role platform engineer or rollout owner',
    );
  });

  it('shows what a move of the pin would change without moving it, to those who may move it', async () => {
    const place = await team();
    const { store, as } = place;
    await shown(place);
    const before = await store.countEntries();
    const { items } = await foreseePinMove(as('bob'), store, '0.150.0');
    expect(items).toContainEqual(expect.objectContaining({ item: 'pilot.version', after: 'stale' }));
    await expect(foreseePinMove(as('sue'), store, '0.150.0')).rejects.toThrow('that needs the role');
    await expect(foreseePinMove(as('bob'), undefined, '0.150.0')).rejects.toThrow('no rollout');
    expect(await store.countEntries()).toBe(before);
    const { rollout, move } = await movePin(as('bob'), store, { version: '0.150.0', reason: 'it passed' });
    expect([rollout.pin, move.items]).toEqual(['0.150.0', items]);
  });

  it('takes a metric as evidence only with all that makes it readable', async () => {
    const { store, as } = await team();
    const metric = { metric: 'rate', value: 87, unit: '%', n: 120, window: '2026-11', source: 'CI' };
    expect(await recordMetric(as('ada'), store, metric)).toMatchObject({ ...metric, side: 'quality' });
    await expect(recordMetric(as('ada'), store, { ...metric, unit: ' ' })).rejects.toThrow(
      'a metric needs a unit',
    );
    await expect(recordMetric(as('bob'), store, metric)).rejects.toThrow('analytics owner');
  });
});
