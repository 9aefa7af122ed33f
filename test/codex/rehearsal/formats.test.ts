import { describe, expect, it } from 'vitest';
import { observe } from '../../../src/codex/rehearsal/observe.ts';
import { observeFormats } from '../../../src/codex/rehearsal/session/observe-formats.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { realCodex, testWorld } from '../../support/world.ts';

async function look(codex: string) {
  const world = testWorld();
  const { areas } = await observe(
    { path: codex, version: '0.139.0', other: codex, pin: codex },
    [observeFormats],
    {
      team: { home: world.teamHome, project: world.cwd, folders: ['.'] },
      environment: world.environment,
      signal: new AbortController().signal,
      concurrency: 1,
    },
  );
  return {
    errors: areas.flatMap(({ errors }) => errors),
    facts: new Map(areas.flatMap(({ facts }) => facts.map(({ key, value }) => [key, value]))),
  };
}

describe('the formats of a CLI', () => {
  it('are seen on the real 0.139.0: events, session file, variables, exit codes and a provider that is away', async () => {
    const { errors, facts } = await look(realCodex);
    expect(errors).toEqual([]);
    expect(Object.fromEntries(facts)).toMatchObject({
      'model when none is set': 'gpt-5.5',
      'variable CODEX_THREAD_ID of commands': 'set',
      'item todo_list in item.updated': 'printed',
      'item file_change in item.completed': 'printed',
      'exit code of a turn': '0',
      'exit code of a failed turn': '1',
      'events of a failed turn': 'thread.started, turn.started, error, turn.failed',
      'a turn whose provider cannot be reached': 'fails, exit 1',
      'entry event_msg/token_count': 'written',
      'name of a session file': 'sessions/<date>/rollout-<time>-<id>.jsonl',
    });
  }, 60_000);

  it('are errors, and no formats, of a CLI that takes no turn', async () => {
    const { errors, facts } = await look(
      fakeCodex({ when: ['exec'], exit: 101, stderr: 'thread panicked\n' }),
    );
    expect(facts.size).toBe(0);
    expect(errors).toContain('codex exec took no turn: exit 101 thread panicked');
    expect(errors).toContain('a failed turn: exit 101 thread panicked');
    expect(errors).toContain('a turn whose provider cannot be reached: exit 101 thread panicked');
  });
});
