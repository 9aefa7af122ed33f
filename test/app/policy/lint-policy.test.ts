import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintPolicyFile } from '../../../src/app/policy/lint-policy.ts';
import { isAccepted, ourVerdict } from '../../../src/domain/policy/policy-report.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { exampleRequirements, refusedRequirements } from '../../support/policy-cases.ts';
import { canMount } from '../../support/private-etc.ts';
import { realCodex, testWorld } from '../../support/world.ts';

function linting(text: string, name = 'requirements.toml') {
  const world = testWorld();
  writeFileSync(join(world.cwd, name), text);
  const lint = (codex = realCodex) =>
    lintPolicyFile(world, { file: name, codex, signal: new AbortController().signal });
  return { world, lint };
}

describe.skipIf(!canMount)('linting requirements, on the real CLI', () => {
  it.each(refusedRequirements)('agrees with the CLI that it refuses $what', async ({ text }) => {
    const report = await linting(text).lint();
    expect(ourVerdict(report.findings)).toBe('fail');
    expect(report.cli.type).toBe('refused');
    expect(isAccepted(report)).toBe(false);
  });

  it.each(Object.entries(exampleRequirements))('agrees that the example %s is taken', async (_, text) => {
    const report = await linting(text).lint();
    expect(report.cli).toEqual({ type: 'accepted', warnings: [] });
    expect(isAccepted(report)).toBe(true);
  });

  it('agrees that a list which the documentation shows without read-only is refused', async () => {
    const report = await linting(
      'allowed_web_search_modes = ["disabled", "cached"]\nallowed_sandbox_modes = ["workspace-write"]\n',
    ).lint();
    expect(report.findings).toMatchObject([
      { effect: 'refused', field: 'allowed_sandbox_modes', place: { line: 2 } },
    ]);
    expect(report.cli).toMatchObject({
      type: 'refused',
      message: expect.stringContaining("must include 'read-only'"),
    });
  });

  it('finds the mistyped key that the CLI passes over without a word', async () => {
    const report = await linting('allowed_sandbox_mode = ["read-only"]').lint();
    expect(report.cli).toEqual({ type: 'accepted', warnings: [] });
    expect(ourVerdict(report.findings)).toBe('fail');
    expect(isAccepted(report)).toBe(false);
  });

  it('sees the place where the CLI sees it', async () => {
    const report = await linting('\nallowed_sandbox_modes = ["bogus"]').lint();
    expect(report.cli).toMatchObject({ place: { file: 'requirements.toml', line: 2, column: 26 } });
    expect(report.findings.map(({ place }) => `${place.line}:${place.column}`)).toContain('2:26');
  });

  it('lets the CLI judge a managed_config.toml too', async () => {
    const { lint } = linting('approval_policy = "sometimes"', 'managed_config.toml');
    expect(await lint()).toMatchObject({
      kind: 'managed_config',
      cli: { type: 'refused', place: { line: 1, column: 19 } },
      findings: [{ effect: 'refused', field: 'approval_policy' }],
    });
  });

  it('leaves nothing behind, on the machine nor in the scratch folder', async () => {
    const before = existsSync('/etc/codex');
    const { world, lint } = linting(exampleRequirements.rules);
    await lint();
    expect(existsSync('/etc/codex')).toBe(before);
    expect(readdirSync(join(world.root, 'cache', 'codex-cockpit', 'scratch'))).toEqual([]);
    expect(readdirSync(world.teamHome)).toEqual([]);
  });
});

describe('linting a config.toml', () => {
  it('stands beside the strict mode of the CLI', async () => {
    expect(await linting('modle = "gpt-5.5"\n', 'config.toml').lint()).toMatchObject({
      version: '0.139.0',
      release: '0.139.0',
      findings: [{ effect: 'ignored', field: 'modle', remedy: 'Write model.' }],
      cli: { type: 'refused', message: 'unknown configuration field `modle`', place: { line: 1, column: 1 } },
    });
  });
});

describe('linting in odd worlds', () => {
  it('needs a CLI that states its version', async () => {
    const { lint } = linting(exampleRequirements.rules);
    const codex = fakeCodex({ when: ['--version'], stdout: 'hello\n' });
    await expect(lint(codex)).rejects.toThrow(/states no version/);
  });

  it('names the file that cannot be read', async () => {
    const world = testWorld();
    await expect(
      lintPolicyFile(world, { file: 'gone.toml', codex: realCodex, signal: new AbortController().signal }),
    ).rejects.toThrow(/^gone\.toml: cannot be read/);
  });
});
