import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capturedRun, sha256 } from '../../support/captured-runs.ts';
import { capturePlace } from '../../support/captures.ts';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

async function captured() {
  const { world, store } = await team();
  const { run } = commandLine(world);
  const runs = [
    capturedRun({ run: '01a1fad2-0000-7000-8000-00000000000a' }),
    capturedRun({
      run: '01a1fad2-0000-7000-8000-00000000000b',
      started_at: '2026-11-23T08:00:00.000Z',
      outcome: 'failed',
      reason: 'turn_failed',
    }),
  ];
  await store.append(async () =>
    runs.map((body) => ({
      actor: 'ada@example.com',
      subject: `exec/${body.run}`,
      event: { kind: 'exec.captured', body },
    })),
  );
  const events = async (...args: string[]) => {
    const { code, stdout, stderr } = await run('run', 'log', ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  };
  return { run, events };
}

describe('run log', () => {
  it('prints the event of the newest captured run, or of one that is named', async () => {
    const { events } = await captured();
    expect(await events()).toEqual([
      expect.objectContaining({ event: 'codex.exec.completed', result: 'failure', reason: 'turn_failed' }),
    ]);
    expect(await events('0000000a', '--json')).toEqual([expect.objectContaining({ result: 'success' })]);
  });

  it('prints one line for each run from a day on, oldest first', async () => {
    const { events } = await captured();
    expect((await events('--all')).map(({ result }) => result)).toEqual(['success', 'failure']);
    expect((await events('--since', '2026-11-23')).map(({ result }) => result)).toEqual(['failure']);
    expect(await events('--since', '2026-11-24')).toEqual([]);
  });

  it.each([
    [['--since', 'yesterday'], 'is not a time'],
    [['0000000a', '--all'], 'for more than one run'],
    [['nothing'], 'there is no captured run'],
  ])('refuses %s', async (args, message) => {
    const { run } = await captured();
    expect(await run('run', 'log', ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});

describe('run --log', () => {
  it('adds one line for each run to a file, also for one that failed, and nothing of the prompt', async () => {
    const place = await capturePlace([
      { type: 'text', text: 'PONG' },
      { type: 'http-error', status: 400, body: '{"error":{"message":"no such thing"}}' },
    ]);
    const file = join(place.root, 'runs.jsonl');
    const exec = ['run', '--log', file, '--', 'codex', 'exec', '--disable', 'plugins'];
    expect(await place.run(...exec, 'say PONG')).toMatchObject({ code: 0, stdout: 'PONG\n' });
    expect(await place.run(...exec, 'say PONG')).toMatchObject({ code: 1 });
    const text = readFileSync(file, 'utf8');
    expect(text).not.toMatch(/PONG|no such thing/);
    const [first, second] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      level: 'INFO',
      event: 'codex.exec.completed',
      component: 'local',
      sandbox: 'workspace-write',
      approval_policy: 'never',
      prompt: `sha256:${sha256('say PONG')}`,
      codex_cli_version: '0.139.0',
      result: 'success',
      usage: { input_tokens: 120, output_tokens: 30 },
    });
    expect(second).toMatchObject({ level: 'ERROR', result: 'failure', reason: 'turn_failed' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await place.run('run', 'log')).stdout).toBe(text.slice(text.indexOf('\n') + 1));
  });

  it('names a file that cannot be written before anything is run', async () => {
    const place = await capturePlace([{ type: 'text', text: 'PONG' }]);
    const file = join(place.root, 'nowhere', 'runs.jsonl');
    const ran = await place.run('run', '--log', file, '--', 'codex', 'exec', 'say PONG');
    expect(ran).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('runs.jsonl') });
    expect(place.model.requests).toHaveLength(0);
  });
});
