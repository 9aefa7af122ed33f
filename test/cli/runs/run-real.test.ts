import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestChanges } from '../../../src/domain/runs/changes.ts';
import { sha256 } from '../../support/captured-runs.ts';
import { capturePlace } from '../../support/captures.ts';
import { bin } from '../../support/cockpit.ts';
import { commandPlace } from '../../support/command-line.ts';
import { terminal } from '../../support/terminal.ts';

const exec = ['codex', 'exec', '--disable', 'plugins'];

const addFile = {
  type: 'patch',
  patch: '*** Begin Patch\n*** Add File: added.txt\n+new\n*** End Patch',
} as const;

describe('a run of the real CLI', () => {
  it('shows the last message without control sequences on a terminal', async () => {
    const place = await capturePlace([
      { type: 'text', text: 'hi \u001b]0;title\u0007\u001b[2J there\nline two' },
    ]);
    const argv = [process.execPath, bin, 'run', '--', ...exec, 'Say hi'] as const;
    const { raw, exit } = terminal(argv, { env: place.environment, cwd: place.root, columns: 200 });
    expect((await exit).exitCode).toBe(0);
    expect(raw()).toContain('hi  there\r\nline two\r\n');
    expect(raw()).not.toContain('title');
  });

  it('is named with its -- to whoever forgets that', async () => {
    const { run } = commandPlace();
    expect(await run('run', 'codex', 'exec', 'Add slug()')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('write it after --: codex-cockpit run -- codex exec "…"'),
    });
  });

  it('with commands and a change of files is captured with all that it was given and did', async () => {
    const place = await capturePlace([
      { type: 'command', command: 'echo hello; exit 3' },
      addFile,
      { type: 'text', text: 'all done' },
    ]);
    const ran = await place.run('run', '--', ...exec, '-s', 'workspace-write', 'Add a file\nand say so');
    expect(ran).toMatchObject({ code: 0, stdout: 'all done\n' });
    expect(ran.stderr).toContain('exit code 3');
    expect(ran.stderr).toContain('changed add ');
    const run = place.captured();
    expect(run).toMatchObject({
      origin: 'captured',
      mode: 'local',
      outcome: 'completed',
      reason: null,
      end: { code: 0, signal: null },
      tool: { version: '0.139.0', model: 'gpt-5.5' },
      arguments: ['exec', '--disable', 'plugins', '-s', 'workspace-write', '<prompt>'],
      git: { base: place.git('rev-parse', 'HEAD').trim(), dirty: false },
      ci: null,
      policy: { sandbox: 'workspace-write', approval: 'never', network: false, from: 'session' },
      turns: 1,
      items: {
        agent_message: { completed: 1 },
        command_execution: { failed: 1 },
        file_change: { completed: 1 },
      },
      commands: [{ exit: 3, status: 'failed' }],
      faults: [],
    });
    expect(run.inputs).toMatchObject({
      prompt: { from: 'argument', sha256: sha256('Add a file\nand say so'), summary: 'Add a file' },
      instructions: [{ path: 'AGENTS.md', sha256: sha256('# Rules\n') }],
      config: [{ path: '$CODEX_HOME/config.toml' }],
    });
    expect(run.usage).toMatchObject({ input: 360, output: 90 });
    expect(run.changes.files).toEqual([
      { path: 'added.txt', kind: 'add', sha256: sha256('new\n'), seen: 'both' },
    ]);
    expect(run.changes.digest).toBe(digestChanges(run.changes.files));
    expect(run.tool.sha256).toMatch(/^[0-9a-f]{64}$/);
    const [folder = ''] = place.folders();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const { name, stored, raw } of run.files) {
      const path = join(folder, name);
      expect(sha256(readFileSync(path, 'utf8'))).toBe(stored.sha256);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(raw.bytes).toBeGreaterThan(0);
    }
    expect(run.files.map(({ name }) => name)).toEqual(['events.jsonl', 'stderr.txt', 'last-message.txt']);
  });

  it('that asks for events prints them untouched, and takes a prompt from stdin', async () => {
    const place = await capturePlace([{ type: 'text', text: 'PONG' }]);
    const ran = await place.start(['run', '--', ...exec, '--json', '--ephemeral', '-'], 'say PONG').ended;
    expect(ran.code).toBe(0);
    const run = place.captured();
    const events = run.files[0];
    expect(sha256(ran.stdout)).toBe(events?.raw.sha256);
    expect(
      ran.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).type),
    ).toEqual(['thread.started', 'turn.started', 'item.completed', 'turn.completed']);
    expect(run).toMatchObject({
      outcome: 'completed',
      tool: { version: '0.139.0' },
      inputs: { prompt: { from: 'stdin', sha256: sha256('say PONG'), bytes: 8, summary: 'say PONG' } },
      policy: { from: 'unknown' },
    });
  });

  it('whose turn fails ends with its exit code and says why', async () => {
    const place = await capturePlace([
      { type: 'http-error', status: 400, body: '{"error":{"message":"no such thing"}}' },
    ]);
    const ran = await place.run('run', '--', ...exec, 'x');
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(place.captured()).toMatchObject({ outcome: 'failed', reason: 'turn_failed', end: { code: 1 } });
    expect(place.captured().message).toContain('no such thing');
  });

  it('that the CLI refuses to start is captured as such', async () => {
    const place = await capturePlace();
    writeFileSync(join(place.home, 'config.toml'), 'model = [');
    expect(await place.run('run', '--', ...exec, 'x')).toMatchObject({ code: 1, stdout: '' });
    expect(place.captured()).toMatchObject({ outcome: 'not-started', reason: 'not_started', turns: 0 });
    expect(place.captured().message).toContain('config.toml');
  });

  it('is judged by its output schema, which the CLI does not do', async () => {
    const place = await capturePlace([{ type: 'text', text: '{"ok":"yes"}' }]);
    const schema =
      '{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}';
    place.write('answer.schema.json', schema);
    const ran = await place.run(
      'run',
      '--strict',
      '--',
      ...exec,
      '--output-schema',
      'answer.schema.json',
      'x',
    );
    expect(ran).toMatchObject({ code: 1, stdout: '{"ok":"yes"}\n' });
    expect(place.captured()).toMatchObject({
      outcome: 'failed',
      reason: 'schema_violation',
      end: { code: 0 },
      message: 'the answer is not what the schema asks for: /ok: must be boolean',
      inputs: { output_schema: { path: 'answer.schema.json', sha256: sha256(schema) } },
      git: { dirty: true },
      // The schema was there before.
      changes: { files: [], total: 0 },
    });
  });

  it('that a policy keeps from writing says so', async () => {
    const place = await capturePlace([addFile, { type: 'text', text: 'could not' }]);
    await place.run('run', '--', ...exec, '-s', 'read-only', 'x');
    expect(place.captured()).toMatchObject({
      outcome: 'completed',
      reason: 'policy_blocked',
      policy: { sandbox: 'read-only', from: 'session' },
      changes: { files: [], total: 0 },
    });
  });

  it('that hangs is interrupted like the CLI alone, and captured', async () => {
    const place = await capturePlace([{ type: 'silent' }]);
    const { child, ended } = place.start(['run', '--', ...exec, '--json', 'x']);
    child.stdout?.on('data', (chunk) => {
      if (String(chunk).includes('turn.started')) child.kill('SIGINT');
    });
    expect(await ended).toMatchObject({ code: 130 });
    expect(place.captured()).toMatchObject({
      outcome: 'interrupted',
      reason: 'interrupted',
      end: { code: 1 },
    });
  });
});
