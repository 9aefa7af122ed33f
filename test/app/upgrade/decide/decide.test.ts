import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addPerson } from '../../../../src/app/people/people.ts';
import {
  importChangelog,
  readChangelog,
  reviewNotes,
} from '../../../../src/app/upgrade/changelog/changelog.ts';
import {
  approveUpgrade,
  rejectUpgrade,
  rollBack,
  signUpgrade,
  waiveBlocker,
} from '../../../../src/app/upgrade/decide/decide.ts';
import { readDecision } from '../../../../src/app/upgrade/decide/read-decision.ts';
import { findWayBack } from '../../../../src/app/upgrade/decide/way-back.ts';
import { readRehearsal, recordRehearsal } from '../../../../src/app/upgrade/rehearsal/record-rehearsal.ts';
import { bodiesOf } from '../../../../src/domain/history/entry/event.ts';
import { rehearsedUpgrade } from '../../../support/rehearsed-upgrade.ts';
import type { team } from '../../../support/team.ts';

const blocker = 'commands: codex mcp-server';

/** The same, with everything done that an approval asks for. */
async function ready() {
  const found = await rehearsedUpgrade();
  const { world, store, as } = found;
  const notes = join(world.root, 'notes.md');
  writeFileSync(notes, '# 0.169.0 (2026-11-01)\n- `codex mcp-server` is gone\n');
  await importChangelog(as('bob'), store, notes);
  await reviewNotes(as('bob'), store, { version: '0.169.0', ids: [], concerns: false });
  await waiveBlocker(as('sue'), store, { difference: 'mcp-server', reason: 'retired next week' });
  await signUpgrade(as('bob'), store, {});
  await signUpgrade(as('sue'), store, {});
  return found;
}

const kinds = async (store: Awaited<ReturnType<typeof team>>['store']) =>
  (await Array.fromAsync(store.entries())).map(({ kind }) => kind);

describe('an approval', () => {
  it('is refused with everything that is in its way, and records nothing', async () => {
    const { as, store } = await rehearsedUpgrade();
    const before = (await kinds(store)).length;
    const approve = approveUpgrade(as('ada'), store, { reason: 'we need it' });
    await expect(approve).rejects.toThrow(
      /blocker: commands: codex mcp-server[\s\S]*not imported[\s\S]*nobody signed/,
    );
    expect((await kinds(store)).length).toBe(before);
    expect((await store.rollout())?.pin).toBe('0.139.0');
  });

  it('moves the pin in the same transaction, says what goes stale, and names the release notes it rests on', async () => {
    const { as, store } = await ready();
    const { move } = await approveUpgrade(as('ada'), store, { reason: 'we need it' });
    expect(move).toMatchObject({ from: '0.139.0', to: '0.169.0' });
    expect((await kinds(store)).slice(-2)).toEqual(['upgrade.approved', 'rollout.pin-moved']);
    expect((await store.rollout())?.pin).toBe('0.169.0');
    const [approved] = bodiesOf(await store.entriesOfKind('upgrade.approved'), 'upgrade.approved');
    expect(approved?.body.changelog).toEqual({ reviewed: 1, age_days: 19, versions: ['0.169.0'] });
  });

  it('does not rest on a rehearsal of somebody who had no role then, whatever role they have since', async () => {
    const { as, store, world } = await ready();
    const { rehearsal } = await readRehearsal(store, undefined);
    await recordRehearsal(as('eve'), store, { ...rehearsal, id: 'of eve' });
    await addPerson(world, store, { email: 'eve@example.com', add: ['platform engineer'] });
    const about = async () =>
      (await readDecision(world, store, undefined)).obstacles.filter((one) => one.about === 'rehearsal');
    expect(await about()).toMatchObject([
      {
        what: expect.stringContaining('eve@example.com had no role in the rollout'),
        remedy: expect.stringContaining('codex-cockpit upgrade rehearse --to 0.169.0'),
      },
    ]);
    await recordRehearsal(as('eve'), store, { ...rehearsal, id: 'of eve with a role' });
    expect(await about()).toEqual([]);
  });

  it('is refused once the bytes of the candidate changed', async () => {
    const { as, store, candidate } = await ready();
    writeFileSync(candidate, '#!/bin/sh\n');
    await expect(approveUpgrade(as('ada'), store, { reason: 'x' })).rejects.toThrow('its bytes changed');
  });

  it('is refused once the configuration of the team changed', async () => {
    const { as, store, world } = await ready();
    writeFileSync(join(world.teamHome, 'config.toml'), 'model = "x"\n');
    await expect(approveUpgrade(as('ada'), store, { reason: 'x' })).rejects.toThrow(
      'configuration of the team changed',
    );
  });

  it('is refused once a waiver has run out', async () => {
    const { as, store, setNow } = await ready();
    setNow('2027-01-15T12:00:00.000Z');
    await expect(approveUpgrade(as('ada'), store, { reason: 'x' })).rejects.toThrow('blocker: commands');
  });

  it.each(['bob', 'sue', 'aud', 'eve'] as const)('is not for %s', async (name) => {
    const { as, store } = await ready();
    await expect(approveUpgrade(as(name), store, { reason: 'x' })).rejects.toThrow(
      'may not approve an upgrade',
    );
  });
});

describe('a waiver of a blocker', () => {
  it('names it in full, by a part that only one has', async () => {
    const { as, store } = await rehearsedUpgrade();
    const waived = await waiveBlocker(as('sue'), store, { difference: 'mcp-serv', reason: 'x', days: '10d' });
    expect(waived).toEqual({ difference: blocker, expiresAt: '2026-11-30T12:00:00.000Z' });
  });

  it('is refused for what does not block, and by who may not decide so', async () => {
    const { as, store } = await rehearsedUpgrade();
    await expect(waiveBlocker(as('sue'), store, { difference: 'login', reason: 'x' })).rejects.toThrow(
      'no blocker',
    );
    await expect(waiveBlocker(as('bob'), store, { difference: blocker, reason: 'x' })).rejects.toThrow(
      'may not',
    );
  });
});

describe('a rejection', () => {
  it('leaves the pin, and records the reason', async () => {
    const { as, store } = await rehearsedUpgrade();
    await rejectUpgrade(as('bob'), store, { reason: 'the scripts break' });
    expect((await store.rollout())?.pin).toBe('0.139.0');
    expect((await kinds(store)).at(-1)).toBe('upgrade.rejected');
  });
});

describe('a way back', () => {
  it('does not exist before the pin moved', async () => {
    const { world, store } = await rehearsedUpgrade();
    await expect(findWayBack(world, store, undefined)).rejects.toThrow('no way back');
  });

  it('leads to the pin before, and has to be rehearsed first', async () => {
    const { as, world, store, rehearse, old, candidate } = await ready();
    await approveUpgrade(as('ada'), store, { reason: 'x' });
    expect(await findWayBack(world, store, undefined)).toEqual({
      ...{ pin: '0.169.0', to: '0.139.0', rehearsed: undefined },
      paths: { pin: candidate, to: old },
    });
    const seq = await rehearse('0.169.0', '0.139.0', false);
    expect(await findWayBack(world, store, undefined)).toMatchObject({ rehearsed: String(seq) });
    await expect(findWayBack(world, store, '0.120.0')).rejects.toThrow('the pin never was 0.120.0');
  });

  it('moves the pin back without signatures, once each blocker on it is accepted by name', async () => {
    const { as, store, rehearse } = await ready();
    await approveUpgrade(as('ada'), store, { reason: 'x' });
    const rehearsal = String(await rehearse('0.169.0', '0.139.0', true));
    const back = (accept: readonly string[]) =>
      rollBack(as('bob'), store, { rehearsal, reason: 'it broke CI', accept });
    await expect(back([])).rejects.toThrow('the way back to 0.139.0 has blockers');
    expect((await store.rollout())?.pin).toBe('0.169.0');
    expect((await back(['mcp-server'])).move).toMatchObject({ from: '0.169.0', to: '0.139.0' });
    expect((await kinds(store)).slice(-2)).toEqual(['upgrade.rolled-back', 'rollout.pin-moved']);
  });
});

describe('imported release notes', () => {
  it('are reviewed line by line, with who did it', async () => {
    const { as, world, store } = await rehearsedUpgrade();
    const notes = join(world.root, 'notes.md');
    writeFileSync(notes, '# 0.169.0\n- one\n- two\n');
    await importChangelog(as('bob'), store, notes);
    const read = () => readChangelog(world, store, { from: '0.139.0', to: '0.169.0' });
    const [first] = (await read()).releases[0]?.notes ?? [];
    await reviewNotes(as('sue'), store, {
      ...{ version: '0.169.0', ids: [first?.id ?? ''] },
      ...{ concerns: true, note: 'look at CI' },
    });
    expect(await read()).toMatchObject({ open: 1, reviewed: 1 });
    expect((await read()).releases[0]?.notes[0]?.review).toMatchObject({
      by: 'sue@example.com',
      note: 'look at CI',
    });
  });

  it.each([
    [{ version: '0.170.0', ids: [], concerns: false }, 'no release notes of 0.170.0'],
    [{ version: '0.169.0', ids: ['nope'], concerns: false }, 'no line nope'],
    [{ version: '0.169.0', ids: [], concerns: true }, 'needs a note'],
  ])('refuse %j', async (asked, message) => {
    const { as, world, store } = await rehearsedUpgrade();
    const notes = join(world.root, 'notes.md');
    writeFileSync(notes, '# 0.169.0\n- one\n');
    await importChangelog(as('bob'), store, notes);
    await expect(reviewNotes(as('bob'), store, asked)).rejects.toThrow(message);
  });

  it('are not imported from a file that is not there, and by no auditor', async () => {
    const { as, world, store } = await rehearsedUpgrade();
    await expect(importChangelog(as('bob'), store, join(world.root, 'none.md'))).rejects.toThrow(
      'cannot be read',
    );
    const notes = join(world.root, 'notes.md');
    writeFileSync(notes, '# 0.169.0\n- one\n');
    await expect(importChangelog(as('aud'), store, notes)).rejects.toThrow('may not review release notes');
  });
});

it('counts the waivers and signatures of one rehearsal for that one alone', async () => {
  const { world, store, rehearse } = await ready();
  const decision = await readDecision(world, store, undefined);
  expect(decision).toMatchObject({ obstacles: [], waivers: [{ difference: blocker }] });
  expect(decision.signatures).toHaveLength(2);
  await rehearse('0.139.0', '0.150.0', false);
  const other = await readDecision(world, store, '0.150.0');
  expect([other.waivers, other.signatures]).toEqual([[], []]);
});
