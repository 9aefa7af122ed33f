import { describe, expect, it } from 'vitest';
import { type Decision, obstaclesOf } from '../../../../src/domain/upgrade/decide/obstacles.ts';

const at = new Date('2026-11-22T12:00:00Z');
const to = { version: '0.169.0', path: '/opt/codex', sha256: 'b' };

const ready: Decision = {
  rehearsal: {
    id: 'r1',
    ...{ seq: 12, by: 'eng@acme.test', hasRole: true },
    from: { version: '0.139.0', path: '/opt/old', sha256: 'a' },
    to,
    inputs: 'i',
    verdict: 'blocked',
    blockers: ['commands: codex mcp-server'],
  },
  now: { sha256: 'b', inputs: 'i', pin: '0.139.0', at },
  waivers: [
    {
      rehearsal: 'r1',
      difference: 'commands: codex mcp-server',
      reason: 'retired next week',
      by: 'sec@acme.test',
      role: 'security owner',
      at: '2026-11-21T00:00:00Z',
      expiresAt: '2026-12-21T00:00:00Z',
      seq: 13,
    },
  ],
  signatures: [
    { rehearsal: 'r1', role: 'platform engineer', by: 'eng@acme.test', at: '2026-11-21T00:00:00Z', seq: 14 },
    { rehearsal: 'r1', role: 'security owner', by: 'sec@acme.test', at: '2026-11-21T00:00:00Z', seq: 15 },
  ],
  signers: 2,
  changelog: {
    ...{ from: '0.139.0', to: '0.169.0', releases: [], hasCandidate: true, open: 0, reviewed: 40 },
    ageDays: 9,
  },
  cadence: { readNotes: 7, decide: 30, minimumAge: 7 },
};

describe('what is in the way of an approval', () => {
  it('is nothing once it is rehearsed, waived, reviewed and signed', () => {
    expect(obstaclesOf(ready)).toEqual([]);
  });

  const { rehearsal, now, waivers, signatures, changelog } = ready;
  const [waiver] = waivers;
  it.each([
    ['a pin that moved since', { now: { ...now, pin: '0.150.0' } }, 'the pin is 0.150.0'],
    ['another program', { now: { ...now, sha256: 'x' } }, 'its bytes changed'],
    ['a candidate that is gone', { now: { ...now, sha256: undefined } }, 'no longer at /opt/codex'],
    ['another configuration', { now: { ...now, inputs: 'x' } }, 'configuration of the team changed'],
    [
      'an incomplete rehearsal',
      { rehearsal: { ...rehearsal, verdict: 'incomplete' as const } },
      'could not compare',
    ],
    [
      'a rehearsal of somebody without a role',
      { rehearsal: { ...rehearsal, by: 'ci@acme.test', hasRole: false } },
      'ci@acme.test had no role in the rollout when they recorded the rehearsal, so it does not count (entry 12)',
    ],
    ['an open blocker', { waivers: [] }, 'blocker: commands: codex mcp-server'],
    [
      'a waiver that has run out',
      { waivers: waiver ? [{ ...waiver, expiresAt: at.toISOString() }] : [] },
      'blocker: commands: codex mcp-server',
    ],
    [
      'a waiver of another rehearsal',
      { waivers: waiver ? [{ ...waiver, rehearsal: 'r0' }] : [] },
      'blocker: commands: codex mcp-server',
    ],
    [
      'no release notes',
      { changelog: { ...changelog, hasCandidate: false, ageDays: undefined } },
      'not imported',
    ],
    ['unread release notes', { changelog: { ...changelog, open: 3 } }, '3 lines'],
    [
      'a release of an unknown age',
      { changelog: { ...changelog, ageDays: undefined } },
      'when 0.169.0 was published',
    ],
    ['a young release', { changelog: { ...changelog, ageDays: 2 } }, '2 days old, and the team waits 7'],
    ['a missing signature', { signatures: signatures.slice(0, 1) }, 'nobody signed as security owner'],
    [
      'signatures of another rehearsal',
      { signatures: signatures.map((one) => ({ ...one, rehearsal: 'r0' })) },
      'nobody signed as platform engineer',
    ],
    [
      'one person in both roles where there are others',
      { signatures: signatures.map((one) => ({ ...one, by: 'eng@acme.test' })) },
      'one person signed in both roles',
    ],
  ])('names %s', (_, other, what) => {
    const found = obstaclesOf({ ...ready, ...other });
    expect(found.map((one) => one.what).join('\n')).toContain(what);
    expect(found.every(({ remedy }) => remedy !== '')).toBe(true);
  });

  it('lets one person sign in both roles where there is no other', () => {
    const alone = signatures.map((one) => ({ ...one, by: 'eng@acme.test' }));
    expect(obstaclesOf({ ...ready, signatures: alone, signers: 1 })).toEqual([]);
  });
});
