import { describe, expect, it } from 'vitest';
import { fileFacts, type SettingSeen } from '../../../../../src/domain/upgrade/rehearsal/surface/config.ts';
import {
  documentOf,
  leavesOf,
  misses,
  pathsInLine,
  reasonOfRefusal,
  suspects,
  withCompanions,
} from '../../../../../src/domain/upgrade/rehearsal/surface/config-leaves.ts';

const document = {
  approval_policy: 'untrusted',
  debug: { config_lockfile: { allow: true, path: 'x' } },
  permissions: { dev: { extends: ':workspace' } },
  default_permissions: 'dev',
  notify: ['a', 'b'],
  empty: {},
};

const leaves = leavesOf(document);
const named = (groups: readonly (readonly { path: readonly string[] }[])[]) =>
  groups.map((group) => group.map(({ path }) => path.join('.')));

describe('the settings of a document', () => {
  it('are its values, lists and empty tables as one, and make the document again', () => {
    expect(leaves).toHaveLength(7);
    expect(documentOf(leaves)).toEqual(document);
  });

  it('come with what the CLI takes only together', () => {
    const [leaf] = leaves.filter(({ path }) => path[0] === 'default_permissions');
    if (!leaf) throw new Error('no leaf');
    expect(documentOf(withCompanions(leaf, leaves))).toEqual({
      permissions: document.permissions,
      default_permissions: 'dev',
    });
  });
});

describe('a refusal', () => {
  it.each([
    [
      'failed to read configuration layers: /home/u/.codex/config.toml:1:2: unknown configuration field `debug`',
      'unknown configuration field `debug`',
    ],
    [
      'failed to resolve feature override precedence: approval_policy = "untrusted" is no longer supported; remove this setting',
      'approval_policy = "untrusted" is no longer supported; remove this setting',
    ],
    [
      'invalid configuration: invalid transport\nin `mcp_servers.x`\n',
      'invalid transport in `mcp_servers.x`',
    ],
  ])('is told without the place in the copy', (message, reason) => {
    expect(reasonOfRefusal(message)).toBe(reason);
  });

  it('is first looked for in what it names', () => {
    expect(named(suspects('unknown configuration field `debug`', leaves).named)).toEqual([
      ['debug.config_lockfile.allow'],
      ['debug.config_lockfile.path'],
      ['debug.config_lockfile.allow', 'debug.config_lockfile.path'],
    ]);
    const { named: first, others } = suspects('approval_policy = "untrusted" is no longer supported', leaves);
    expect(named(first)).toEqual([['approval_policy']]);
    expect(others).toHaveLength(6);
  });

  it('is looked for in the line that it names, a table with all that is in it', () => {
    const text = 'model = "a"\n\n[permissions.dev]\nextends = ":workspace"\n';
    expect(pathsInLine(text, 3, leaves)).toContainEqual(['permissions', 'dev']);
    expect(pathsInLine(text, 4, leaves)).toEqual([['permissions', 'dev', 'extends']]);
  });

  it('about what was taken out does not prove that it was at fault', () => {
    const [leaf] = leavesOf({ model_providers: { x: { name: 'X' } } });
    if (!leaf) throw new Error('no leaf');
    expect(misses('missing field `name`', [leaf])).toBe(true);
    expect(misses('unknown configuration field `debug`', [leaf])).toBe(false);
  });
});

describe('the facts of a configuration file', () => {
  const setting = (more: Partial<SettingSeen>): SettingSeen => ({
    path: ['approval_policy'],
    value: 'on-failure',
    line: 4,
    refused: undefined,
    used: 'on-failure',
    smallest: undefined,
    strictly: undefined,
    ...more,
  });
  const factsOf = (more: Partial<SettingSeen>) =>
    fileFacts({ shown: 'ci.config.toml', type: 'profile', refused: undefined, settings: [setting(more)] });
  const inUse = (more: Partial<SettingSeen>) =>
    factsOf(more).find(({ key }) => key.endsWith(', value in use'))?.value;

  it.each([
    ['on-failure', 'on-failure', 'as written'],
    ['on-failure', 'on-request', 'another one: "on-request"'],
    [true, undefined, 'not in the effective configuration'],
    [true, null, 'not in the effective configuration'],
    [[{ command: 'date' }], [{ command: 'date', matcher: null }], 'as written'],
    [5n, 5, 'as written'],
  ])('say which value is in use: %o as %o', (value, used, text) => {
    expect(inUse({ value, used })).toBe(text);
  });

  it('tell the two modes apart, and name the line that sets it', () => {
    const facts = factsOf({ strictly: { refused: 'unknown configuration field `x`', smallest: undefined } });
    expect(facts.slice(1, 3)).toMatchObject([
      { where: 'usual mode', value: 'accepted', raw: 'ci.config.toml:4', ofTeam: true },
      { where: 'strict mode', value: 'refused: unknown configuration field `x`' },
    ]);
  });

  it('say nothing of the value of a refused setting, and nothing of the settings of a refused file', () => {
    expect(inUse({ refused: 'no longer supported' })).toBeUndefined();
    expect(
      fileFacts({ shown: 'config.toml', type: 'home', refused: 'broken', settings: [setting({})] }),
    ).toEqual([{ key: 'config.toml', value: 'refused: broken', ofTeam: true }]);
  });

  it('show a setting with the least that is accepted, and never a secret', () => {
    const leaf = { path: ['approval_policy'], value: 'on-failure' };
    expect(factsOf({ smallest: [leaf] })[1]?.witness?.files).toEqual({
      '$CODEX_HOME/config.toml': 'approval_policy = "on-failure"\n',
    });
    const path = ['mcp_servers', 'x', 'env', 'TOKEN'];
    const secret = { path, value: 'abc', smallest: [{ path, value: 'abc' }] };
    expect(JSON.stringify(factsOf(secret))).not.toContain('abc');
  });

  it('concern who sets this value, under whatever name', () => {
    const [, fact] = factsOf({ path: ['permissions', 'dev', 'extends'], value: ':workspace' });
    expect(fact?.subjects).toEqual([{ kind: 'setting', name: 'permissions.*.extends=:workspace' }]);
  });
});
