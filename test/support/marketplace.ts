import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { realCodex, testWorld } from './world.ts';

/** The files of a marketplace with one plugin `alpha`, by path; what is given takes their place. */
export function marketplaceFiles(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    '.agents/plugins/marketplace.json': {
      name,
      plugins: [{ name: 'alpha', source: { source: 'local', path: './plugins/alpha' } }],
    },
    'plugins/alpha/.codex-plugin/plugin.json': {
      name: 'alpha',
      version: '1.0.0',
      skills: './skills/',
      mcpServers: './.mcp.json',
      hooks: './hooks/hooks.json',
    },
    'plugins/alpha/skills/hello/SKILL.md': '---\nname: hello\ndescription: says hello\n---\nHello.\n',
    'plugins/alpha/.mcp.json': { mcpServers: { files: { command: '/bin/cat', args: ['-u'] } } },
    'plugins/alpha/hooks/hooks.json': hooks('echo begun'),
    ...more,
  };
}

/** A `hooks.json` that runs these commands when a session starts. */
export function hooks(...commands: readonly string[]): unknown {
  return { hooks: { SessionStart: [{ hooks: commands.map((command) => ({ type: 'command', command })) }] } };
}

/** Writes files below a folder, JSON where the content is not text. */
export function writeFiles(folder: string, files: Record<string, unknown>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const isText = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(join(folder, path), isText ? content : JSON.stringify(content));
  }
}

/** What is below the folders of a world, by path; undefined for a folder. The root is where the paths in files lead. */
type Made = { root: string; entries: ReadonlyMap<string, Buffer | undefined> };

/** What each CLI made of a world with plugins: it takes a second, so the tests of a file share what is made first. */
const madeBy = new Map<string, Made>();

const madeFolders = ['sources', '.codex'];

function readMade(root: string): Made {
  const found = madeFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }),
  );
  const entries = found.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() && !entry.isDirectory()) throw new Error(`${path} is neither a file nor a folder`);
    return [relative(root, path), entry.isFile() ? readFileSync(path) : undefined] as const;
  });
  return { root, entries: new Map(entries) };
}

function writeMade({ root, entries }: Made, to: string): void {
  for (const folder of madeFolders) mkdirSync(join(to, folder), { recursive: true });
  for (const [path, content] of entries)
    if (content === undefined) mkdirSync(join(to, path), { recursive: true });
  for (const [path, content] of entries) if (content) writeFileSync(join(to, path), content);
  const config = join('.codex', 'config.toml');
  writeFileSync(join(to, config), String(entries.get(config)).replaceAll(root, to));
}

/**
 * A world with a local marketplace `local` and a git marketplace `remote`, both added, and their `alpha`
 * installed by a real CLI. The git one is reached without a network (docs/codex-facts.md, "A git marketplace offline").
 */
export function worldWithPlugins(codex = realCodex) {
  const plain = testWorld();
  const sources = join(plain.root, 'sources');
  const gitconfig = join(plain.root, 'gitconfig');
  writeFiles(plain.root, {
    gitconfig: `[url "file://${sources}/"]\n\tinsteadOf = https://git.example.invalid/\n[init]\n\ttemplateDir =\n[protocol "file"]\n\tallow = always\n[user]\n\temail = ada@example.com\n\tname = Ada\n`,
  });
  const world = { ...plain, environment: { ...plain.environment, GIT_CONFIG_GLOBAL: gitconfig } };
  const local = join(sources, 'local');
  const remote = join(sources, 'remote.git');
  const env = { ...world.environment, CODEX_HOME: world.teamHome };
  const plugin = (...args: string[]) =>
    execFileSync(codex, ['plugin', ...args, '--json'], { env, stdio: 'pipe', encoding: 'utf8' });
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { env, stdio: 'pipe' });
  const publishIn = (folder: string) => (files: Record<string, unknown>) => {
    writeFiles(folder, files);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'revision');
  };
  /** Makes a repository at `https://git.example.invalid/<name>.git`; what it returns publishes a further revision. */
  const repository = (name: string, first: Record<string, unknown>) => {
    const folder = join(sources, `${name}.git`);
    mkdirSync(folder, { recursive: true });
    git(folder, 'init', '--quiet', '--initial-branch', 'main');
    const publish = publishIn(folder);
    publish(first);
    return publish;
  };
  const made = madeBy.get(codex);
  if (made) writeMade(made, plain.root);
  else {
    writeFiles(local, marketplaceFiles('local'));
    repository('remote', marketplaceFiles('remote'));
    plugin('marketplace', 'add', local);
    plugin('marketplace', 'add', 'https://git.example.invalid/remote.git', '--ref', 'main');
    plugin('add', 'alpha@local');
    plugin('add', 'alpha@remote');
    madeBy.set(codex, readMade(plain.root));
  }
  return { world, local, remote, repository, publish: publishIn(remote), plugin };
}
