import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { cockpitIn } from '../../support/cockpit.ts';
import { commandPlace } from '../../support/command-line.ts';
import { program } from '../../support/process-program.ts';

async function rollout() {
  const place = commandPlace();
  await place.run('init', '--name', 'Acme', '--as', 'ada@example.com');
  const seqs = (text: string) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).seq);
  const record = (reason: string) =>
    place.run('people', 'add', `${reason}@example.com`, '--role', 'auditor', '--as', 'ada@example.com');
  return { ...place, start: cockpitIn(place).start, seqs, record };
}

describe('somebody who feeds a SIEM', () => {
  it('gets every entry in the form that is asked for', async () => {
    const { run, seqs } = await rollout();
    const plain = await run('audit', 'export');
    expect(plain).toMatchObject({ code: 0, stderr: 'Exported 4 entries, up to number 4.\n' });
    expect(seqs(plain.stdout)).toEqual([1, 2, 3, 4]);
    for (const [format, start] of [
      ['csv', '"seq","at"'],
      ['ocsf', '{"time":'],
      ['syslog', '<110>1 '],
      ['cef', 'CEF:0|'],
    ] as const) {
      const { code, stdout, stderr } = await run('audit', 'export', '--format', format, '--quiet');
      expect({ code, stderr, start: stdout.slice(0, start.length) }).toEqual({ code: 0, stderr: '', start });
    }
  });

  it('chooses entries as for the log', async () => {
    const { run, seqs } = await rollout();
    const { stdout } = await run('audit', 'export', '--kind', 'checkpoint', '--since', '1h', '--after', '1');
    expect(seqs(stdout)).toEqual([4]);
  });

  it('lets it add to a file time after time, and is told how far it came', async () => {
    const { run, json, seqs, record, cwd } = await rollout();
    await run('audit', 'export', '--out', 'siem.jsonl', '--state', 'siem.state');
    await record('bob');
    expect(await json('audit', 'export', '--out', 'siem.jsonl', '--state', 'siem.state')).toEqual({
      format: 'codex-cockpit/export',
      version: 1,
      form: 'jsonl',
      entries: 1,
      last: 5,
      file: 'siem.jsonl',
    });
    expect(seqs(readFileSync(join(cwd, 'siem.jsonl'), 'utf8'))).toEqual([1, 2, 3, 4, 5]);
  });

  it('follows, and ends it with Ctrl-C', async () => {
    const { start, record, seqs } = await rollout();
    const { child, ran, ended } = start('audit', 'export', '--follow');
    await vi.waitFor(() => expect(seqs(ran.stdout)).toHaveLength(4), { timeout: 20_000 });
    await record('bob');
    await vi.waitFor(() => expect(seqs(ran.stdout)).toHaveLength(5), { timeout: 20_000 });
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stderr: 'Exported 5 entries, up to number 5.\n' });
  });

  it('gets each entry once though the export is killed again and again', async () => {
    const { start, run, record, seqs, cwd } = await rollout();
    const out = join(cwd, 'siem.jsonl');
    for (const name of ['bob', 'cleo', 'dan']) {
      const before = existsSync(out) ? readFileSync(out, 'utf8').length : 0;
      await record(name);
      const { child, ended } = start('audit', 'export', '--follow', '--out', 'siem.jsonl', '--state', 's');
      await vi.waitFor(() => expect(readFileSync(out, 'utf8').length).toBeGreaterThan(before), {
        timeout: 20_000,
      });
      child.kill('SIGKILL');
      await ended;
    }
    await run('audit', 'export', '--out', 'siem.jsonl', '--state', 's');
    expect(seqs(readFileSync(out, 'utf8'))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('gets each entry once though several exports find the lock of a killed one', async () => {
    const { start, seqs, cwd } = await rollout();
    writeFileSync(join(cwd, 's.lock'), '4194305\n');
    const exports = Array.from({ length: 4 }, () =>
      start('audit', 'export', '--out', 'siem.jsonl', '--state', 's'),
    );
    const ended = await Promise.all(exports.map((one) => one.ended));
    expect(seqs(readFileSync(join(cwd, 'siem.jsonl'), 'utf8'))).toEqual([1, 2, 3, 4]);
    for (const { code, stderr } of ended.filter(({ code }) => code !== 0))
      expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('is using this state') });
  });

  it('may stop reading, and the export ends without a word', async () => {
    const { start, record } = await rollout();
    const { child, ran, ended } = start('audit', 'export', '--follow');
    await vi.waitFor(() => expect(ran.stdout).not.toBe(''), { timeout: 20_000 });
    child.stdout.destroy();
    await record('bob');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [['--format', 'xml'], "argument 'xml' is invalid"],
    [['--since', 'soon'], '--since "soon": not a moment'],
    [['--after', 'x'], 'It must be the number of an entry'],
    [['--json'], '--json describes an export into a file'],
    [['--db', 'none.db'], 'there is no database'],
  ])('is told what is wrong with %j', async (flags, message) => {
    const { run } = await rollout();
    expect(await run('audit', 'export', ...flags)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });

  it('finds no secret in what is handed over', async () => {
    const { run, cwd } = await rollout();
    const secret = `sk-proj-${'Ab1'.repeat(16)}`;
    const codex = program(`echo "codex-cli 0.139.0 ${secret}"; echo "${secret}" >&2; exit 1`, {
      folder: cwd,
    });
    writeFileSync(join(cwd, 'auth.json'), JSON.stringify({ OPENAI_API_KEY: secret }));
    await run('check', '--codex', codex, '--as', 'ada@example.com', 'cli.version');
    for (const format of ['jsonl', 'csv', 'ocsf', 'syslog', 'cef']) {
      const { stdout } = await run('audit', 'export', '--format', format);
      expect(stdout).toContain('cli.version');
      expect(stdout).not.toContain(secret);
    }
  });
});
