import { describe, expect, it } from 'vitest';
import { findDecisions } from '../../../src/app/history/find-decisions.ts';
import { reviewHistory } from '../../../src/app/history/review-history.ts';
import { readPast } from '../../../src/app/rollout/past-rollout.ts';
import { startRollout } from '../../../src/app/rollout/start-rollout.ts';
import { databasePath } from '../../../src/app/world/database-path.ts';
import { openWritableHistory } from '../../../src/app/world/session.ts';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import type { Role } from '../../../src/domain/people/role.ts';
import { compareMoments } from '../../../src/domain/rollout/rollout-moment.ts';
import {
  renderChanges,
  renderDecisions,
  renderMoment,
  renderReview,
} from '../../../src/report/history/questions.ts';
import type { ReadStore } from '../../../src/store/connection/open.ts';
import { openReadStore } from '../../../src/store/connection/open.ts';
import { testWorld } from '../../support/world.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA000000000000000000000000000000000000000000';

const person = (email: string, roles: Role[], keys: string[] = []): CockpitEvent => ({
  kind: 'person.recorded',
  body: { v: 1, email, name: null, roles, keys },
});
const signed = (evidence_sha256: string): CockpitEvent => ({
  kind: 'phase.signed',
  body: { v: 1, phase: 'pilot', role: 'team lead', evidence_sha256, signature: null },
});

/** A rollout that begins on the 18th; entries are recorded at noon of the day that is chosen. */
async function rollout() {
  const base = testWorld();
  let day = 18;
  const world = { ...base, as: ada, now: () => new Date(`2026-11-${day}T12:00:00.000Z`) };
  const record = async (actor: string, event: CockpitEvent) => {
    const store = await openWritableHistory({ ...world, as: actor }, {}, { daily: 'leave to the caller' });
    const [entry] = await store.append(() => [{ actor, subject: 'rollout', event }]);
    await store.close();
    return entry?.seq ?? 0;
  };
  const begin = async () => {
    const store = await openWritableHistory(world, {}, { daily: 'leave to the caller' });
    await startRollout(world, store, { name: 'Acme' });
    await store.close();
  };
  await begin();
  const reading = async <T>(work: (store: ReadStore) => Promise<T>): Promise<T> => {
    const store = await openReadStore(databasePath(world));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  const on = (next: number) => {
    day = next;
  };
  return { world, record, reading, on };
}

describe('the rollout as it was', () => {
  it('names the pin and the roles of that day, and not those of later ones', async () => {
    const { world, record, reading, on } = await rollout();
    on(19);
    await record(ada, person(bob, ['team lead']));
    on(20);
    await record(ada, person(bob, []));
    await record(ada, {
      kind: 'rollout.pin-moved',
      body: { v: 1, from: '0.139.0', to: '0.150.0', reason: 'new' },
    });
    const at = (moment: string | undefined) => reading((store) => readPast(world, store, moment));
    const rolesOfBob = ({ people }: Awaited<ReturnType<typeof at>>) =>
      people.find(({ email }) => email === bob)?.roles;
    expect((await at('2026-11-17')).rollout).toBeUndefined();
    expect(rolesOfBob(await at('2026-11-18'))).toBeUndefined();
    const nineteenth = await at('2026-11-19');
    expect(rolesOfBob(nineteenth)).toEqual(['team lead']);
    expect(nineteenth.rollout?.pin).toBe('0.139.0');
    expect(nineteenth.phases.find(({ id }) => id === 'pilot')?.state).toBe('current');
    const now = await at(undefined);
    expect([rolesOfBob(now), now.rollout?.pin]).toEqual([[], '0.150.0']);
    // By number: the entry itself counts.
    expect(rolesOfBob(await at(String(now.entry - 1)))).toEqual([]);
    expect(rolesOfBob(await at(String(now.entry - 2)))).toEqual(['team lead']);
    expect(renderMoment(nineteenth)).toMatch(
      /^Acme {2}pin 0\.139\.0 since \S+\nAs of 2026-11-20T00:00:00\.000Z, after entry \d+\n[\s\S]*bob@example\.com[\s\S]*team lead/,
    );
    const changes = compareMoments(nineteenth, now);
    expect(changes).toEqual(
      expect.arrayContaining([
        { what: 'rollout', name: 'pin', before: '0.139.0', after: '0.150.0' },
        { what: 'roles', name: bob, before: 'team lead', after: 'no role' },
      ]),
    );
    expect(compareMoments(now, now)).toEqual([]);
    expect(renderChanges({ from: nineteenth, to: now, changes })).toContain('team lead → no role');
  });

  it.each(['soon', '2026-02-30', '99'])('refuses %s in one message', async (asked) => {
    const { world, reading } = await rollout();
    await expect(reading((store) => readPast(world, store, asked))).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('what rests on what', () => {
  it('is told for an entry and for a version of the CLI, and other decisions are left out', async () => {
    const { record, reading } = await rollout();
    const checked = (cli_version: string): CockpitEvent => ({
      kind: 'item.attested',
      body: {
        v: 1,
        item: 'pilot.use-cases',
        item_sha256: 'ab',
        statements: [],
        role: 'rollout owner',
        note: null,
        pin: cli_version,
      },
    });
    const passed = (seq: number): CockpitEvent => ({
      kind: 'phase.passed',
      body: {
        v: 1,
        phase: 'pilot',
        pin: '0.150.0',
        evidence_sha256: 'cd',
        items: [
          {
            item: 'pilot.use-cases',
            state: 'satisfied',
            evidence: [{ kind: 'attestation', key: 'pilot.use-cases', seq, sha256: 'ab' }],
          },
        ],
        sign_offs: [],
      },
    });
    const old = await record(ada, checked('0.139.0'));
    const onOld = await record(ada, passed(old));
    const fresh = await record(ada, checked('0.150.0'));
    const onFresh = await record(ada, passed(fresh));
    const seqs = (grounds: Parameters<typeof findDecisions>[1]) =>
      reading(async (store) => (await findDecisions(store, grounds)).map(({ entry }) => entry.seq));
    expect(await seqs({ entry: old })).toEqual([onOld]);
    expect(await seqs({ entry: onOld })).toEqual([]);
    // Both were recorded under the pin 0.150.0, and only one rests on what was gathered on it.
    expect(await seqs({ cli: '0.150.0' })).toEqual([onFresh]);
    expect(await seqs({})).toEqual([onOld, onFresh]);
    const text = renderDecisions(await reading((store) => findDecisions(store, { cli: '0.139.0' })));
    expect(text).toMatch(new RegExp(`^ +${onOld} .*based on ${old}\\n$`));
    await expect(seqs({ entry: 99 })).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('what an auditor should look at', () => {
  it('is sign-offs that do not bind, acts without the right and times that run backwards', async () => {
    const { record, reading, on } = await rollout();
    await record(ada, person(bob, ['team lead'], [key]));
    const signOff = await record(bob, signed('aa'));
    await record(ada, {
      kind: 'phase.passed',
      body: {
        v: 1,
        phase: 'pilot',
        pin: '0.139.0',
        evidence_sha256: 'bb',
        items: [],
        sign_offs: [{ person: bob, role: 'team lead', seq: signOff, signed: false }],
      },
    });
    await record(ada, person(bob, []));
    const without = await record(bob, signed('bb'));
    on(17);
    const back = await record(ada, person(bob, []));
    const findings = await reading((store) => reviewHistory({ now: () => new Date('2026-11-25') }, store));
    expect(findings.map(({ seq, kind }) => [seq, kind])).toEqual([
      [signOff, 'unproved'],
      [signOff, 'role taken away'],
      [signOff, 'unsigned'],
      [signOff, 'outdated'],
      [without, 'unproved'],
      [without, 'unauthorised'],
      [without, 'role taken away'],
      [back, 'time runs backwards'],
    ]);
    expect(renderReview(findings)).toContain(
      'bob@example.com signed pilot as team lead over other evidence than',
    );
  });

  it('is nothing in a rollout that was just begun', async () => {
    const { world, reading } = await rollout();
    const findings = await reading((store) => reviewHistory(world, store));
    expect(findings).toEqual([]);
    expect(renderReview(findings)).toBe('Nothing to look at.\n');
  });
});
