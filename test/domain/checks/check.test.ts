import { describe, expect, it } from 'vitest';
import { type CheckDeclaration, checkSchema, toCheck } from '../../../src/domain/checks/check.ts';
import { probeNames, probeParams } from '../../../src/domain/checks/probe-params.ts';

const declared = {
  id: 'team.proxy',
  title: 'Proxy',
  why: 'Because',
  severity: 'warn',
  scope: 'static',
  phase: 'pilot',
  owner: 'team lead',
  remedy: 'Mend it',
  command: ['codex', '--version'],
};
const place = { file: 'f.yaml', line: 5, column: 5 };

const complaints = (given: object) =>
  checkSchema
    .safeParse({ ...declared, ...given })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

const asProbe = (probe: string, params?: unknown) => ({
  command: undefined,
  probe,
  ...(params === undefined ? {} : { with: params }),
});

describe('a declared check', () => {
  it.each(['team.proxy', 'a.b', 'exec.smoke-2', 'a1.2b.c'])('may be called %s', (id) => {
    expect(complaints({ id })).toEqual([]);
  });

  it.each([
    '',
    'proxy',
    'Team.proxy',
    'team.',
    '.proxy',
    'team..proxy',
    'team proxy',
    '1team.proxy',
    'team.próxy',
  ])('may not be called %j', (id) => {
    expect(complaints({ id })).toEqual([expect.stringContaining('must be lower-case words joined by dots')]);
  });

  it.each([
    ['a title of two lines', { title: 'a\nb' }, 'title: must be one line'],
    ['an owner who is nobody', { owner: '  ' }, 'owner: Too small'],
    ['no platform', { platforms: [] }, 'platforms: Too small'],
    ['a platform that is none', { platforms: ['beos'] }, 'platforms.0: Invalid option'],
    ['a phase that is none', { phase: 'moon' }, 'phase: Invalid option'],
    ['a scope that is none', { scope: 'everything' }, 'scope: Invalid option'],
    ['a timeout without a unit', { timeout: '10' }, 'timeout: must be a duration'],
    ['a timeout of a year', { timeout: '525600m' }, 'timeout: must be a duration'],
    ['an empty command', { command: [] }, 'command: Too small'],
    ['a command with an empty word', { command: ['codex', ''] }, 'command.1: Too small'],
    [
      'a command that is a shell line',
      { command: 'codex --version' },
      'command: Invalid input: expected array',
    ],
    ['an exit code that no process has', { expect: { exit: 256 } }, 'expect.exit: Too big'],
    ['a negative exit code', { expect: { exit: -1 } }, 'expect.exit: Too small'],
    ['an expectation that does not exist', { expect: { output: 'x' } }, 'expect: Unrecognized key'],
    [
      'a JSON expectation without a path',
      { expect: { json: [{ equals: 1 }] } },
      'expect.json.0.path: Invalid input',
    ],
    ['parameters of a command', { with: { a: 1 } }, 'with: parameters go with "probe" only'],
    [
      'a broken regular expression',
      { expect: { stderr: { lacks: '[' } } },
      'expect.stderr.lacks: not a regular expression',
    ],
    [
      'a broken JSONPath',
      { expect: { json: [{ path: 'a.b' }] } },
      'expect.json.0.path: not a JSONPath (RFC 9535)',
    ],
  ])('is refused with %s', (_, given, complaint) => {
    expect(complaints(given).join('\n')).toContain(complaint);
  });

  it.each([
    ['config.strict', { config: '' }, 'with.config: Too small'],
    ['config.strict', { config: ['a'] }, 'with.config: Invalid input: expected string'],
    ['config.profile-files', { profiles: 'team' }, 'with.profiles: Invalid input: expected array'],
    ['appserver.methods', { methods: [''] }, 'with.methods.0: Too small'],
    ['models.local-policy', { polcy: 'x' }, 'with: Unrecognized key: "polcy"'],
    ['cli.version', { version: '1' }, 'with: Unrecognized key: "version"'],
  ])('of the probe %s is refused with %j', (probe, params, complaint) => {
    expect(complaints(asProbe(probe, params)).join('\n')).toContain(complaint);
  });

  it('is refused with a probe and a command, and with neither', () => {
    const both = ': a check has either "probe" or "command"';
    expect(complaints({ probe: 'cli.version' })).toContain(both);
    expect(complaints({ command: undefined })).toContain(both);
  });

  it.each(probeNames)('of the probe %s needs no parameters', (probe) => {
    expect(complaints(asProbe(probe))).toEqual([]);
    expect(probeParams[probe].parse(undefined)).toEqual(probeParams[probe].parse({}));
  });
});

describe('a check that is ready to run', () => {
  const ready = (given: object) => toCheck(checkSchema.parse({ ...declared, ...given }), place);

  it('has its timeout in milliseconds and its place, and nothing of the form it was written in', () => {
    const check = ready({ timeout: '2m' });
    expect(check).toMatchObject({ timeoutMs: 120_000, declaredAt: place });
    const left: (keyof CheckDeclaration)[] = ['probe', 'with', 'command', 'expect', 'timeout'];
    for (const field of left) expect(check).not.toHaveProperty(field);
  });

  it('expects exit 0 of a command that says nothing more', () => {
    expect(ready({}).action).toEqual({
      type: 'command',
      argv: ['codex', '--version'],
      expect: { exit: 0 },
    });
  });

  it('has the parameters of its probe, those that were not given included', () => {
    expect(ready(asProbe('sandbox.available')).action).toEqual({
      type: 'probe',
      name: 'sandbox.available',
      params: { profile: ':read-only' },
    });
    expect(ready(asProbe('sandbox.available', { profile: 'dev' })).action).toMatchObject({
      params: { profile: 'dev' },
    });
  });

  it('is stale with a new CLI version unless it says otherwise', () => {
    expect(ready({}).version_bound).toBe(true);
    expect(ready({ version_bound: false }).version_bound).toBe(false);
  });
});
