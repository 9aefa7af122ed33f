import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../support/captured-runs.ts';
import { capturePlace } from '../../support/captures.ts';
import { bin } from '../../support/cockpit.ts';
import { commandLine } from '../../support/command-line.ts';
import { callsOf, fakeCodex, type Rule } from '../../support/fake-codex.ts';
import { tempFolder } from '../../support/temp.ts';

const thread = '01a20231-7a18-7000-8000-000000000001';
const lines = (...events: object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');
const begin = lines({ type: 'thread.started', thread_id: thread }, { type: 'turn.started' });
const message = (text: string) => ({
  type: 'item.completed',
  item: { id: 'item_1', type: 'agent_message', text },
});
const over = { type: 'turn.completed', usage: { input_tokens: 5, output_tokens: 1 } };
const secret = `ghp_${'a1B2'.repeat(9)}`;

/** A place with a stand-in whose `exec` behaves as told. */
const place = (rule: Omit<Rule, 'when'>) =>
  capturePlace([], { codex: fakeCodex({ when: ['exec'], ...rule }) });

const well = { stdout: begin + lines(message('done'), over) };

describe('a captured run', () => {
  it('prints what the CLI alone would print, and shows what happens beside it', async () => {
    const { run, captured } = await place({ ...well, stderr: 'WARNING: something\n' });
    const ran = await run('run', '--', 'codex', 'exec', 'x');
    expect(ran).toMatchObject({ code: 0, stdout: 'done\n' });
    expect(ran.stderr).toContain('WARNING: something\n');
    expect(ran.stderr).toContain('> done\n');
    expect(ran.stderr).toContain(`captured run ${captured().run}: completed`);
  });

  it('hands on what is piped in, and knows it as a part of the prompt', async () => {
    const codex = fakeCodex();
    // Prints what it reads as its answer.
    writeFileSync(
      codex,
      `#!/usr/bin/env node
let text = '';
process.stdin.on('data', (chunk) => (text += chunk)).on('end', () => {
  for (const event of [{ type: 'thread.started', thread_id: 't' }, { type: 'turn.started' },
    { type: 'item.completed', item: { id: 'item_0', type: 'agent_message', text } }, { type: 'turn.completed' }])
    console.log(JSON.stringify(event));
});`,
    );
    const { start, captured } = await capturePlace([], { codex });
    const log = 'a log line\n'.repeat(20_000);
    const { stdout, code } = await start(['run', '--', 'codex', 'exec', 'Explain the log'], log).ended;
    expect({ stdout, code }).toEqual({ stdout: `${log}\n`, code: 0 });
    expect(captured().inputs.prompt).toEqual({
      from: 'both',
      sha256: sha256(`Explain the log\0${log}`),
      bytes: 15 + log.length,
      summary: 'Explain the log',
    });
  });

  it('of 100 MB is bounded, and neither shown nor stored with a secret', async () => {
    const command = (output: string) => ({
      type: 'item.completed',
      item: { id: 'item_0', type: 'command_execution', command: 'curl', aggregated_output: output },
    });
    const chunk = lines(
      command(`\u001b[2J${secret} \`\`\`<script>`),
      command('a line of output '.repeat(4000)),
    );
    const { run, captured, folders } = await place({
      stdout: chunk,
      stdoutTimes: Math.ceil(100_000_000 / chunk.length),
      stderr: `token ${secret}\n`,
    });
    const ran = await run('run', '--', 'codex', 'exec', 'x');
    expect(ran.code).toBe(0);
    expect(captured().files[0]?.raw.bytes).toBeGreaterThan(100_000_000);
    const [folder = ''] = folders();
    const texts = [...captured().files.map(({ name }) => name), 'run.json'].map((name) =>
      readFileSync(join(folder, name)),
    );
    texts.push(Buffer.from(ran.stdout + ran.stderr.replace(`token ${secret}`, '')));
    for (const text of texts)
      expect(['a1B2', '\u001b', '\\u001b'].filter((one) => text.includes(one))).toEqual([]);
  });

  it('that hangs and does not listen is ended with all that it started', async () => {
    const { start, captured } = await place({ stdout: begin, hang: true });
    const { child, ended } = start(['run', '--', 'codex', 'exec', '--json', 'x']);
    child.stdout?.once('data', () => child.kill('SIGTERM'));
    expect(await ended).toMatchObject({ code: 130, stdout: begin });
    expect(captured()).toMatchObject({ outcome: 'interrupted', end: { signal: 'SIGINT' } });
  });

  it('whose CLI ends well without a last event is incomplete, which --strict refuses', async () => {
    const { run, captured } = await place({ stdout: begin });
    expect(await run('run', '-q', '--', 'codex', 'exec', 'x')).toEqual({
      code: 0,
      signal: null,
      stdout: '',
      stderr: '',
    });
    expect(captured()).toMatchObject({ outcome: 'incomplete', reason: 'no_terminal_event' });
    expect((await run('run', '--strict', '--', 'codex', 'exec', 'x')).code).toBe(1);
  });

  it('goes on when nobody reads what it prints any more', async () => {
    const { environment, root, captured } = await place({
      stdout: begin + lines(message('x'.repeat(500_000)), over),
    });
    const shell = `"${process.execPath}" "${bin}" run -q -- codex exec --json x | head -c 10`;
    spawnSync('sh', ['-c', shell], { cwd: root, env: environment });
    expect(captured()).toMatchObject({ outcome: 'completed' });
  });

  it('that was killed with the cockpit is listed as unfinished', async () => {
    const codex = join(tempFolder(), 'codex');
    writeFileSync(codex, `#!/bin/sh\necho $$ > '${codex}.pid'\nprintf '%s' '${begin}'\nexec sleep 60\n`, {
      mode: 0o755,
    });
    const { start, run } = await capturePlace([], { codex });
    const { child, ended } = start(['run', '--', 'codex', 'exec', '--json', 'x']);
    child.stdout?.once('data', () => child.kill('SIGKILL'));
    await ended;
    process.kill(Number(readFileSync(`${codex}.pid`, 'utf8')), 'SIGKILL');
    expect((await run('run', 'list')).stdout).toContain('unfinished: ');
    const { runs, unfinished } = JSON.parse((await run('run', 'list', '--json')).stdout);
    expect([runs, unfinished.length]).toEqual([[], 1]);
  });

  it('whose evidence is lost on the way says so, and how the CLI ended', async () => {
    const codex = join(tempFolder(), 'codex');
    writeFileSync(codex, `#!/bin/sh\nrm -rf "$CODEX_COCKPIT_RUNS"\nprintf '%s' '${well.stdout}'\nexit 4\n`, {
      mode: 0o755,
    });
    const { run } = await capturePlace([], { codex });
    const ran = await run('run', '--', 'codex', 'exec', 'x');
    expect(ran).toMatchObject({ code: 3, stdout: 'done\n' });
    expect(ran.stderr).toContain('the run is not captured: ');
    expect(ran.stderr).toContain('exit code 4');
  });

  it('prints its document with --json, and refuses to mix it with events', async () => {
    const { run } = await place(well);
    const { stdout } = await run('run', '--json', '--', 'codex', 'exec', 'x');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'codex-cockpit/captured-run',
      run: { outcome: 'completed' },
    });
    expect(await run('run', '--json', '--', 'codex', 'exec', '--json', 'x')).toMatchObject({
      code: 2,
      stdout: '',
    });
  });

  it('is recorded where there is a rollout, unless that is not wanted', async () => {
    const { run, environment, root, runs } = await place(well);
    const { json, run: type } = commandLine({
      environment,
      cwd: root,
      now: () => new Date(),
      as: 'ada@example.com',
    });
    const db = ['--db', join(runs, '..', 'cockpit.db')];
    await type('init', '--name', 'Acme', ...db);
    const ran = await run('run', ...db, '--', 'codex', 'exec', 'x');
    expect(ran.stderr).toMatch(/entry \d+, evidence: /);
    await run('run', ...db, '--no-record', '--', 'codex', 'exec', 'y');
    await run('run', ...db, '--read-only', '--', 'codex', 'exec', 'z');
    const listed = (await json('run', 'list', ...db)).runs;
    expect(listed.map(({ entry }: { entry: number | null }) => entry === null)).toEqual([true, true, false]);
    const newest = await type('run', 'show', String(listed[2].entry), ...db);
    expect(newest.stdout).toContain('pin 0.139.0');
    // What was left out is recorded later, once.
    const folder = listed[0].folder;
    expect((await json('run', 'import', folder, ...db)).entry).toEqual(expect.any(Number));
    expect((await type('run', 'import', folder, ...db)).stdout).toContain('It was imported before.');
  });
});

describe('what cannot be captured', () => {
  const { run } = commandLine({ environment: {}, cwd: tmpdir(), now: () => new Date() });

  it.each([
    [['run'], 'there is no command to capture'],
    [['run', '--'], 'there is no command to capture'],
    [['run', '--', 'npm', 'test'], '"npm" is not a Codex CLI'],
    [['run', '--', 'codex'], 'codex without exec opens its screens'],
    [['run', '--', 'codex', 'app'], 'codex app is not codex exec'],
    [['run', '--', 'codex', 'update'], 'codex update is not codex exec'],
    [['run', '--', 'codex', 'exec', '--help'], 'runs nothing'],
    [['run', '--codex', '0.139.0', '--', './codex', 'exec', 'x'], 'both --codex and "./codex" name a CLI'],
    [['run', 'import', 'nowhere'], 'there is no such file or folder'],
  ])('%j is refused with what to write', async (args, why) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(why);
    expect(stderr.split('\n').length).toBeGreaterThan(1);
  });

  it('is a CLI that is not there, and nothing is left of it', async () => {
    const { run: type, runs } = await capturePlace([], { codex: '/nowhere/codex' });
    expect(await type('run', '--', 'codex', 'exec', 'x')).toMatchObject({ code: 3, stdout: '' });
    expect(readdirSync(runs)).toEqual([]);
  });

  it('is refused before the CLI starts where no evidence can be written', async () => {
    const codex = fakeCodex({ when: ['exec'], ...well });
    const { run: type, root } = await capturePlace([], { codex });
    writeFileSync(join(root, 'file'), '');
    const ran = await type('run', '--runs', 'file/runs', '--', 'codex', 'exec', 'x');
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.stderr).toContain('Nothing was run.');
    expect(callsOf(codex)).toEqual([]);
  });
});

describe('a run that was captured elsewhere', () => {
  /** A captured run, and a folder of evidence folders that is empty still. */
  async function captured() {
    const { run, folders } = await place({ ...well, stderr: 'a message\n' });
    await run('run', '-q', '--', 'codex', 'exec', 'x');
    const [folder = ''] = folders();
    const runs = join(tempFolder(), 'runs');
    const other = commandLine({
      environment: { CODEX_COCKPIT_RUNS: runs, HOME: runs },
      cwd: tmpdir(),
      now: () => new Date(),
    });
    return { folder, runs, ...other };
  }

  it('is taken in with its folder, which sha256sum finds whole', async () => {
    const { folder, runs, json } = await captured();
    const { run, folder: to } = await json('run', 'import', folder);
    expect(to).toBe(join(runs, run.run));
    for (const place of [folder, to]) {
      const { status, stdout } = spawnSync('sha256sum', ['--check', 'SHA256SUMS'], {
        cwd: place,
        encoding: 'utf8',
      });
      expect({ status, stdout }).toMatchObject({ status: 0 });
      expect(stdout.split('\n').filter(Boolean)).toHaveLength(5);
    }
    expect(statSync(to).mode & 0o777).toBe(0o700);
  });

  it('is refused when one byte of any file was changed', async () => {
    const { folder, runs, run } = await captured();
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const before = readFileSync(path);
      const changed = Buffer.from(before);
      const at = Math.floor(changed.length / 2);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(path, changed);
      const { code, stdout } = await run('run', 'import', folder);
      expect({ name, code: code > 0, stdout }).toEqual({ name, code: true, stdout: '' });
      writeFileSync(path, before);
    }
    expect(existsSync(runs)).toBe(false);
    expect((await run('run', 'import', folder)).code).toBe(0);
  });

  it('as a stream alone is taken in once, with what is known of it', async () => {
    const { runs, run, json } = await captured();
    const stream = join(tempFolder(), 'events.jsonl');
    const log = join(tempFolder(), 'log.txt');
    writeFileSync(stream, begin + lines(message(`done ${secret}`), over));
    writeFileSync(log, 'patch rejected: writing is blocked by read-only sandbox\n');
    const facts = ['--stderr', log, '--exit', '0', '--started', '2026-11-22T08:00:00Z'];
    const first = await json('run', 'import', stream, ...facts);
    expect(first.run).toMatchObject({
      origin: 'imported',
      mode: 'ci',
      started_at: '2026-11-22T08:00:00.000Z',
      outcome: 'completed',
      reason: 'policy_blocked',
      end: { code: 0, signal: null },
      thread,
      turns: 1,
      policy: { from: 'unknown' },
    });
    expect((await json('run', 'import', stream, ...facts)).run.run).toBe(first.run.run);
    expect(readdirSync(runs)).toEqual([first.run.run]);
    for (const name of readdirSync(first.folder))
      expect(readFileSync(join(first.folder, name), 'utf8')).not.toContain('a1B2');
    writeFileSync(stream, 'not a stream\n');
    expect(await run('run', 'import', stream)).toMatchObject({ code: 2, stdout: '' });
    expect(readdirSync(runs)).toHaveLength(1);
  });
});
