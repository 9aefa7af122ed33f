import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { AppServerClient, shakeHands } from '../../src/codex/app-server/app-server-client.ts';
import { writeFiles } from './marketplace.ts';
import type { testWorld } from './world.ts';

/** The files of one made-up plugin, by path below its folder; an object is written as JSON. */
export type MadePlugin = { name: string; files: Record<string, unknown> };

type Form = {
  /** What it adds to plugin.json. */
  manifest?: Record<string, unknown>;
  files?: Record<string, unknown>;
};

const command = (text: string, more: Record<string, unknown> = {}) => ({
  type: 'command',
  command: text,
  ...more,
});
const hooksFile = (event: string, text: string, more: Record<string, unknown> = {}) => ({
  hooks: { [event]: [{ ...more, hooks: [command(text)] }] },
});
const evil = { 'hooks/hooks.json': hooksFile('SessionStart', 'echo evil') };
const benign = { 'hooks/benign.json': hooksFile('Stop', 'echo benign') };

const hookForms: readonly Form[] = [
  {},
  { files: evil },
  { manifest: { hooks: './hooks/benign.json' }, files: { ...evil, ...benign } },
  { manifest: { hooks: 'hooks/benign.json' }, files: { ...evil, ...benign } },
  { manifest: { hooks: ['./hooks/benign.json'] }, files: { ...evil, ...benign } },
  { manifest: { hooks: ['hooks/benign.json'] }, files: { ...evil, ...benign } },
  { manifest: { hooks: ['./hooks/benign.json', './hooks/hooks.json'] }, files: { ...evil, ...benign } },
  { manifest: { hooks: '../outside.json' }, files: evil },
  { manifest: { hooks: './hooks/../hooks/benign.json' }, files: { ...evil, ...benign } },
  { manifest: { hooks: '/etc/hooks.json' }, files: evil },
  { manifest: { hooks: './' }, files: evil },
  { manifest: { hooks: '' }, files: evil },
  { manifest: { hooks: './/hooks/benign.json' }, files: { ...evil, ...benign } },
  { manifest: { hooks: './hooks/./benign.json' }, files: { ...evil, ...benign } },
  { manifest: { hooks: null }, files: evil },
  { manifest: { hooks: [] }, files: evil },
  { manifest: { hooks: {} }, files: evil },
  { manifest: { hooks: 7 }, files: evil },
  { manifest: { hooks: hooksFile('PreToolUse', 'echo inline', { matcher: '^Bash$' }) }, files: evil },
  { manifest: { hooks: { SessionStart: [{ hooks: [command('echo bare')] }] } }, files: evil },
  {
    manifest: { hooks: [hooksFile('Stop', 'echo one'), hooksFile('PostToolUse', 'echo two')] },
    files: evil,
  },
  {
    manifest: { hooks: ['./hooks/benign.json', hooksFile('Stop', 'echo two')] },
    files: { ...evil, ...benign },
  },
  { manifest: { hooks: './hooks/absent.json' }, files: evil },
  { manifest: { hooks: './hooks/broken.json' }, files: { ...evil, 'hooks/broken.json': '{' } },
  { files: { 'hooks/hooks.json': { SessionStart: [{ hooks: [command('echo bare')] }] } } },
  {
    files: {
      'hooks/hooks.json': {
        hooks: {
          Notification: [{ hooks: [command('echo unknown event')] }],
          SessionEnd: [{ hooks: [command('echo later event')] }],
          sessionStart: [{ hooks: [command('echo other case')] }],
          SubagentStop: [{ matcher: 'x', hooks: [command('echo subagent')] }],
          SubagentStart: [{ matcher: 'x', hooks: [command('echo subagent')] }],
          PreCompact: [{ matcher: 'auto', hooks: [command('echo compact')] }],
          PermissionRequest: [{ matcher: 'Bash|Edit', hooks: [command('echo permission')] }],
          UserPromptSubmit: [{ matcher: '[', hooks: [command('echo matcher ignored')] }],
        },
      },
    },
  },
  {
    files: {
      'hooks/hooks.json': {
        hooks: {
          PreToolUse: [
            { matcher: '[', hooks: [command('echo broken matcher')] },
            { matcher: '', hooks: [command('echo empty matcher', { timeout: 5 })] },
            { matcher: '*', hooks: [command('echo star', { timeout: 0 })] },
            { matcher: 'a(?=b)', hooks: [command('echo look ahead')] },
            { matcher: '\\bBash', hooks: [command('echo word bound', { async: true })] },
            { matcher: null, hooks: [command('echo null', { statusMessage: 'busy', timeout: null })] },
            {
              hooks: [
                command('  '),
                { type: 'prompt', prompt: 'x' },
                { type: 'agent' },
                command('echo kept'),
              ],
            },
            {},
          ],
        },
      },
    },
  },
  { files: { 'hooks/hooks.json': { hooks: { Stop: [{ hooks: [{ command: 'echo no type' }] }] } } } },
  { files: { 'hooks/hooks.json': { hooks: { Stop: [{ hooks: [{ type: 'shell', command: 'echo' }] }] } } } },
  { files: { 'hooks/hooks.json': { hooks: { Stop: [{ hooks: [command('echo', { timeout: '5' })] }] } } } },
  { files: { 'hooks/hooks.json': { hooks: { Stop: [{ hooks: [command('echo', { timeout: -1 })] }] } } } },
  { files: { 'hooks/hooks.json': { hooks: { Stop: [{ hooks: [command('echo', { timeout: 1.5 })] }] } } } },
  { files: { 'hooks/hooks.json': { hooks: { Stop: { hooks: [command('echo no list')] } } } } },
  {
    files: { 'hooks/hooks.json': { hooks: { Nonsense: 'what', Stop: [{ hooks: [command('echo kept')] }] } } },
  },
  { files: { 'hooks/hooks.json': { hooks: null } } },
  { files: { 'hooks/hooks.json': [] } },
  { files: { 'hooks/hooks.json': '{"hooks":{"Stop":[]},"hooks":{"Stop":[]}}' } },
  {
    files: {
      'hooks/hooks.json':
        '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"echo a","command":"echo b"}]}]}}',
    },
  },
  {
    files: {
      'hooks/hooks.json': hooksFile('Stop', `\${CLAUDE_PLUGIN_ROOT}/run.sh "\${PLUGIN_DATA}" $PLUGIN_ROOT`),
    },
  },
  { files: { 'hooks/hooks.json': hooksFile('Stop', `echo ${'long '.repeat(60)}`) } },
  { files: { 'hooks/hooks.json': `\ufeff${JSON.stringify(hooksFile('Stop', 'echo mark'))}` } },
  { files: { 'hooks.json': hooksFile('Stop', 'echo not looked for') } },
  { manifest: { hooks: './hooks' }, files: evil },
];

const files = { command: 'cat', args: ['-u'] };
const mcpDefault = { '.mcp.json': { mcpServers: { '@files': { command: 'default' } } } };
const mcpOther = { 'other.json': { mcpServers: { '@other': files } } };

const serverForms: readonly Form[] = [
  {},
  { files: { '.mcp.json': { mcpServers: { '@files': files } } } },
  { files: { '.mcp.json': { '@files': files, '@second': { url: 'https://example.invalid/mcp' } } } },
  { manifest: { mcpServers: './other.json' }, files: { ...mcpDefault, ...mcpOther } },
  { manifest: { mcpServers: 'other.json' }, files: { ...mcpDefault, ...mcpOther } },
  { manifest: { mcpServers: ['./other.json'] }, files: { ...mcpDefault, ...mcpOther } },
  { manifest: { mcpServers: { '@inline': files } }, files: mcpDefault },
  { manifest: { mcpServers: { mcpServers: { '@inline': files } } }, files: mcpDefault },
  { manifest: { mcpServers: null }, files: mcpDefault },
  { manifest: { mcpServers: '../other.json' }, files: mcpDefault },
  { manifest: { mcpServers: './absent.json' }, files: mcpDefault },
  {
    files: {
      '.mcp.json': {
        mcpServers: {
          '@typed': {
            type: 'stdio',
            command: 'cat',
            env: { TOKEN: 'hidden' },
            cwd: 'server',
            env_vars: ['PATH'],
          },
          '@absolute': { command: 'cat', cwd: '/tmp' },
          '@web': {
            type: 'http',
            url: 'https://example.invalid/mcp',
            headers: { A: 'b' },
            http_headers: { Authorization: 'hidden' },
            bearer_token_env_var: 'TOKEN',
          },
          '@sse': { type: 'sse', url: 'https://example.invalid/sse' },
          '@both': { command: 'cat', url: 'https://example.invalid' },
          '@neither': { args: [] },
          '@number': 7,
          '@camel': { command: 'cat', startupTimeoutSec: 1 },
          '@timed': { command: 'cat', startup_timeout_sec: 2.5, tool_timeout_sec: 7 },
          '@timedMs': { command: 'cat', startup_timeout_ms: 2500 },
          '@off': { command: 'cat', enabled: false },
          '@numbers': { command: 'cat', args: ['a', 7] },
          '@token': { url: 'https://example.invalid', bearer_token: 'hidden' },
          '@web2': { url: 'https://example.invalid', env: {} },
          '@oauth': { url: 'https://example.invalid', oauth: { clientId: 'x', callbackPort: 7 } },
          '@envObject': { command: 'cat', env_vars: [{ name: 'A', source: 'local' }, 'B'] },
          '@envBad': { command: 'cat', env: { A: 7 } },
          '@nulls': { command: 'cat', args: null, env: null, cwd: null, url: null },
          '@negative': { command: 'cat', startup_timeout_sec: -1 },
          '@name with space': { command: 'cat' },
        },
      },
    },
  },
  { files: { '.mcp.json': { mcpServers: null } } },
  { files: { '.mcp.json': { mcpServers: [] } } },
  { files: { '.mcp.json': { mcp_servers: { '@files': files } } } },
  { files: { '.mcp.json': '{"mcpServers":{"@a":{"command":"one"},"@a":{"command":"two"}}}' } },
  { files: { '.mcp.json': '{"mcpServers":{"@a":{"command":"one"}},"mcpServers":{"@a":{"command":"two"}}}' } },
  { files: { '.mcp.json': '{' } },
  { files: { '.mcp.json': { mcpServers: { shared: files }, more: 7 } } },
];

const skill = (name: string, more = '') =>
  `---\nname: ${name}\ndescription: says hello\n${more}---\nHello.\n`;

const skillForms: readonly Form[] = [
  {},
  { files: { 'skills/one/SKILL.md': skill('one') } },
  { files: { 'skills/one/SKILL.md': skill('one'), 'skills/group/two/three/SKILL.md': skill('three') } },
  { files: { 'skills/one/SKILL.md': skill('one'), 'skills/one/inner/SKILL.md': skill('inner') } },
  { files: { 'skills/SKILL.md': skill('top') } },
  {
    manifest: { skills: './more' },
    files: { 'skills/one/SKILL.md': skill('one'), 'more/two/SKILL.md': skill('two') },
  },
  {
    manifest: { skills: 'more' },
    files: { 'skills/one/SKILL.md': skill('one'), 'more/two/SKILL.md': skill('two') },
  },
  {
    manifest: { skills: ['./more'] },
    files: { 'skills/one/SKILL.md': skill('one'), 'more/two/SKILL.md': skill('two') },
  },
  { manifest: { skills: './more/two' }, files: { 'more/two/SKILL.md': skill('two') } },
  { manifest: { skills: './skills/' }, files: { 'skills/one/SKILL.md': skill('one') } },
  {
    manifest: { skills: './' },
    files: { 'skills/one/SKILL.md': skill('one'), 'more/two/SKILL.md': skill('two') },
  },
  { manifest: { skills: '../skills' }, files: { 'skills/one/SKILL.md': skill('one') } },
  {
    files: {
      'skills/plain/SKILL.md': 'no front matter\n',
      'skills/nodesc/SKILL.md': '---\nname: nodesc\n---\n',
      'skills/noname/SKILL.md': '---\ndescription: takes the name of the folder\n---\n',
      'skills/long/SKILL.md': skill('x'.repeat(70)),
      'skills/longdesc/SKILL.md': `---\nname: longdesc\ndescription: ${'y'.repeat(1100)}\n---\n`,
      'skills/yaml/SKILL.md': '---\nname: [\n---\n',
      'skills/empty/SKILL.md': '---\n---\n',
      'skills/open/SKILL.md': '---\nname: open\ndescription: never closed\n',
      'skills/number/SKILL.md': '---\nname: 7\ndescription: 8\n---\n',
      'skills/lines/SKILL.md': '---\r\nname: lines\r\ndescription: |\r\n  a\r\n  b\r\n---\r\n',
      'skills/colon/SKILL.md': '---\nname: colon\ndescription: a: b\n---\n',
      'skills/twice/SKILL.md': '---\nname: a\nname: b\ndescription: c\n---\n',
      'skills/meta/SKILL.md': skill('meta', `metadata:\n  short-description: ${'z'.repeat(1100)}\n`),
      'skills/lower/skill.md': skill('lower'),
      'skills/.hidden/SKILL.md': skill('hidden'),
      'skills/bytes/SKILL.md': Buffer.concat([Buffer.from(skill('bytes')), Buffer.from([0xff, 0xfe])]),
    },
  },
  {
    files: {
      'skills/1/2/3/4/5/6/SKILL.md': skill('six'),
      'skills/1/2/3/4/5/6/7/SKILL.md': skill('seven'),
    },
  },
  {
    files: {
      'skills/nested/.codex-plugin/plugin.json': { name: 'other-name' },
      'skills/nested/one/SKILL.md': skill('one'),
    },
  },
];

const appForms: readonly Form[] = [
  {},
  { files: { '.app.json': { apps: { calendar: { id: 'connector_calendar' } } } } },
  {
    manifest: { apps: './more.json' },
    files: { '.app.json': { apps: { a: { id: 'a' } } }, 'more.json': { apps: { b: { id: 'b' } } } },
  },
  {
    manifest: { apps: 'more.json' },
    files: { '.app.json': { apps: { a: { id: 'a' } } }, 'more.json': { apps: { b: { id: 'b' } } } },
  },
  {
    files: {
      '.app.json': { apps: { a: { id: 'x' }, b: { id: 'x' }, c: { id: ' ' }, d: { id: 'y', more: 1 } } },
    },
  },
  { files: { '.app.json': { apps: { a: { id: 7 } } } } },
  { files: { '.app.json': { a: { id: 'bare' } } } },
  { files: { '.app.json': { apps: { a: {} } } } },
  { manifest: { apps: null }, files: { '.app.json': { apps: { a: { id: 'a' } } } } },
];

/** What is odd about the manifest itself. Undefined takes a member out. */
const manifestForms: readonly Record<string, unknown>[] = [
  {},
  { version: undefined },
  { version: null },
  { description: 'text', keywords: ['a'], homepage: 7, author: { name: 'Ada' } },
  { interface: { displayName: 'Shown', capabilities: ['Read'], defaultPrompt: [7, 'x'] } },
  { description: null, interface: null },
];

/** Manifests that the CLI does not take at all; what the plugin brings is then not loaded. */
const brokenManifests: readonly (Record<string, unknown> | string)[] = [
  { keywords: null },
  { keywords: 'one' },
  { description: 7 },
  { interface: { capabilities: 'Read' } },
  { interface: 'text' },
  { name: null },
  { apps: ['./more.json'] },
  { apps: {} },
  { interface: { websiteURL: 7 } },
  '{"name":"x","version":"1.0.0","hooks":"./a.json","hooks":"./b.json"}',
  '[]',
  'null',
  '{"name":"x",}',
];

/**
 * Plugins of every form that the CLI was seen to read in a way of its own, mixed: each form of hooks meets each
 * form of servers, of skills and of apps somewhere.
 */
export function pluginForms(count: number): readonly MadePlugin[] {
  return Array.from({ length: count }, (_, n) => {
    const at = <T>(list: readonly T[]): T => list[n % list.length] as T;
    const forms = [at(hookForms), withNames(at(serverForms), n), at(skillForms), at(appForms)];
    const name = `plugin-${n}`;
    const manifest = {
      name,
      version: '1.0.0',
      ...at(manifestForms),
      ...Object.assign({}, ...forms.map((form) => form.manifest)),
    };
    return {
      name,
      files: {
        ...Object.assign({}, ...forms.map((form) => form.files)),
        [n % 17 === 5 ? '.claude-plugin/plugin.json' : '.codex-plugin/plugin.json']: manifest,
      },
    };
  });
}

/** Gives the servers names of their own; `shared` stays one name in a few plugins, of which a session gets one. */
function withNames(form: Form, n: number): Form {
  const shared = n < 60 ? 'shared' : `shared-${n}`;
  return JSON.parse(JSON.stringify(form).replaceAll('@', `p${n}-`).replaceAll('"shared"', `"${shared}"`));
}

/** Plugins whose manifests the CLI does not take once they lie in its cache. */
export function brokenForms(): readonly MadePlugin[] {
  return brokenManifests.map((odd, n) => {
    const name = `broken-${n}`;
    const manifest = typeof odd === 'string' ? odd : { name, version: '1.0.0', ...odd };
    return {
      name,
      files: {
        '.codex-plugin/plugin.json': manifest,
        ...evil,
        ...mcpDefault,
        '.app.json': { apps: { a: { id: 'a' } } },
        'skills/one/SKILL.md': skill('one'),
      },
    };
  });
}

/**
 * Installs plugins from one local marketplace `forms` with one start of a real CLI. Those that it refuses to
 * install are put into its cache, as an older version would have left them.
 */
export async function installPlugins(
  { environment, teamHome, root }: ReturnType<typeof testWorld>,
  codex: string,
  plugins: readonly MadePlugin[],
): Promise<void> {
  const marketplace = join(root, 'forms');
  for (const { name, files } of plugins) writeFiles(join(marketplace, name), files);
  const manifest = '.agents/plugins/marketplace.json';
  const entries = plugins.map(({ name }) => ({ name, source: `./${name}` }));
  writeFiles(marketplace, { [manifest]: { name: 'forms', plugins: entries } });
  writeFileSync(
    join(teamHome, 'config.toml'),
    `[marketplaces.forms]\nsource_type = "local"\nsource = "${marketplace}"\n`,
  );
  const env = { ...environment, CODEX_HOME: teamHome, GIT_ALLOW_PROTOCOL: 'none' };
  const server = execa(codex, ['app-server'], { env, extendEnv: false, reject: false, cwd: root });
  const client = new AppServerClient((text) => server.stdin.write(`${text}\n`));
  createInterface({ input: server.stdout }).on('line', (line) => client.receive(line));
  try {
    await shakeHands(client);
    for (const { name, files } of plugins) {
      const asked = { pluginName: name, marketplacePath: join(marketplace, manifest) };
      const isInstalled = await client.request('plugin/install', asked).then(
        () => true,
        () => false,
      );
      if (!isInstalled) writeFiles(join(teamHome, 'plugins', 'cache', 'forms', name, '1.0.0'), files);
    }
  } finally {
    server.kill();
    await server;
  }
}
