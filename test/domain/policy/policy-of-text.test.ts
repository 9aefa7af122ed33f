import { expect, it } from 'vitest';
import { policyOf } from '../../../src/domain/policy/policy-report.ts';

it.each([
  ['toml', '.codex/config.toml', 'config'],
  ['toml', 'requirements.toml', 'requirements'],
  ['toml', 'etc/team.requirements.toml', 'requirements'],
  ['toml', 'managed_config.toml', 'managed_config'],
  ['toml', 'work.config.toml', 'profile'],
  ['toml', 'pyproject.toml', undefined],
  ['rules', '.codex/rules/default.rules', 'rules'],
  ['md', 'docs/config.toml.md', undefined],
  ['yaml', 'config.toml', undefined],
] as const)('a text in %s that is published as %s is %s', (format, publish_to, policy) => {
  expect(policyOf({ format, publish_to })).toBe(policy);
});
