import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findUses } from '../../../../src/app/upgrade/rehearsal/find-uses.ts';
import { rehearsedTeam } from '../../../support/rehearsed-team.ts';
import { testWorld } from '../../../support/world.ts';

const write = (root: string, files: Record<string, string | Buffer>) => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
};

const placesOf = async (
  world: Parameters<typeof findUses>[0],
  subject: string,
  folders: readonly string[] = [],
) => {
  const { uses } = await findUses(world, { folders });
  return uses
    .filter(({ subject: { kind, name } }) => `${kind} ${name}` === subject)
    .map(({ place: { file, line } }) => `${file}:${line}`);
};

describe('the lines of a team that use the CLI', () => {
  it.each([
    ['command mcp-server', ['Dockerfile:5', 'docs/runbook.md:10', 'scripts/serve-editor.sh:3']],
    [
      'option exec --full-auto',
      [
        '.github/workflows/review.yml:11',
        '.github/workflows/review.yml:16',
        'docs/runbook.md:6',
        'scripts/nightly.sh:4',
      ],
    ],
    ['method thread/rollback', ['docs/runbook.md:10', 'integrations/board.py:27']],
    ['value approvalPolicy=on-failure', ['integrations/board.py:24']],
    ['value delivery=detached', ['integrations/board.py:32']],
    ['setting approval_policy=on-failure', ['$CODEX_HOME/config.toml:6']],
    [
      'setting approval_policy=untrusted',
      ['$CODEX_HOME/careful.config.toml:1', 'tools/.codex/config.toml:1'],
    ],
    ['setting model_supports_reasoning_summaries', ['$CODEX_HOME/config.toml:4']],
    ['setting debug', ['$CODEX_HOME/config.toml:35']],
    ['feature child_agents_md', ['$CODEX_HOME/config.toml:31']],
    ['feature code_mode_host', ['$CODEX_HOME/host.config.toml:2']],
    ['model gpt-5.4-mini', ['$CODEX_HOME/economy.config.toml:1', '.github/workflows/review.yml:15']],
    ['model gpt-5.3-codex', ['package.json:5']],
    [
      'tool update_plan',
      [
        '$CODEX_HOME/skills/release-notes/SKILL.md:5',
        '.agents/skills/triage/SKILL.md:5',
        'docs/runbook.md:9',
      ],
    ],
    ['event turn.completed', ['scripts/summarise.mjs:7']],
    ['event response_item', ['scripts/session-report.py:11']],
    ['rule git push --force', ['$CODEX_HOME/rules/default.rules:2']],
  ])('%s', async (subject, places) => {
    expect(await placesOf(rehearsedTeam('team'), subject)).toEqual(places);
  });

  it('are few for a team that uses little', async () => {
    const { uses } = await findUses(rehearsedTeam('quiet'), { folders: [] });
    const kinds = uses.map(({ subject }) => subject.kind);
    expect([...new Set(kinds)].sort()).toEqual([
      'command',
      'feature',
      'file',
      'model',
      'option',
      'rule',
      'setting',
    ]);
    expect(
      uses.filter(({ subject: { name } }) => /mcp-server|full-auto|on-failure|untrusted/.test(name)),
    ).toEqual([]);
  });
});

describe('a search', () => {
  it('looks through the named folders, and names files in them as they were named', async () => {
    const world = testWorld();
    write(world.root, { 'api/ci.sh': 'codex mcp-server\n', 'project/ci.sh': 'codex mcp-server\n' });
    expect(await placesOf(world, 'command mcp-server')).toEqual(['ci.sh:1']);
    expect(await placesOf(world, 'command mcp-server', ['../api'])).toEqual([
      join(world.root, 'api/ci.sh:1'),
    ]);
    await expect(findUses(world, { folders: ['../gone'] })).rejects.toThrow('there is no folder ../gone');
  });

  it('leaves out what was installed, what the CLI keeps, binary files, and what a link leads to', async () => {
    const world = testWorld();
    const call = 'codex mcp-server\n';
    write(world.root, {
      'project/node_modules/a/ci.sh': call,
      'project/program.sh': Buffer.from(`#!/bin/sh\n\0${call}`),
      'elsewhere/ci.sh': call,
      '.codex/sessions/2026/notes.md': '`codex mcp-server`',
      '.codex/skills/.system/a/SKILL.md': '`codex mcp-server`',
    });
    symlinkSync(join(world.root, 'elsewhere'), join(world.cwd, 'link'));
    symlinkSync(join(world.root, 'elsewhere/ci.sh'), join(world.cwd, 'ci.sh'));
    expect(await placesOf(world, 'command mcp-server')).toEqual([]);
  });

  it('searches CODEX_HOME once when it is in the project', async () => {
    const world = testWorld();
    write(world.root, { '.codex/config.toml': 'approval_policy = "never"\n' });
    const inProject = { cwd: world.root, environment: world.environment };
    expect(await placesOf(inProject, 'setting approval_policy')).toEqual(['$CODEX_HOME/config.toml:1']);
  });

  it('names what it could not read', async () => {
    const world = testWorld();
    write(world.cwd, { '.codex/config.toml': 'model = [', 'big.sh': 'codex\n'.repeat(400_000) });
    const { unread } = await findUses(world, { folders: [] });
    expect(unread).toEqual([
      { file: '.codex/config.toml', reason: 'it is not TOML' },
      { file: 'big.sh', reason: 'it has 2400000 bytes, and at most 2097152 are read' },
    ]);
  });

  it('stops when it is told to', async () => {
    const world = testWorld();
    write(world.cwd, { 'ci.sh': 'codex\n' });
    await expect(findUses(world, { folders: [], signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
