import { describe, expect, it } from 'vitest';
import { parseSetting } from '../../../src/domain/policy/config/parse-setting.ts';
import {
  explain,
  mergePolicy,
  type PolicyFiles,
  readPolicyFile,
} from '../../../src/domain/policy/explain-policy.ts';

type Texts = Partial<Record<'cloud' | 'managed' | 'system' | 'config', string>>;

function filesOf(texts: Texts, set: readonly string[] = []): PolicyFiles {
  const read = (name: keyof Texts) =>
    texts[name] === undefined ? undefined : readPolicyFile({ text: texts[name], file: `${name}.toml` });
  return {
    layers: {
      'cloud-managed': read('cloud'),
      MDM: undefined,
      'legacy managed config': read('managed'),
      'system file': read('system'),
    },
    config: read('config'),
    set: set.map(parseSetting),
  };
}

const merge = (texts: Texts, set?: readonly string[]) => mergePolicy(filesOf(texts, set), '0.139.0');
const readOnly = 'allowed_sandbox_modes = ["read-only"]\n';
const managed = 'approval_policy = "never"\n';

describe('the session that a policy is tried with', () => {
  it('gets the files as they are where the CLI can be given them', () => {
    const files = { system: readOnly, managed, config: 'model = "m"\n' };
    expect(merge(files, ['approval_policy=untrusted'])).toMatchObject({
      given: 'the files',
      trial: {
        requirements: { allowed_sandbox_modes: ['read-only'] },
        managedConfig: { approval_policy: 'never' },
        config: { model: 'm' },
        set: ['approval_policy=untrusted'],
      },
    });
  });

  it('gets the merged requirements where a layer comes from the cloud, and no managed config twice', () => {
    const files = { cloud: readOnly, managed, config: 'model = "m"\napproval_policy = "on-request"\n' };
    expect(merge(files, ['approval_policy=untrusted', 'model=n'])).toMatchObject({
      given: 'the merged requirements',
      trial: {
        requirements: { allowed_sandbox_modes: ['read-only'] },
        managedConfig: undefined,
        config: { model: 'm', approval_policy: 'never' },
        set: ['model=n'],
      },
    });
  });
});

describe('a setting that is asked for', () => {
  it.each([
    ['a managed config', { managed, config: 'approval_policy = "untrusted"\n' }, [], 'legacy managed config'],
    ['the last --set', { config: managed }, ['approval_policy=untrusted', 'approval_policy=never'], '--set'],
    ['the config of the user', { config: managed }, [], 'user'],
  ])('comes from %s first', (_, texts, set, by) => {
    const { settings } = merge(texts, set);
    expect(settings.find(({ key }) => key === 'approval_policy')?.asked).toEqual({ value: 'never', by });
  });

  it('with a key that the CLI does not know is refused', () => {
    expect(() => merge({}, ['sandbox_mod=read-only'])).toThrow('did you mean "sandbox_mode"');
  });
});

describe('an explanation', () => {
  const files = filesOf({ system: readOnly });
  const asked = {
    version: '0.139.0',
    expected: mergePolicy(files, '0.139.0'),
    answer: { type: 'refused' as const, message: 'no' },
    brokenRules: [],
  };

  it('says of each layer which file it has, or why it has none', () => {
    expect(explain(files, asked).layers).toEqual([
      { name: 'cloud-managed', file: undefined, note: expect.stringContaining('not given') },
      { name: 'MDM', file: undefined, note: expect.stringContaining('not given') },
      { name: 'legacy managed config', file: undefined, note: 'there is none' },
      { name: 'system file', file: 'system.toml', note: undefined },
    ]);
  });

  it('claims nothing of a session that was refused', () => {
    const { session, settings } = explain(files, asked);
    expect(session).toEqual({ type: 'refused', message: 'no' });
    expect(new Set(settings.map(({ seen }) => seen.type))).toEqual(new Set(['not shown']));
  });
});

it('a file that is not TOML is named with the line of the fault', () => {
  expect(() => filesOf({ system: 'a = 1\nb =\n' })).toThrow(/^system\.toml:2:\d+: /);
});
