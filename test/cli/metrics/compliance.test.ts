import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cockpitIn } from '../../support/cockpit.ts';
import { commandLine } from '../../support/command-line.ts';
import { complianceLine, complianceLines } from '../../support/compliance.ts';
import { complianceServer, type LogFile } from '../../support/compliance-server.ts';
import { team } from '../../support/team.ts';

async function rollout() {
  const { world } = await team();
  const write = (name: string, text: string) => writeFileSync(join(world.cwd, name), text);
  return { world, write, ...commandLine(world) };
}

describe('compliance', () => {
  it('says what is not covered before anything was imported', async () => {
    const { run, json } = await rollout();
    const { code, stdout } = await run('compliance');
    expect(code).toBe(0);
    expect(stdout).toContain('No compliance log was imported or fetched.');
    expect(stdout).toContain('Use with an API key');
    expect(await json('compliance')).toMatchObject({
      ...{ format: 'codex-cockpit/compliance-status', version: 1, retention_days: 30 },
      ...{ logs: [], newest: [] },
    });
  });

  it('imports files, says what it did not store, and how far the logs are known', async () => {
    const { run, write } = await rollout();
    write('log.jsonl', complianceLines(3));
    expect(await run('compliance', 'import', 'log.jsonl')).toMatchObject({
      code: 0,
      stdout:
        '1 file with 3 records: 3 new ones, 0 known before.\n' +
        'Not stored: event_details.prompt_text, event_details.response_text.\n',
    });
    write('more.jsonl', `${complianceLines(4)}oops\n`);
    expect(await run('compliance', 'import', 'more.jsonl')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/1 new one, 3 known before.*\n.*more\.jsonl:5: it is not a JSON object/s),
    });
    const { stdout } = await run('compliance', 'status');
    expect(stdout).toContain('CODEX_LOG of workspace ws-1');
    expect(stdout).toContain(
      'known from 2026-11-18 09:30 to 2026-11-18 09:33 (imported, from the first to the last record of a file)',
    );
    expect(stdout).toContain('what comes after is removed from 2026-12-18 on, in 27 days');
  });

  it('exits with 1 while OpenAI removes what was not fetched, and names gaps', async () => {
    const { run, write } = await rollout();
    write('old', complianceLines(1, { start: '2026-10-01T00:00:00Z' }));
    write('new', complianceLines(1, { name: 'new', start: '2026-10-20T00:00:00Z' }));
    await run('compliance', 'import', 'old', 'new');
    const { code, stdout } = await run('compliance');
    expect(code).toBe(1);
    expect(stdout).toContain('OpenAI removes what was not fetched since 2026-11-19: fetch or import it now');
    expect(stdout).toContain('gap from 2026-10-01 00:00 to 2026-10-20 00:00: removed by now');
  });

  it('exits with 1 on the last day on which everything can be fetched', async () => {
    const { run, write } = await rollout();
    write('log', complianceLines(1, { start: '2026-10-21T13:00:00Z' }));
    await run('compliance', 'import', 'log');
    expect(await run('compliance')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('what comes after is removed from 2026-11-20 on, in less than a day'),
    });
  });

  it('says who ran what, and where the log does not say it', async () => {
    const { run, write, json } = await rollout();
    const denied = {
      ...{ event_id: 'e-2', timestamp: '2026-11-18T10:00:00Z', event_type: 'TOOL_CALL_COMPLETED' },
      ...{ actor: { type: 'API_KEY', redacted_id: 'sk-...7' }, client_id: 'CODEX_IDE_VSCODE' },
      event_details: { tool_name: 'apply_patch', status: 'error' },
    };
    write('log', `${complianceLine()}\n${complianceLine(denied)}\n`);
    await run('compliance', 'import', 'log');
    expect((await run('compliance', 'who')).stdout).toBe(
      [
        'when (UTC)        who              what                      where  model           repository',
        '2026-11-18 10:00  API key sk-...7  tool apply_patch, failed  ide    not in the log  not in the log',
        '2026-11-18 09:30  ada@example.com  prompt                    cli    gpt-5.5         not in the log',
        '',
      ].join('\n'),
    );
    const { stdout } = await run('compliance', 'who', '--limit', '1', '--from', '2026-11-18');
    expect(stdout).toContain('There are more');
    expect(await json('compliance', 'who', '--person', 'ADA@example.com')).toMatchObject({
      records: [{ event_id: 'e-1', person: 'ada@example.com', api_key: null, repositories: [] }],
      cut: false,
    });
    expect(await run('compliance', 'who', '--from', 'soon')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--from "soon": it is not a moment'),
    });
  });

  it('exports each record once, also when the export goes on later', async () => {
    const { run, write, json, world } = await rollout();
    write('log', complianceLines(1203));
    await run('compliance', 'import', 'log');
    const { stdout } = await run('compliance', 'export', '--format', 'csv', '--from', '2026-11-19');
    // The records of the first 870 minutes are of the day before.
    expect(stdout.split('\r\n')).toHaveLength(1 + 333 + 1);
    const into = ['compliance', 'export', '--out', 'siem.jsonl', '--state', 'siem.state'] as const;
    expect(await json(...into)).toMatchObject({ records: 1203, form: 'jsonl', file: 'siem.jsonl' });
    write('later', complianceLines(2, { name: 'later' }));
    await run('compliance', 'import', 'later');
    expect(await json(...into)).toMatchObject({ records: 2 });
    const lines = readFileSync(join(world.cwd, 'siem.jsonl'), 'utf8').trim().split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).event_id)).size).toBe(1205);
    expect(lines.join('')).not.toMatch(/tokens|prompt_text/);
    expect(await run('compliance', 'export', '--json')).toMatchObject({ code: 2 });
  });

  it('goes on after kill -9 in the middle of a fetch, and counts nothing twice', async () => {
    const files = Array.from({ length: 6 }, (_, index): LogFile => {
      const day = String(10 + index);
      const text = complianceLines(600, { name: `day-${day}`, start: `2026-11-${day}T00:00:00Z` });
      return { id: `file-${day}`, end: `2026-11-${day}T12:00:00Z`, text };
    });
    let kill: (() => void) | undefined;
    const server = await complianceServer(files, {
      pageSize: 3,
      mishap: ({ path }, response) => {
        if (path !== '/signed/file-14' || !kill) return undefined;
        // The beginning of a file is there, and its end never comes.
        response.write(files[4]?.text.slice(0, 200_000));
        kill();
        return true;
      },
    });
    const { world } = await team();
    const place = cockpitIn({ ...world, environment: { ...world.environment, KEY: 'the-key' } });
    const fetch = ['compliance', 'fetch', '--workspace', 'ws-1', '--key-env', 'KEY'] as const;
    const more = ['--base-url', server.base, '--as', 'ada@example.com', '--after', '2026-11-01'] as const;
    const first = place.start(...fetch, ...more);
    kill = () => first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    kill = undefined;
    const second = await place.run(...fetch, ...more);
    expect(second).toMatchObject({ code: 0, stderr: expect.not.stringContaining('the-key') });
    const { records } = await place.json('compliance', 'who', '--limit', '5000');
    expect(records).toHaveLength(3600);
    expect(new Set(records.map(({ event_id }: { event_id: string }) => event_id)).size).toBe(3600);
    const { logs } = await place.json('compliance');
    expect(logs).toMatchObject([{ files_to_fetch: 0 }]);
  });
});
