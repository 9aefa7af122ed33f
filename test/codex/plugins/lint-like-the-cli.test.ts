import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  AppServerClient,
  AppServerError,
  shakeHands,
} from '../../../src/codex/app-server/app-server-client.ts';
import { startProcess } from '../../../src/codex/cli/start-process.ts';
import { lintFolder } from '../../../src/codex/plugins/lint-sources.ts';
import { readMarketplaceManifest } from '../../../src/domain/plugins/manifest/manifest.ts';
import { realCodex } from '../../support/world.ts';

type Verdict = 'taken' | 'refused' | 'stops everything';

const url = 'https://git.example.invalid/x.git';
const plugin = { name: 'x', version: '1.0.0' };
const entry = { name: 'x', source: './x' };

const bytes = (text: string) => Buffer.from(text, 'latin1');
const from = (source: unknown) => ({ plugins: [{ name: 'x', source }] });
const withPolicy = (policy: unknown) => ({ plugins: [{ ...entry, policy }] });
const git = (more: object) => from({ source: 'url', url, ...more });
const subdir = (more: object) => from({ source: 'git-subdir', url, path: 'p', ...more });

/** Marketplaces with one plugin `x`: members of its manifest, or the text of it. */
const marketplaces: Readonly<Record<string, object | string | Buffer>> = {
  plain: {},
  'no plugins': { plugins: undefined },
  'plugins null': { plugins: null },
  'name null': { name: null },
  'interface a text': { interface: 'x' },
  'interface null': { interface: null },
  'display name a number': { interface: { displayName: 5 } },
  'unknown fields of any type': { owner: 5, metadata: 5, zzz: 5 },
  'a comma too many': '{"name":"@","plugins":[],}',
  'a mark before the text': '\ufeff{"name":"@","plugins":[]}',
  'no JSON object': 'null',
  'a name twice': '{"name":"@","name":"@","plugins":[]}',
  'the name of an entry twice': '{"name":"@","plugins":[{"name":"x","name":"x","source":"./x"}]}',
  'a policy twice':
    '{"name":"@","plugins":[{"name":"x","source":"./x","policy":{"installation":"AVAILABLE","installation":"AVAILABLE"}}]}',
  'an unknown field twice': '{"name":"@","zz":1,"zz":2,"plugins":[{"name":"x","source":"./x"}]}',
  'half a character': '{"name":"@","plugins":[{"name":"x","source":"./x","category":"\\ud800"}]}',
  'half a character in an unknown field':
    '{"name":"@","zz":"\\ud800","plugins":[{"name":"x","source":"./x"}]}',
  'bytes that are not UTF-8': bytes('{"name":"@","zz":"\xff","plugins":[]}'),
  'an entry that is a number': { plugins: [5] },
  'an entry without a name': { plugins: [{ source: './x' }] },
  'an entry without a source': { plugins: [{ name: 'x' }] },
  'an empty name': { plugins: [{ ...entry, name: '' }] },
  'a padded name': { plugins: [{ ...entry, name: ' x ' }] },
  'a name of 130 characters': { plugins: [{ name: 'n'.repeat(130), source: './nameless' }] },
  'fields of the format, of any type': {
    plugins: [{ ...entry, description: 5, version: 5, keywords: 'x', tags: 5, author: 5, homepage: 5 }],
  },
  'category a number': { plugins: [{ ...entry, category: 5 }] },
  'category null': { plugins: [{ ...entry, category: null }] },
  'policy a text': withPolicy('x'),
  'policy null': withPolicy(null),
  'policy empty': withPolicy({}),
  'installation in small letters': withPolicy({ installation: 'available' }),
  'installation null': withPolicy({ installation: null }),
  'authentication of another word': withPolicy({ authentication: 'x' }),
  'products a text': withPolicy({ products: 'codex' }),
  'products null': withPolicy({ products: null }),
  'products empty': withPolicy({ products: [] }),
  'products of another word': withPolicy({ products: ['Codex'] }),
  'products without codex': withPolicy({ products: ['chatgpt'] }),
  'products with codex': withPolicy({ products: ['chatgpt', 'codex'] }),
  'a source without ./': from('x'),
  'a source with .//': from('.//x'),
  'a source with / behind': from('./x/'),
  'a source with . between': from('././x'),
  'a source that is the root': from('./'),
  'a source that leads out': from('./../x'),
  'a source that is absolute': from('/x'),
  'a source that is not there': from('./none'),
  'a source null': from(null),
  'a local source without a path': from({ source: 'local' }),
  'a source of the kind git': from({ source: 'git', url }),
  'a source of the kind npm': from({ source: 'npm', package: 'x' }),
  'a URL': git({}),
  'no URL': git({ url: undefined }),
  'a blank URL': git({ url: ' ' }),
  'a padded URL': git({ url: ` ${url} ` }),
  'a word in place of a URL': git({ url: 'nonsense' }),
  'owner/repo': git({ url: 'owner/repo' }),
  'a URL of SSH': git({ url: 'git@example.invalid:x/y.git' }),
  'a URL of a helper program': git({ url: 'ext::sh -c x' }),
  'an option in place of a URL': git({ url: '--upload-pack=x' }),
  'a URL of git': git({ url: 'git://example.invalid/x' }),
  'a path below': git({ url: './x' }),
  'a path that leads out': git({ url: '../x' }),
  'ref a number': git({ ref: 5 }),
  'ref null': git({ ref: null }),
  'sha a number': git({ sha: 5 }),
  'a URL with a folder': git({ path: 'p' }),
  'a URL with the folder null': git({ path: null }),
  'a URL with an empty folder': git({ path: '' }),
  'a URL with a folder that leads out': git({ path: '../p' }),
  'a folder': subdir({}),
  'a folder with ./': subdir({ path: './p' }),
  'no folder': subdir({ path: undefined }),
  'a folder without a URL': subdir({ url: undefined }),
  'a folder that leads out': subdir({ path: 'a/../../p' }),
  'a folder that is absolute': subdir({ path: '/p' }),
  'a folder that is the root': subdir({ path: './' }),
};

/** Manifests of a plugin `x`: members of it, or the text. */
const plugins: Readonly<Record<string, object | string | Buffer>> = {
  'no name': { name: undefined },
  'a blank name': { name: ' ' },
  'name null': { name: null },
  'a padded name': { name: ' x ' },
  'another name': { name: 'y' },
  'no version': { version: undefined },
  'version null': { version: null },
  'version a number': { version: 1 },
  'a blank version': { version: ' ' },
  'a padded version': { version: ' 1.0.0 ' },
  'version .': { version: '.' },
  'version ..': { version: '..' },
  'version ...': { version: '...' },
  'a version of 300 characters': { version: '1'.repeat(300) },
  'a version of 255 characters': { version: '1'.repeat(255) },
  'a version with /': { version: '1/2' },
  'a version with +': { version: '1.0.0+b_1' },
  'description a number': { description: 5 },
  'keywords a text': { keywords: 'x' },
  'keywords null': { keywords: null },
  'keywords of numbers': { keywords: [5] },
  'servers in place': { mcpServers: { s: { command: 'x' } } },
  'servers a list': { mcpServers: ['./x.json'] },
  'servers null': { mcpServers: null },
  'servers without ./': { mcpServers: 'x.json' },
  'apps an object': { apps: {} },
  'apps a list': { apps: [] },
  'skills a list': { skills: ['./x'] },
  'hooks a list': { hooks: ['./x.json'] },
  'fields that it does not read': { author: 5, homepage: 5, license: 5, commands: 5, agents: 5, zzz: 5 },
  'interface a text': { interface: 'x' },
  'interface null': { interface: null },
  'a display name that is a number': { interface: { displayName: 5 } },
  'capabilities null': { interface: { capabilities: null } },
  'screenshots a text': { interface: { screenshots: 'x' } },
  'a default prompt of any type': { interface: { defaultPrompt: 5 } },
  'a version twice': '{"name":"x","version":"1","version":"2"}',
  'a category twice': '{"name":"x","interface":{"category":"a","category":"b"}}',
  'an unknown field twice': '{"name":"x","version":"1","zz":1,"zz":2}',
  'half a character': '{"name":"x","version":"1","description":"\\ud800"}',
  'bytes that are not UTF-8': bytes('{"name":"x","version":"1","description":"\xff"}'),
  'a comma too many': '{"name":"x","version":"1",}',
};

const cases = [
  ...Object.entries(marketplaces).map(([what, manifest], n) => ({ what, name: `m${n}`, manifest, plugin })),
  ...Object.entries(plugins).map(([what, manifest], n) => ({
    what: `a plugin with ${what}`,
    name: `p${n}`,
    manifest: {},
    plugin: typeof manifest === 'string' || Buffer.isBuffer(manifest) ? manifest : { ...plugin, ...manifest },
  })),
];

function write(path: string, content: object | string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
  writeFileSync(path, isRaw ? content : JSON.stringify(content));
}

const manifestOf = (root: string, name: string) => join(root, name, '.agents', 'plugins', 'marketplace.json');

function writeCase(root: string, { name, manifest, plugin: content }: (typeof cases)[number]): void {
  const named =
    typeof manifest === 'string'
      ? manifest.replaceAll('@', name)
      : Buffer.isBuffer(manifest)
        ? manifest
        : { name, plugins: [entry], ...manifest };
  write(manifestOf(root, name), named);
  write(join(root, name, 'x', '.codex-plugin', 'plugin.json'), content);
  write(join(root, name, 'nameless', '.codex-plugin', 'plugin.json'), {
    name: 'n'.repeat(130),
    version: '1',
  });
}

const listed = z.looseObject({
  marketplaces: z.array(
    z.looseObject({
      path: z.string(),
      plugins: z.array(z.looseObject({ name: z.string(), source: z.looseObject({ type: z.string() }) })),
    }),
  ),
  marketplaceLoadErrors: z.array(z.looseObject({ marketplacePath: z.string() })),
});

/** What the CLI makes of every case: one app-server, on a home of its own, lists and installs them all. */
async function askCli(root: string): Promise<ReadonlyMap<string, { verdict: Verdict; lists: number }>> {
  const home = join(root, 'home');
  const config = cases.map(
    ({ name }) => `[marketplaces.${name}]\nsource_type = "local"\nsource = "${join(root, name)}"\n`,
  );
  write(join(home, 'config.toml'), config.join(''));
  const env = { PATH: process.env.PATH ?? '', HOME: root, CODEX_HOME: home };
  const server = startProcess([realCodex, 'app-server'], {
    cwd: root,
    env,
    timeoutMs: 50_000,
    signal: new AbortController().signal,
    stdin: 'pipe',
  });
  const client = new AppServerClient((text) => server.stdin?.write(`${text}\n`));
  if (server.stdout) createInterface({ input: server.stdout }).on('line', (line) => client.receive(line));
  try {
    await shakeHands(client);
    const { marketplaces: read, marketplaceLoadErrors } = listed.parse(
      await client.request('plugin/list', {}),
    );
    const broken = new Set(marketplaceLoadErrors.map(({ marketplacePath }) => marketplacePath));
    const answers = new Map<string, { verdict: Verdict; lists: number }>();
    for (const { name } of cases) {
      const marketplacePath = manifestOf(root, name);
      const offered = read.find(({ path }) => path === marketplacePath)?.plugins ?? [];
      const [first] = offered;
      const say = (verdict: Verdict) => answers.set(name, { verdict, lists: offered.length });
      if (broken.has(marketplacePath)) say('stops everything');
      else if (!first) say('refused');
      else if (first.source.type !== 'local') say('taken');
      else say(await install(client, { pluginName: first.name, marketplacePath }));
    }
    return answers;
  } finally {
    await server.stop();
  }
}

async function install(
  client: AppServerClient,
  params: { pluginName: string; marketplacePath: string },
): Promise<Verdict> {
  try {
    await client.request('plugin/install', params);
    return 'taken';
  } catch (cause) {
    if (cause instanceof AppServerError) return 'refused';
    throw cause;
  }
}

async function lintVerdict(folder: string): Promise<Verdict> {
  const severities = (await lintFolder(folder)).map(({ severity }) => severity);
  if (severities.includes('blocker')) return 'stops everything';
  return severities.includes('fail') ? 'refused' : 'taken';
}

describe('lint says of a marketplace what the CLI does with it', () => {
  let root = '';
  let cli: Awaited<ReturnType<typeof askCli>> = new Map();
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'cockpit-test-'));
    for (const one of cases) writeCase(root, one);
    cli = await askCli(root);
  });

  afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

  it.each(cases)('of $what', async ({ name }) => {
    const { verdict, lists } = cli.get(name) ?? {};
    expect(await lintVerdict(join(root, name))).toBe(verdict);
    if (verdict === 'stops everything') return;
    const manifest = readMarketplaceManifest(readFileSync(manifestOf(root, name), 'utf8'));
    expect(manifest.entries).toHaveLength(lists ?? 0);
  });
});
