import { describe, expect, it } from 'vitest';
import { judgePinKnowsRequirements } from '../../../../../src/domain/checks/judge/install.ts';
import { requirementsKeys } from '../../../../../src/domain/policy/requirements/requirements-keys.ts';

const file = '/etc/codex/requirements.toml';
const judge = (keys: readonly string[], pin = '0.139.0') =>
  judgePinKnowsRequirements({ file, keys }, file, pin);

describe('the requirements in force', () => {
  it('pass when the pin understands every key', () => {
    expect(judge(['allowed_sandbox_modes', 'permissions'])).toEqual({
      verdict: 'pass',
      summary: `0.139.0 understands all 2 keys of ${file}`,
    });
  });

  it('fail for a key that is ignored without a word, with the one that was meant', () => {
    expect(judge(['allowed_sandbox_mode', 'xyz', 'rules'])).toEqual({
      verdict: 'fail',
      summary: `0.139.0 ignores keys of ${file}`,
      expected: 'keys that 0.139.0 understands',
      actual: 'allowed_sandbox_mode (did you mean allowed_sandbox_modes?), xyz',
    });
  });

  it.each(['models', 'allow_remote_control', 'allowed_login_methods'])(
    'fail for %s, which came later',
    (key) => {
      expect(judge([key]).verdict).toBe('fail');
    },
  );

  it('fail when they cannot be read, with the place', () => {
    const broken = `${file}:1:26: invalid value`;
    expect(judgePinKnowsRequirements({ file, broken }, file, '0.139.0')).toMatchObject({
      verdict: 'fail',
      summary: `${file} is not TOML`,
      actual: broken,
    });
  });

  it('never pass for a pin whose keys nobody has recorded, and are recorded of three releases', () => {
    expect(judge(['rules'], '0.150.0')).toEqual({
      verdict: 'skip',
      summary: 'it is not recorded which keys 0.150.0 understands',
    });
    expect(requirementsKeys('0.120.0')).toBeUndefined();
    const counts = ['0.139.0', '0.160.0', '0.169.0'].map((version) => requirementsKeys(version)?.length);
    // One of them is another name of features.
    expect(counts).toEqual([22, 44, 47]);
  });

  it('are skipped where there are none', () => {
    expect(judgePinKnowsRequirements(undefined, file, '0.139.0')).toMatchObject({ verdict: 'skip' });
  });
});
