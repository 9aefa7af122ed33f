import { describe, expect, it } from 'vitest';
import { readSessionMeta, surfaceOf } from '../../../src/codex/sessions/session-meta.ts';

describe('where the work was done', () => {
  it.each<[source: string, originator: string, surface: string]>([
    ['cli', 'codex-tui', 'cli'],
    ['exec', 'codex_exec', 'exec'],
    ['vscode', 'codex_vscode', 'ide'],
    ['vscode', 'Codex Desktop', 'desktop'],
    ['vscode', 'my_client', 'my_client'],
    ['mcp', 'codex_mcp', 'mcp'],
    ['', 'codex_cli_rs', 'cli'],
    ['', 'codex_exec', 'exec'],
    ['', '', ''],
  ])('is said by the source %j and the originator %j: %j', (source, originator, surface) => {
    expect(surfaceOf(source, originator)).toBe(surface);
  });
});

describe('a repository', () => {
  it.each<[object, string]>([
    [{ cwd: '/home/ada/shop/' }, 'shop'],
    [{ cwd: 'C:\\work\\shop' }, 'shop'],
    [
      { cwd: '/home/ada/shop', git: { repository_url: 'https://x:y@example.com/shop' } },
      'https://example.com/shop',
    ],
    [{ cwd: 7, git: 'no' }, ''],
  ])('is the folder when git names none: %j', (payload, repository) => {
    expect(readSessionMeta({ ...payload }).repository).toBe(repository);
  });
});

it.each<[object, object]>([
  [{ forked_from_id: 'p' }, { starter: 'person', parent: 'p' }],
  [{ source: { subagent: { thread_spawn: { parent_thread_id: 'p' } } } }, { starter: 'agent', parent: 'p' }],
  [{ source: { subagent: 'review' } }, { starter: 'agent', parent: '' }],
  [
    { thread_source: 'subagent', parent_thread_id: 'p' },
    { starter: 'agent', parent: 'p' },
  ],
  [
    { id: 7, cli_version: null, source: [] },
    { session: '', cli_version: '', starter: 'person', parent: '' },
  ],
  [{ id: '\u001b[31mx\n' }, { session: 'x' }],
])('who started a session is read from %j', (payload, meta) => {
  expect(readSessionMeta({ ...payload })).toMatchObject(meta);
});
