import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openWritableHistory } from '../../../src/app/world/session.ts';
import type { Draft } from '../../../src/store/log/append.ts';
import { capturedRun } from '../../support/captured-runs.ts';
import { cockpitIn } from '../../support/cockpit.ts';
import { commandLine } from '../../support/command-line.ts';
import { checkFinished, draft, runFinished, runStarted } from '../../support/history.ts';
import { parseText } from '../../support/prometheus-text.ts';
import { team } from '../../support/team.ts';

const captured = (number: number): Draft => ({
  actor: 'ada@example.com',
  subject: `exec/${number}`,
  event: { kind: 'exec.captured', body: capturedRun({ run: `run-${number}` }) },
});

/** A team with a captured run and a run of a suite. */
async function observed() {
  const { world, store } = await team();
  const suite = [runStarted('r1'), checkFinished('r1'), runFinished('r1')].map((event) => draft(event));
  await store.append(async () => [captured(1), ...suite]);
  return { world, store, ...commandLine(world) };
}

const sampleOf = (text: string, sample: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${sample} `))
    ?.slice(sample.length + 1);

describe('metrics export', () => {
  it('prints what a parser of Prometheus reads, the same in every process', async () => {
    const { run } = await observed();
    const { code, stdout, stderr } = await run('metrics', 'export');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    parseText(stdout);
    expect(sampleOf(stdout, 'codex_exec_runs_total{mode="local",sandbox="workspace-write"}')).toBe('1');
    expect(sampleOf(stdout, 'codex_suite_checks{suite="upgrade",verdict="pass"}')).toBe('1');
    expect(sampleOf(stdout, 'codex_phase_state{phase="pilot",state="current"}')).toBe('1');
    expect(sampleOf(stdout, 'codex_pin_info{version="0.139.0"}')).toBe('1');
    expect((await run('metrics', 'export')).stdout).toBe(stdout);
    const labelled = await run('metrics', 'export', '--label', 'repository', '--format', 'openmetrics');
    expect(labelled.stdout).toContain('repository="github.com/acme/payments"');
    expect(labelled.stdout.endsWith('# EOF\n')).toBe(true);
  });

  it('writes a file that everybody may read, whole or not at all', async () => {
    const { world, store, run } = await observed();
    const folder = join(world.root, 'textfile');
    mkdirSync(folder);
    const path = join(folder, 'codex.prom');
    const umask = process.umask(0o022);
    onTestFinished(() => void process.umask(umask));
    expect(await run('metrics', 'export', '-o', path)).toMatchObject({ code: 0, stdout: '' });
    const text = readFileSync(path, 'utf8');
    parseText(text);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    // Whoever reads at that moment reads the whole old text.
    const reader = openSync(path, 'r');
    onTestFinished(() => closeSync(reader));
    await store.append(async () => [captured(2)]);
    await run('metrics', 'export', '-o', path);
    expect(readFileSync(path, 'utf8')).not.toBe(text);
    expect(readFileSync(reader, 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['codex.prom']);
    expect(await run('metrics', 'export', '-o', join(folder, 'nowhere', 'x.prom'))).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('its folder is not there'),
    });
  });

  it('compares copies in the repositories that are named, and refuses a folder that is in none', async () => {
    const { world, run } = await observed();
    expect(await run('metrics', 'export', '--repository', world.cwd)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('this is not in a git repository'),
    });
  });

  it('says what to do where there is no database', async () => {
    const { world } = await observed();
    const { run } = commandLine(world);
    expect(await run('metrics', 'export', '--db', join(world.root, 'none.db'))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('codex-cockpit init'),
    });
  });
});

describe('metrics dashboard and alerts', () => {
  it('print the files that ship, or write them', async () => {
    const { world } = await team();
    const { run, json } = commandLine(world);
    const { stdout } = await run('metrics', 'dashboard');
    expect(stdout).toBe(readFileSync('data/grafana/codex-cockpit.json', 'utf8'));
    expect(await json('metrics', 'dashboard')).toMatchObject({ title: 'Codex cockpit' });
    const path = join(world.root, 'alerts.yaml');
    expect(await run('metrics', 'alerts', '--out', path)).toMatchObject({
      stdout: '',
      stderr: `Wrote ${path}.\n`,
    });
    expect(readFileSync(path, 'utf8')).toBe(readFileSync('data/grafana/alerts.yaml', 'utf8'));
    expect((await json('metrics', 'alerts')).text).toContain('CodexRunsFail');
  });
});

describe('metrics and metric', () => {
  it.each([
    ['metrics show', 'there is no command "metrics show"; did you mean "metric show"?'],
    ['metric serve', 'there is no command "metric serve"; did you mean "metrics serve"?'],
    ['metrics serv', 'there is no command "metrics serv"; did you mean "serve"?'],
  ])('%s leads to the other one', async (line, message) => {
    const { world } = await team();
    const { code, stderr } = await commandLine(world).run(...line.split(' '));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

/** What the server of a history answers, over the built program on a free port. */
async function served(...flags: string[]) {
  const { world, store } = await observed();
  const { start } = cockpitIn(world);
  const { child, ran, ended } = start('metrics', 'serve', '--port', '0', ...flags);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await vi.waitUntil(() => ran.stdout.includes('\n') || child.exitCode !== null, { timeout: 20_000 });
  const url = new URL(ran.stdout.trim());
  type Asked = { method?: string; target?: string; headers?: Record<string, string> };
  const ask = ({ method = 'GET', target = '/metrics', headers = {} }: Asked = {}) =>
    new Promise<{ status: number | undefined; type: string | undefined; text: string }>((done, fail) => {
      const asked = request(
        { host: url.hostname, port: url.port, path: target, method, headers },
        (response) => {
          let text = '';
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () =>
            done({ status: response.statusCode, type: response.headers['content-type'], text }),
          );
        },
      );
      asked.on('error', fail).end();
    });
  return { world, store, url, child, ran, ended, ask };
}

describe('metrics serve', () => {
  it('answers many scrapes in the format that each wants, sees what is recorded, and ends with Ctrl-C', async () => {
    const { store, url, child, ended, ask } = await served();
    expect(url.hostname).toBe('127.0.0.1');
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const sample = 'codex_exec_runs_total{mode="local",sandbox="workspace-write"}';
    expect(sampleOf(answers[0]?.text ?? '', sample)).toBe('1');
    parseText(answers[0]?.text ?? '');
    await store.append(async () => [captured(2)]);
    const accept = 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5';
    const openMetrics = await ask({ headers: { accept } });
    expect(openMetrics.type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(sampleOf(openMetrics.text, sample)).toBe('2');
    expect(openMetrics.text.endsWith('# EOF\n')).toBe(true);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, signal: null });
  });

  it('refuses other hosts, paths and methods, and changes nothing', async () => {
    const { store, ask } = await served('--allow-host', 'ci.example.com');
    const entries = await store.countEntries();
    const status = async (asked: Parameters<typeof ask>[0]) => (await ask(asked)).status;
    expect(await status({ headers: { host: 'evil.example' } })).toBe(403);
    expect(await status({ headers: { host: 'ci.example.com:9464' } })).toBe(200);
    expect(await status({ target: '/../../etc/passwd' })).toBe(404);
    expect(await status({ target: '/metrics', method: 'POST' })).toBe(405);
    expect(await status({ target: '/healthz' })).toBe(200);
    expect(await ask({ method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect(await store.countEntries()).toBe(entries);
  });

  it('says 503 without a path once the database is gone, and says why to whoever started it', async () => {
    const { world, ran, ask } = await served();
    rmSync(join(world.root, 'data'), { recursive: true });
    const { status, text } = await ask();
    expect(status).toBe(503);
    expect(text).not.toContain('/');
    await vi.waitUntil(() => ran.stderr.includes('there is no database'), { timeout: 5000 });
    expect((await ask({ target: '/healthz' })).status).toBe(200);
  });

  it('does not listen for other machines unless that is said twice, nor on a port that is taken', async () => {
    const { world, url } = await served();
    const { run } = commandLine(world);
    expect(await run('metrics', 'serve', '--host', '0.0.0.0')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--allow-remote'),
    });
    expect(await run('metrics', 'serve', '--port', url.port)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('another program has this port'),
    });
    expect(await run('metrics', 'serve', '--port', '65536')).toMatchObject({ code: 2 });
  });

  it('warns when other machines can reach it', async () => {
    const { world } = await observed();
    const interruption = new AbortController();
    const { run } = commandLine(world, {
      interrupt: interruption.signal,
      out: () => interruption.abort(),
    });
    const { code, stderr } = await run(
      'metrics',
      'serve',
      '--host',
      '0.0.0.0',
      '--port',
      '0',
      '--allow-remote',
    );
    expect(code).toBe(130);
    expect(stderr).toContain('there is no password and no encryption');
  });
});

it('opens no history of its own beside the one that is read', async () => {
  const { world } = await observed();
  const place = join(world.root, 'other');
  mkdirSync(place);
  writeFileSync(join(place, 'empty.db'), '');
  const { code } = await commandLine(world).run('metrics', 'export', '--db', join(place, 'empty.db'));
  expect(code).not.toBe(0);
  expect(readdirSync(place)).toEqual(['empty.db']);
  await (await openWritableHistory(world, {})).close();
});
