import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whoGetsPolicy } from '../../../src/app/policy/look-up-policy.ts';
import { testWorld } from '../../support/world.ts';

function policies() {
  const world = testWorld();
  const write = (name: string, text: string) => writeFileSync(join(world.cwd, 'policies', name), text);
  mkdirSync(join(world.cwd, 'policies'));
  write(
    'map.yaml',
    `version: 1
groups:
  strict: { members: [ada@example.com] }
  all: { members: [ada@example.com, grace@example.com] }
rules:
  - { group: strict, policy: strict.toml }
  - { group: all, policy: all.toml }
`,
  );
  write('strict.toml', 'allowed_sandbox_modes = ["read-only"]\n');
  write('all.toml', 'allowed_approval_policies = ["on-request"]\n');
  const who = (email: string) =>
    whoGetsPolicy(world, { map: 'policies/map.yaml', whom: { type: 'user', email } });
  return { write, who };
}

describe('who gets which policy', () => {
  it('is read from the files beside the map, the first match alone', async () => {
    expect(await policies().who('ada@example.com')).toMatchObject({
      policy: { file: 'policies/strict.toml', fields: { allowed_sandbox_modes: ['read-only'] } },
      leftOpen: [{ field: 'allowed_approval_policies', rule: 'all' }],
    });
  });

  it('is nobody when no rule matches and there is no default', async () => {
    expect(await policies().who('eve@example.com')).toMatchObject({ policy: undefined, leftOpen: [] });
  });

  it('is not answered by a policy that cannot be read', async () => {
    const { write, who } = policies();
    write('all.toml', 'a = = 1\n');
    await expect(who('grace@example.com')).rejects.toThrow(/policies\/all\.toml:1:\d+: not TOML/);
  });
});
