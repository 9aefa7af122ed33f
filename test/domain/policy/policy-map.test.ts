import { describe, expect, it } from 'vitest';
import {
  fieldsLeftOpen,
  lookUpPolicy,
  parsePolicyMap,
  type Whom,
} from '../../../src/domain/policy/policy-map.ts';

const map = `version: 1
groups:
  security: { members: [ada@example.com] }
  engineering: { members: [Ada@Example.com, grace@example.com] }
  contractors: { members: [] }
rules:
  - { group: security, policy: security.toml }
  - { group: engineering, policy: engineering.toml }
default: { policy: everybody.toml }
`;

const user = (email: string): Whom => ({ type: 'user', email });
const lookUp = (whom: Whom, text = map) => lookUpPolicy(parsePolicyMap(text, 'map.yaml'), whom);

describe('looking up the policy of a user', () => {
  it('takes the first rule that matches, and passes the later ones over', () => {
    expect(lookUp(user('ada@example.com'))).toMatchObject({
      groups: ['security', 'engineering'],
      applies: { by: 'rule', rule: { group: 'security', policy: 'security.toml', place: { line: 7 } } },
      passedOver: [{ group: 'engineering' }],
    });
  });

  it('follows the order of the rules, not that of the groups', () => {
    const turned = map
      .replace(/ {2}- \{ group: security.*\n/, '')
      .replace('default:', '  - { group: security, policy: security.toml }\ndefault:');
    expect(lookUp(user('ada@example.com'), turned)).toMatchObject({
      applies: { rule: { group: 'engineering' } },
    });
  });

  it('counts addresses without case', () => {
    expect(lookUp(user('GRACE@example.com'))).toMatchObject({ applies: { rule: { group: 'engineering' } } });
  });

  it('falls back to the default for somebody in no group', () => {
    expect(lookUp(user('eve@example.com'))).toMatchObject({
      groups: [],
      applies: { by: 'default', policy: 'everybody.toml', place: { line: 9 } },
      passedOver: [],
    });
  });

  it('finds nothing where there is no default', () => {
    const without = map.replace(/default:.*\n/, '');
    expect(lookUp(user('eve@example.com'), without)).toMatchObject({ applies: { by: 'nothing' } });
  });
});

describe('looking up the policy of a group', () => {
  it('takes its rule, or the default when it has none', () => {
    expect(lookUp({ type: 'group', group: 'engineering' })).toMatchObject({ applies: { by: 'rule' } });
    expect(lookUp({ type: 'group', group: 'contractors' })).toMatchObject({ applies: { by: 'default' } });
  });

  it('names the group that was meant', () => {
    expect(() => lookUp({ type: 'group', group: 'enginering' })).toThrow('did you mean "engineering"?');
  });
});

describe('what the first rule leaves open', () => {
  // The example of the documentation: the second rule's field is not filled in.
  it('is not filled in from a later rule', () => {
    expect(
      fieldsLeftOpen({ allowed_sandbox_modes: ['read-only'] }, [
        {
          rule: 'all',
          file: 'b.toml',
          fields: { allowed_approval_policies: ['on-request'], allowed_sandbox_modes: [] },
        },
      ]),
    ).toEqual([{ field: 'allowed_approval_policies', rule: 'all', file: 'b.toml' }]);
  });

  it('is not what the first rule sets to an empty list', () => {
    expect(
      fieldsLeftOpen({ allowed_web_search_modes: [] }, [
        { rule: 'all', file: 'b.toml', fields: { allowed_web_search_modes: ['live'] } },
      ]),
    ).toEqual([]);
  });
});

describe('a policy map', () => {
  it('is refused with the place of a rule for a group that is not there', () => {
    const text = map.replace('group: engineering', 'group: enginering');
    expect(() => parsePolicyMap(text, 'map.yaml')).toThrow(
      /^map\.yaml:8:\d+: rules\[1\]\.group: there is no group "enginering"; did you mean "engineering"\?/,
    );
  });

  it('is refused with the place of an unknown field', () => {
    expect(() => parsePolicyMap(map.replace('rules:', 'rule:'), 'map.yaml')).toThrow(
      /map\.yaml:7:3: rule: unknown field; did you mean "rules"/,
    );
  });
});
