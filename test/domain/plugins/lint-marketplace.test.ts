import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintMarketplace } from '../../../src/domain/plugins/lint-marketplace.ts';
import { readMarketplaceManifest } from '../../../src/domain/plugins/manifest.ts';

const file = '.agents/plugins/marketplace.json';
const good = { name: 'alpha', source: { source: 'local', path: './alpha' } };

function lint(manifest: unknown, plugin: unknown = { name: 'alpha', version: '1.0.0' }): string[] {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  const pluginAt = (path: string) =>
    path === './alpha'
      ? {
          file: 'alpha/.codex-plugin/plugin.json',
          text: typeof plugin === 'string' ? plugin : JSON.stringify(plugin),
        }
      : undefined;
  return lintMarketplace({ file, text, pluginAt }).map(
    ({ severity, place, text: what }) => `${severity} ${place}: ${what}`,
  );
}

describe('the lint of a marketplace', () => {
  it('has nothing to say of a good one', () => {
    expect(lint({ name: 'acme', plugins: [good] })).toEqual([]);
  });

  it.each([
    ['no JSON', '{', [`fail ${file}: it is not a JSON object`]],
    ['no name', { plugins: [] }, [`fail ${file}: name: a name is missing`]],
    [
      'a reserved name',
      { name: 'openai-curated', plugins: [] },
      [`fail ${file}: name: the name "openai-curated" is reserved`],
    ],
    ['no plugins', { name: 'acme' }, [`fail ${file}: plugins: a list is missing`]],
    [
      'a misspelt field',
      { name: 'acme', plugins: [{ ...good, polcy: {} }] },
      [`warn ${file}: plugins[0].polcy: unknown field, which the CLI ignores; did you mean "policy"?`],
    ],
    [
      'a policy that the CLI does not know',
      { name: 'acme', plugins: [{ ...good, policy: { installation: 'AVAILABEL' } }] },
      [
        `fail ${file}: plugins[0].policy.installation: "AVAILABEL" is none of AVAILABLE, NOT_AVAILABLE, INSTALLED_BY_DEFAULT; did you mean "AVAILABLE"?`,
      ],
    ],
    [
      'the same name twice',
      { name: 'acme', plugins: [good, good] },
      [`warn ${file}: plugins[1].name: "alpha" stands at plugins[0] already, which wins`],
    ],
    [
      'a path that leads out',
      { name: 'acme', plugins: [{ name: 'alpha', source: '../x' }] },
      [`fail ${file}: plugins[0].source: "../x" leads out of the marketplace`],
    ],
    [
      'a folder without a plugin',
      { name: 'acme', plugins: [{ name: 'alpha', source: './none' }] },
      [`fail ${file}: plugins[0].source: there is no plugin.json at "./none"`],
    ],
    [
      'a source that 0.139.0 does not know',
      { name: 'acme', plugins: [{ name: 'alpha', source: { source: 'npm' } }] },
      [`fail ${file}: plugins[0].source.source: "npm" is none of local, url, git, git-subdir`],
    ],
  ])('finds %s', (_, manifest, findings) => {
    expect(lint(manifest)).toEqual(findings);
  });

  it.each([
    [{ name: 'other', version: '1.0.0' }, 'fail', 'name: "other" is called "alpha" in the marketplace'],
    [{ name: 'alpha' }, 'warn', 'version: it is missing, so an upgrade cannot be told by its version'],
    [{ name: 'alpha', version: 1 }, 'fail', 'version: it must be a text'],
    [
      { name: 'alpha', version: '1.0/../x' },
      'fail',
      'version: only letters, digits, ., +, _ and - are allowed',
    ],
    [
      { name: 'alpha', version: '1', hooks: '/etc/passwd' },
      'fail',
      'hooks: "/etc/passwd" leads out of the plugin',
    ],
    ['[]', 'fail', 'it is not a JSON object'],
  ])('finds what is wrong with the plugin %j', (plugin, severity, text) => {
    const place = 'alpha/.codex-plugin/plugin.json';
    expect(lint({ name: 'acme', plugins: [good] }, plugin)).toEqual([`${severity} ${place}: ${text}`]);
  });

  it('never throws and never repeats a control character, whatever the manifest', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        for (const line of lint(text)) expect(line).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('is not needed to read the manifest: what can be listed is listed', () => {
    const text = JSON.stringify({ name: 'acme', plugins: [good, 5, { name: 'a b', source: './x' }, good] });
    expect(readMarketplaceManifest(text)).toMatchObject({
      entries: [{ name: 'alpha', path: './alpha' }],
      duplicates: ['alpha'],
      skipped: [{ name: 'entry 2' }, { name: 'a b' }],
    });
  });
});
