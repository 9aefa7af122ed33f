import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { observe } from '../../../src/codex/rehearsal/observe.ts';
import { observeSession } from '../../../src/codex/rehearsal/session/observe-session.ts';
import type { Area } from '../../../src/domain/upgrade/rehearsal/area.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { realCodex, testWorld } from '../../support/world.ts';

function place(files: Readonly<Record<string, string>>) {
  const world = testWorld();
  mkdirSync(join(world.cwd, '.git'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(world.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return world;
}

async function look(codex: string, world: ReturnType<typeof place>, folders: readonly string[]) {
  const { areas } = await observe(
    { path: codex, version: '0.139.0', other: codex, pin: codex },
    [observeSession],
    {
      team: { home: world.teamHome, project: world.cwd, folders },
      environment: world.environment,
      signal: new AbortController().signal,
      concurrency: 1,
    },
  );
  const of = (area: Area) =>
    areas.find((one) => one.area === area) ?? { facts: [], gaps: [], errors: ['not seen'] };
  return {
    errors: areas.flatMap(({ errors }) => errors),
    gaps: (area: Area) => of(area).gaps.map(({ where, reason }) => [where, reason]),
    fact: (area: Area, key: string, where: string) =>
      of(area).facts.find((one) => one.key === key && one.where === where)?.value,
  };
}

describe('a session of a team', () => {
  it('is seen on the real 0.139.0 in each folder and under each profile, and leaves nothing', async () => {
    const world = place({
      '.codex/config.toml': 'approval_policy = "on-failure"\n[mcp_servers.never]\ncommand = "/nonexistent"\n',
      '.codex/ci.config.toml': 'model = "gpt-5.4-mini"\nmodel_reasoning_effort = "low"\n',
      '.codex/old.config.toml': 'approval_policy = "nonsense"\n',
      '.codex/AGENTS.md': 'Words of the home.\n',
      '.codex/skills/ours/SKILL.md': '---\nname: ours\ndescription: a skill of the team\n---\nText.\n',
      'project/AGENTS.md': 'Words of the project.\n',
      'project/api/AGENTS.md': 'Words of the api.\n',
    });
    const { errors, fact, gaps } = await look(realCodex, world, ['.', 'api']);
    expect(errors).toEqual([]);
    expect(fact('request', 'model', '. under config.toml')).toBe('gpt-5.5');
    expect(fact('request', 'model', '. under ci.config.toml')).toBe('gpt-5.4-mini');
    expect(fact('request', 'reasoning effort', '. under ci.config.toml')).toBe('low');
    expect(fact('tools', 'tool update_plan', 'api under config.toml')).toBe('offered');
    expect(fact('instructions', '$CODEX_HOME/AGENTS.md', 'api under config.toml')).toBe('whole');
    expect(fact('instructions', 'AGENTS.md', 'api under config.toml')).toBe('whole');
    expect(fact('instructions', 'api/AGENTS.md', 'api under config.toml')).toBe('whole');
    expect(fact('instructions', 'api/AGENTS.md', '. under config.toml')).toBeUndefined();
    expect(fact('thread', 'approval_policy', 'api under config.toml')).toBe('on-failure');
    expect(fact('thread', 'codex exec', '. under old.config.toml')).toMatch(/^refused: .*nonsense/);
    expect(fact('thread', 'thread/start', '. under old.config.toml')).toMatch(/^refused: /);
    expect(gaps('request')).toEqual([['. under old.config.toml', expect.stringContaining('nonsense')]]);
    expect(fact('thread', 'instructionSources', '. under config.toml')).toBe(
      `$CODEX_HOME/AGENTS.md, ${join(world.cwd, 'AGENTS.md')}`,
    );
    expect(fact('skills', 'skill ours', '.')).toBe('user');
    expect(fact('skills', 'skill plugin-creator', '.')).toBe('system');
    expect(readdirSync(join(world.root, 'cache', 'codex-cockpit', 'scratch'))).toEqual([]);
  }, 60_000);

  it('that a broken CLI does not start is an error and not a difference', async () => {
    const codex = fakeCodex({ when: ['exec'], signal: 'SIGSEGV' }, { when: ['app-server'], exit: 1 });
    const { errors } = await look(codex, place({}), ['.']);
    expect(errors).toContain('codex exec in . under config.toml: killed by SIGSEGV');
    expect(errors).toContain('app-server: no answer to initialize: exit 1');
  });

  it('cannot be seen in a folder that is not there', async () => {
    const { errors } = await look(realCodex, place({}), ['.', 'gone']);
    expect([...new Set(errors)]).toEqual(['gone: there is no such folder in the project']);
  });
});
