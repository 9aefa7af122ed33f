import { describe, expect, it } from 'vitest';
import { keyChanges } from '../../../src/domain/policy/key-changes.ts';

const changed = (from: string, to: string, file: string) => {
  const found = keyChanges({ from, to }).find((one) => one.file === file);
  return found?.type === 'compared' ? found.changes : found;
};

describe('the keys of two versions', () => {
  it('are named when they are new, wherever they stand', () => {
    expect(changed('0.139.0', '0.160.0', 'config.toml')).toEqual(
      expect.arrayContaining([
        { key: 'goals', value: undefined, change: 'new' },
        { key: 'hooks.SessionEnd', value: undefined, change: 'new' },
        { key: 'web_search', value: 'indexed', change: 'new' },
        { key: 'model_supports_reasoning_summaries', value: undefined, change: 'retired' },
      ]),
    );
    expect(changed('0.130.0', '0.133.0', 'requirements.toml')).toEqual([
      { key: 'allow_managed_hooks_only', value: undefined, change: 'new' },
      { key: 'allowed_permissions', value: undefined, change: 'new' },
      { key: 'computer_use', value: undefined, change: 'new' },
      { key: 'hooks.*.hooks.commandWindows', value: undefined, change: 'new' },
      { key: 'hooks.*.hooks.command_windows', value: undefined, change: 'new' },
      { key: 'hooks.SubagentStart', value: undefined, change: 'new' },
      { key: 'hooks.SubagentStop', value: undefined, change: 'new' },
    ]);
  });

  it('are the same ones the other way round, retired', () => {
    expect(changed('0.139.0', '0.133.0', 'requirements.toml')).toEqual([
      { key: 'allow_appshots', value: undefined, change: 'retired' },
      { key: 'allowed_permission_profiles', value: undefined, change: 'retired' },
      { key: 'allowed_permissions', value: undefined, change: 'new' },
      { key: 'default_permissions', value: undefined, change: 'retired' },
      { key: 'windows', value: undefined, change: 'retired' },
    ]);
  });

  it('are none of one version', () => {
    expect(changed('0.139.0', '0.139.0', 'config.toml')).toEqual([]);
  });

  it('are not compared for a version that nobody tried', () => {
    expect(changed('0.139.0', '0.150.0', 'config.toml')).toEqual({
      file: 'config.toml',
      type: 'not tried',
      version: '0.150.0',
    });
  });
});
