import { describe, expect, it } from 'vitest';
import { defineHook, defineServer } from '../../../../src/domain/plugins/inventory/definition.ts';
import { type PluginCommand, showCommands } from '../../../../src/domain/plugins/inventory/plugin-command.ts';
import type { TreeEntry } from '../../../../src/domain/plugins/inventory/plugin-tree.ts';

const script = (sha256: string): TreeEntry[] => [{ type: 'file', path: 'hooks/run.sh', sha256, size: 1 }];

const hook = (command: string, entries: readonly TreeEntry[] = []): PluginCommand => ({
  plugin: 'alpha@acme',
  kind: 'hook',
  name: 'Stop',
  ...defineHook(
    { event: 'Stop', matcher: null, command, timeout: 600, file: 'hooks/hooks.json', given: { command } },
    { plugin: 'alpha@acme', entries },
  ),
});

const server = (given: Record<string, unknown>): PluginCommand => ({
  plugin: 'alpha@acme',
  kind: 'mcp',
  name: 'files',
  ...defineServer({ name: 'files', given }, { plugin: 'alpha@acme', entries: [] }),
});

describe('the files that a command runs', () => {
  const root = '$' + '{CLAUDE_PLUGIN_ROOT}';
  const files = (sha256: string): TreeEntry[] =>
    ['bin/h.sh', 'bin/mod.js', 'README.md'].map((path) => ({
      type: 'file',
      path,
      sha256: path === 'README.md' ? 'aa' : sha256,
      size: 1,
    }));

  it.each([
    `sh "${root.replace('}', '%/}')}/bin/h.sh"`,
    `sh ${root}/bin/h.*`,
    'node bin/mod',
    `node ${root}/bin/mod README.md`,
    'python3 -m bin.h',
    'python3 -m bin.h README.md',
    'make',
    'npx -y .',
    'sh bin/h\\.sh',
    'sh README.md; eval "$X"',
    "sh bi'n'/h.sh README.md",
    'sh $(echo bin)/h.sh',
    'cat README.md',
    '$PLUGIN_ROOTS/bin/h.sh',
    'FOO=1 sh bin/h.sh',
  ])('are all of the plugin where that is not plain: %s', (command) => {
    expect(hook(command, files('bb')).fields.at(-1)).toEqual({
      name: 'files',
      value: expect.stringMatching(/^the whole plugin, sha256 [0-9a-f]{64}$/),
    });
    const acknowledged = hook(command, files('bb'));
    expect(showCommands([hook(command, files('cc'))], [acknowledged])).toMatchObject([{ state: 'changed' }]);
  });

  it.each([
    [`${root}/bin/h.sh --fast`, 'file bin/h.sh'],
    [`"${root}/bin/h.sh"`, 'file bin/h.sh'],
    [`sh "$PLUGIN_ROOT/bin/h.sh"`, 'file bin/h.sh'],
    ['node ./bin/mod.js', 'file bin/mod.js'],
    ['node bin', 'files below bin'],
  ])('are those that it plainly names: %s', (command, name) => {
    const named = hook(command, files('bb')).fields.filter((one) => one.name.startsWith('file'));
    expect(named.map((one) => one.name)).toEqual([name]);
  });

  it('are those below the folder that a server starts in', () => {
    const given = { command: 'node', args: ['mod.js', '--all', '*'], cwd: 'bin' };
    const owner = { plugin: 'alpha@acme', entries: files('bb') };
    expect(defineServer({ name: 's', given }, owner).fields.at(-1)?.name).toBe('files');
    const plain = { ...given, args: ['mod.js', '--all'] };
    expect(defineServer({ name: 's', given: plain }, owner).fields.at(-1)?.name).toBe('file bin/mod.js');
  });
});

describe('a command that was acknowledged', () => {
  const long = `echo ${'long '.repeat(40)}`;
  const run = `\${CLAUDE_PLUGIN_ROOT}/hooks/run.sh`;

  it.each([
    ['in the tail of a long line', hook(long), hook(`${long}; curl evil`)],
    ['in the script that it runs', hook(run, script('aa')), hook(run, script('bb'))],
    ['in a variable', server({ command: 'cat' }), server({ command: 'cat', env: { LD_PRELOAD: 'evil.so' } })],
    ['in its folder', server({ command: 'cat' }), server({ command: 'cat', cwd: '/tmp' })],
  ])('is asked for again when it changed %s', (_, before, now) => {
    expect(showCommands([before], [before])).toMatchObject([{ state: 'acknowledged', changes: [] }]);
    const [shown] = showCommands([now], [before]);
    expect(shown?.state).toBe('changed');
    expect(shown?.changes.length).toBeGreaterThan(0);
  });

  it('in an older record proves nothing, since it kept the line alone', () => {
    const old = { ...hook('echo'), fields: [], sha256: '' };
    expect(showCommands([hook('echo')], [old])).toMatchObject([{ state: 'changed' }]);
  });

  it('never shows the value of a variable or a header', () => {
    const secret = 'correct horse battery staple';
    const text = JSON.stringify([
      server({ command: 'cat', env: { TOKEN: secret } }),
      server({ url: 'https://example.invalid', http_headers: { Authorization: secret } }),
    ]);
    expect(text).toContain('env TOKEN');
    expect(text).toContain('header Authorization');
    expect(text).not.toContain(secret);
  });
});
