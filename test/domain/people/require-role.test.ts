import { describe, expect, it } from 'vitest';
import { ACTS } from '../../../src/domain/people/act.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import { mayOnlyLook, requireRole } from '../../../src/domain/people/require-role.ts';
import { parseRole, ROLES, type Role } from '../../../src/domain/people/role.ts';

const person = (email: string, ...roles: Role[]): Person => ({
  email,
  name: undefined,
  roles,
  keys: [],
  seq: 1,
});
const people = [person('ada@x.org', 'rollout owner'), person('aud@x.org', 'auditor')];

describe('a role', () => {
  it.each([
    ['rollout owner', 'rollout owner'],
    ['Rollout-Owner', 'rollout owner'],
    ['team_lead', 'team lead'],
  ])('may be typed as %s', (text, role) => {
    expect(parseRole(text)).toBe(role);
  });

  it('that is mistyped is named with the nearest one', () => {
    expect(() => parseRole('platform enginer')).toThrow(
      'there is no role "platform enginer"; did you mean "platform engineer"?',
    );
  });
});

describe('who may act', () => {
  it('is decided by role, and a refusal names the role and who has it', () => {
    const waive = { what: 'waive an item', roles: ACTS['waive an item'] };
    expect(requireRole(people, 'ADA@x.org', waive)).toBe('rollout owner');
    expect(() => requireRole(people, 'eve@x.org', waive)).toThrow(
      expect.objectContaining({
        exitCode: 1,
        message:
          'eve@x.org may not waive an item: that needs the role rollout owner or security owner; they have no role here',
        next: 'Ask ada@x.org.',
      }),
    );
  });

  it('says how a role is given when nobody has it', () => {
    expect(() => requireRole(people, 'ada@x.org', { what: 'count', roles: ['analytics owner'] })).toThrow(
      expect.objectContaining({
        next: expect.stringContaining('codex-cockpit people role EMAIL --add ROLE'),
      }),
    );
  });

  it('is never an auditor: no act is open to that role', () => {
    for (const roles of Object.values(ACTS)) expect(roles).not.toContain('auditor');
  });

  it.each([
    [['auditor'], true],
    [['auditor', 'team lead'], false],
    [[], false],
  ] as const)('with the roles %j only looks: %s', (roles, looks) => {
    expect(mayOnlyLook([person('x@x.org', ...roles)], 'x@x.org')).toBe(looks);
  });

  it('is somebody with one of the six roles', () => {
    expect(ROLES).toHaveLength(6);
  });
});
