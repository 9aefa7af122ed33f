import { describe, expect, it } from 'vitest';
import { digestSettings } from '../../../../src/domain/runs/provenance/settings.ts';
import { sha256 } from '../../../support/captured-runs.ts';

const text = 'model = "gpt-5.5"\n[sandbox_workspace_write]\nnetwork_access = false\n';

describe('the digest of settings', () => {
  it.each([
    ['a comment and another order', '# mine\n[sandbox_workspace_write]\nnetwork_access = false\n'],
    ['a trusted folder', `${text}[projects."/work"]\ntrust_level = "trusted"\n`],
    ['a notice', `${text}[notice]\nhide_full_access_warning = true\n`],
  ])('is the same with %s', (_, other) => {
    const expected = other.startsWith('#') ? digestSettings(text.replace(/^.*\n/, '')) : digestSettings(text);
    expect(digestSettings(other)).toBe(expected);
  });

  it('is the same after a marketplace was fetched again, and not after it is another one', () => {
    const marketplace = (source: string, time: string) =>
      `[marketplaces.acme]\nsource = "${source}"\nlast_updated = "${time}"\n`;
    expect(digestSettings(marketplace('a', '1'))).toBe(digestSettings(marketplace('a', '2')));
    expect(digestSettings(marketplace('a', '1'))).not.toBe(digestSettings(marketplace('b', '1')));
  });

  it.each(['model = "gpt-6"\n', '', `${text}[mcp_servers.x]\ncommand = "x"\n`])(
    'is another one for %j',
    (other) => {
      expect(digestSettings(other)).not.toBe(digestSettings(text));
    },
  );

  it('is that of canonical JSON', () => {
    expect(digestSettings('b = 1\na = [true, 1979-05-27]\n')).toBe(sha256('{"a":[true,"1979-05-27"],"b":1}'));
  });

  it.each(['model = ', 'x = inf\n', '\u0000'])('is not there for %j', (broken) => {
    expect(digestSettings(broken)).toBeUndefined();
  });
});
