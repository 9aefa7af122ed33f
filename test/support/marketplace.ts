import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** Writes files below a folder, JSON where the content is no text. */
export function writeFiles(folder: string, files: Record<string, unknown>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const isText = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(join(folder, path), isText ? content : JSON.stringify(content));
  }
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
    gitconfig: `[url "file://${sources}/"]\n\tinsteadOf = https://git.example.invalid/\n[protocol "file"]\n\tallow = always\n[user]\n\temail = ada@example.com\n\tname = Ada\n`,
  });
  const world = { ...plain, environment: { ...plain.environment, GIT_CONFIG_GLOBAL: gitconfig } };
  const local = join(sources, 'local');
  const remote = join(sources, 'remote.git');
  writeFiles(local, marketplaceFiles('local'));
  const env = { ...world.environment, CODEX_HOME: world.teamHome };
  const plugin = (...args: string[]) =>
    execFileSync(codex, ['plugin', ...args, '--json'], { env, stdio: 'pipe', encoding: 'utf8' });
  /** Makes a repository at `https://git.example.invalid/<name>.git`; what it returns publishes a further revision. */
  const repository = (name: string, first: Record<string, unknown>) => {
    const folder = join(sources, `${name}.git`);
    mkdirSync(folder, { recursive: true });
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { env, stdio: 'pipe' });
    git('init', '--quiet', '--initial-branch', 'main');
    const publish = (files: Record<string, unknown>) => {
      writeFiles(folder, files);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'revision');
    };
    publish(first);
    return publish;
  };
  const publish = repository('remote', marketplaceFiles('remote'));
  plugin('marketplace', 'add', local);
  plugin('marketplace', 'add', 'https://git.example.invalid/remote.git', '--ref', 'main');
  plugin('add', 'alpha@local');
  plugin('add', 'alpha@remote');
  return { world, local, remote, repository, publish, plugin };
}
