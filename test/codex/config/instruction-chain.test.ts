import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

/**
 * A stand-in whose sessions load AGENTS.md of the folder above, unless the own folder is a repository, and leave one
 * there: before they look, or after.
 */
function leaving(when: 'before' | 'after' | 'never'): string {
  const folder = tempFolder();
  const codex = join(folder, 'codex');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    codex,
    `#!${process.execPath}
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
if (process.argv.includes('--version')) console.log('codex-cli 0.169.0');
else createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize') say({ id, result: { userAgent: 'codex/0.169.0 (Linux)' } });
  if (method !== 'thread/start') return;
  const own = join(params.cwd, 'AGENTS.md');
  const above = join(dirname(params.cwd), 'AGENTS.md');
  const leaves = () => !existsSync(own) && mkdirSync(join(params.cwd, '.git'), { recursive: true });
  if (${JSON.stringify(when)} === 'before') leaves();
  const sources = existsSync(own) ? [own] : existsSync(join(params.cwd, '.git')) ? [] : [above];
  if (${JSON.stringify(when)} === 'after') leaves();
  say({ id, result: { thread: {}, instructionSources: sources } });
});
`,
  );
  chmodSync(codex, 0o755);
  return codex;
}

const judge = async (codex: string) => {
  const world = testWorld();
  mkdirSync(join(world.cwd, '.git'));
  writeFileSync(join(world.cwd, 'AGENTS.md'), 'Run npm test.\n');
  writeFileSync(join(world.teamHome, 'config.toml'), 'sandbox_mode = "workspace-write"\n');
  writeFileSync(join(world.teamHome, 'ci.config.toml'), 'sandbox_mode = "read-only"\n');
  const { judgement } = await runOn(codex, world, shippedCheck('agents.chain'));
  return { ...judgement, agents: join(world.cwd, 'AGENTS.md') };
};

describe('instructions above a subfolder', () => {
  it('are loaded where sessions leave nothing behind', async () => {
    const { verdict, summary, agents } = await judge(leaving('never'));
    expect([verdict, summary]).toEqual(['pass', `loaded: ${agents}`]);
  });

  it('are lost to a session that leaves a repository before it looks for them', async () => {
    const { verdict, summary, agents } = await judge(leaving('before'));
    expect([verdict, summary]).toEqual([
      'fail',
      `a session in a subfolder under config.toml: not loaded: ${agents}`,
    ]);
  });

  it('are lost to the session after one that leaves a repository when it has looked', async () => {
    const { verdict, summary, agents } = await judge(leaving('after'));
    expect([verdict, summary]).toEqual([
      'fail',
      `a session in a subfolder that a session has used under config.toml: not loaded: ${agents}`,
    ]);
  });
});
