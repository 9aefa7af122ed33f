import { describe, expect, it } from 'vitest';
import { describeNpmFault, parsePackageRecord } from '../../../../src/domain/upgrade/toolchain/npm-answer.ts';
import { alteredPrograms } from '../../../../src/domain/upgrade/toolchain/toolchain.ts';

const fault = (error: object, stderr = '') => describeNpmFault({ stdout: JSON.stringify({ error }), stderr });

describe('what npm answers', () => {
  it('is the record of a package', () => {
    const stdout = JSON.stringify({
      name: '@openai/codex',
      dist: { integrity: 'sha512-AA==', shasum: 'x', unpackedSize: 1024 },
      optionalDependencies: { '@openai/codex-linux-x64': 'npm:@openai/codex@0.150.0-linux-x64' },
    });
    expect(parsePackageRecord(stdout)).toEqual({
      integrity: 'sha512-AA==',
      size: 1024,
      optionalDependencies: { '@openai/codex-linux-x64': 'npm:@openai/codex@0.150.0-linux-x64' },
    });
  });

  it.each(['', '[]', 'null', '{"dist":{}}', 'npm warn'])('is not a record when it is %j', (stdout) => {
    expect(parsePackageRecord(stdout)).toBeUndefined();
  });

  it.each([
    ['E404', 'npm view @openai/codex versions'],
    ['ETARGET', 'npm view @openai/codex versions'],
    ['ENOTFOUND', 'Check the network'],
    ['E401', 'npm login'],
    ['ENOSPC', 'Make room on the disk'],
    ['EINTEGRITY', 'Do not use it'],
    ['EWHATEVER', 'Run npm by itself'],
  ])('of %s says what to do', (code, next) => {
    const found = fault({ code, summary: 'line one\nline two \u001b[31m' });
    expect(found.reason).toMatch(new RegExp(`^${code}: line one line two`));
    expect(found.reason).not.toContain('\u001b');
    expect(found.next).toContain(next);
  });

  it('is read from stderr where npm did not get as far as JSON', () => {
    expect(
      describeNpmFault({ stdout: '', stderr: 'npm error code ENOSPC\nnpm error syscall write\n' }),
    ).toEqual({
      reason: 'ENOSPC: npm error code ENOSPC',
      next: 'Make room on the disk, then install again.',
    });
    expect(describeNpmFault({ stdout: '', stderr: '' }).reason).toBe('npm gave no reason');
  });
});

describe('the programs of an installed version', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['are all there', { native: 'a', rg: 'b' }, []],
    ['were changed', { native: 'a', rg: 'c' }, ['rg']],
    ['are gone', { native: 'a' }, ['rg']],
    ['became more', { native: 'a', rg: 'b', bwrap: 'd' }, ['bwrap']],
  ])('%s', (_, found, altered) => {
    expect(alteredPrograms({ programs: { native: 'a', rg: 'b' } }, found)).toEqual(altered);
  });
});
