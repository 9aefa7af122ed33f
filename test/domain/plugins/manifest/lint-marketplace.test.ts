import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readListing } from '../../../../src/domain/plugins/inventory/cli-listing.ts';
import { lintMarketplace } from '../../../../src/domain/plugins/manifest/lint-marketplace.ts';
import { readMarketplaceManifest } from '../../../../src/domain/plugins/manifest/manifest.ts';

const file = '.agents/plugins/marketplace.json';
const stopsAll =
  '; while this marketplace is configured, the CLI lists and installs no plugin of any marketplace';
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
    ['no JSON', '{', [`blocker ${file}: it is not a JSON object${stopsAll}`]],
    ['no name', { plugins: [] }, [`blocker ${file}: name: a name is missing${stopsAll}`]],
    [
      'a reserved name',
      { name: 'openai-curated', plugins: [] },
      [`fail ${file}: name: the name "openai-curated" is reserved, so the marketplace cannot be added`],
    ],
    ['no plugins', { name: 'acme' }, [`blocker ${file}: plugins: a list is missing${stopsAll}`]],
    [
      'a misspelt field',
      { name: 'acme', plugins: [{ ...good, polcy: {} }] },
      [`warn ${file}: plugins[0].polcy: unknown field, which the CLI ignores; did you mean "policy"?`],
    ],
    [
      'a policy that the CLI does not know',
      { name: 'acme', plugins: [{ ...good, policy: { installation: 'AVAILABEL' } }] },
      [
        `blocker ${file}: plugins[0].policy.installation: "AVAILABEL" is not one of AVAILABLE, NOT_AVAILABLE, INSTALLED_BY_DEFAULT; did you mean "AVAILABLE"?${stopsAll}`,
      ],
    ],
    [
      'the same name twice',
      { name: 'acme', plugins: [good, good] },
      [`warn ${file}: plugins[1].name: "alpha" is already at plugins[0], which counts`],
    ],
    [
      'a path that leads out',
      { name: 'acme', plugins: [{ name: 'alpha', source: '../x' }] },
      [`fail ${file}: plugins[0].source: "../x" leads out of the marketplace; the CLI skips the plugin`],
    ],
    [
      'a folder without a plugin',
      { name: 'acme', plugins: [{ name: 'alpha', source: './none' }] },
      [`fail ${file}: plugins[0].source: there is no plugin.json at "./none"`],
    ],
    [
      'a source that 0.139.0 does not know',
      { name: 'acme', plugins: [{ name: 'alpha', source: { source: 'npm' } }] },
      [
        `fail ${file}: plugins[0].source.source: "npm" is not one of local, url, git-subdir; the CLI skips the plugin`,
      ],
    ],
  ])('finds %s', (_, manifest, findings) => {
    expect(lint(manifest)).toEqual(findings);
  });

  it.each([
    [{ name: 'other', version: '1.0.0' }, 'fail', 'name: "other" is called "alpha" in the marketplace'],
    [{ name: 'alpha' }, 'warn', 'version: it is missing, so an upgrade does not change it'],
    [{ name: 'alpha', version: 1 }, 'fail', 'version: it must be a text'],
    [
      { name: 'alpha', version: '1.0/../x' },
      'fail',
      'version: only letters, digits, ., +, _ and - are allowed',
    ],
    [
      { name: 'alpha', version: '1', hooks: '/etc/passwd' },
      'fail',
      'hooks: "/etc/passwd" leads out of the plugin; the CLI loads the default file instead',
    ],
    ['[]', 'fail', 'it is not a JSON object'],
  ])('finds what is wrong with the plugin %j', (plugin, severity, text) => {
    const place = 'alpha/.codex-plugin/plugin.json';
    expect(lint({ name: 'acme', plugins: [good] }, plugin)).toEqual([`${severity} ${place}: ${text}`]);
  });

  it('lets the first entry win that the CLI can use', () => {
    const unusable = { name: 'alpha', source: '../x' };
    expect(lint({ name: 'acme', plugins: [unusable, good] }).filter((line) => line.includes('wins'))).toEqual(
      [],
    );
  });

  it('says once what is ignored in the same words in many places', () => {
    const entries = ['a', 'b', 'c'].map((name) => ({
      name,
      source: { source: 'url', url: 'https://x.invalid/y' },
    }));
    const plugins = entries.map((one) => ({ ...one, homepge: 'https://acme.invalid' }));
    expect(lint({ name: 'acme', plugins })).toEqual([
      `warn ${file}: plugins[0].homepge: unknown field, which the CLI ignores; did you mean "homepage"?; the same in 2 other places`,
    ]);
  });

  it('never throws and never repeats a control character, whatever the manifest', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        for (const line of lint(text)) expect(line).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('does not keep the folder of a repository from being shown, but its password', () => {
    const url = 'https://ada:secret@x.invalid/y.git';
    const source = { source: 'git-subdir', url, path: 'plugins/a', ref: 'v1' };
    const text = JSON.stringify({ name: 'acme', plugins: [{ name: 'a', source }] });
    const words = 'git-subdir https://x.invalid/y.git plugins/a v1';
    expect(readMarketplaceManifest(text).entries).toMatchObject([{ source: words }]);
    const listed = { installed: [{ pluginId: 'a@acme', source }], available: [] };
    expect(readListing(JSON.stringify(listed)).plugins).toMatchObject([{ source: words }]);
  });

  it('is not needed to read the manifest: what can be listed is listed', () => {
    const text = JSON.stringify({ name: 'acme', plugins: [good, 5, { name: 'a b', source: './x' }, good] });
    expect(readMarketplaceManifest(text)).toMatchObject({
      entries: [{ name: 'alpha', path: './alpha' }],
      duplicates: ['alpha'],
      skipped: [{ name: 'entry 2' }, { name: 'a b' }],
    });
  });

  it('tells of an entry for another product, which is neither listed nor missed', () => {
    const other = { ...good, policy: { products: ['CHATGPT'] } };
    expect(lint({ name: 'acme', plugins: [other] })).toEqual([
      `fail ${file}: plugins[0].policy.products: codex is not among them; the CLI skips the plugin`,
    ]);
    expect(readMarketplaceManifest(JSON.stringify({ name: 'acme', plugins: [other, good] }))).toEqual({
      name: 'acme',
      entries: [expect.objectContaining({ name: 'alpha' })],
      duplicates: [],
      skipped: [],
    });
  });
});
