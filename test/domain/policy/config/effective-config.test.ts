import { describe, expect, it } from 'vitest';
import { settingsThatHold } from '../../../../src/domain/policy/config/effective-config.ts';

const layer = (type: string, values: Record<string, unknown>) => ({ type, file: `/${type}.toml`, values });

describe('the settings that hold', () => {
  it('come from the highest layer that sets them, key by key', () => {
    expect(
      settingsThatHold([
        layer('project', { model: 'b', tui: { theme: 'dark' } }),
        layer('user', { model: 'a', tui: { theme: 'light', notifications: true }, list: [1] }),
      ]),
    ).toEqual([
      { field: 'list', value: [1], layer: 'user', file: '/user.toml', overridden: [] },
      {
        field: 'model',
        value: 'b',
        layer: 'project',
        file: '/project.toml',
        overridden: [{ layer: 'user', file: '/user.toml' }],
      },
      { field: 'tui.notifications', value: true, layer: 'user', file: '/user.toml', overridden: [] },
      {
        field: 'tui.theme',
        value: 'dark',
        layer: 'project',
        file: '/project.toml',
        overridden: [{ layer: 'user', file: '/user.toml' }],
      },
    ]);
  });

  it('do not mix a value of a higher layer with a table of a lower one', () => {
    expect(
      settingsThatHold([layer('project', { history: 'off' }), layer('user', { history: { a: 1 } })]),
    ).toEqual([
      {
        field: 'history',
        value: 'off',
        layer: 'project',
        file: '/project.toml',
        overridden: [{ layer: 'user', file: '/user.toml' }],
      },
    ]);
  });

  it.each([
    [{ mcp_servers: { x: { env: { A: 'b' } } } }],
    [{ model_providers: { p: { http_headers: { 'X-Key': 'v' } } } }],
    [{ api_key: 'abcdefgh' }],
    [{ model: 'sk-abcdefghijklmnop' }],
    [{ list: ['ghp_abcdefghijklmnop'] }],
  ])('hide secrets: %j', (values) => {
    expect(JSON.stringify(settingsThatHold([layer('user', values)]))).toContain('[redacted]');
  });

  it('keep names with dots apart', () => {
    expect(
      settingsThatHold([layer('user', { projects: { '/a.b': { trust_level: 'trusted' } } })])[0]?.field,
    ).toBe('projects."/a.b".trust_level');
  });
});
