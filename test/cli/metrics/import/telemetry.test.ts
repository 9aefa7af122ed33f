import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../../src/app/metrics/read-figures.ts';
import { commandLine } from '../../../support/command-line.ts';
import { team } from '../../../support/team.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
const captured = readFileSync('test/fixtures/telemetry/0.139.0.jsonl', 'utf8');

async function importer() {
  const { world, store } = await team();
  const file = (name: string, text: string) => {
    const path = join(world.root, name);
    writeFileSync(path, text);
    return path;
  };
  const { run } = commandLine(world);
  const telemetry = (...files: readonly string[]) => run('metric', 'import', 'telemetry', ...files);
  const sum = async (measure: 'turns' | 'total_tokens' | 'sessions') =>
    (await readFigures(store, november)).rows.reduce(
      (total, { measures }) => total + (measures[measure] ?? 0),
      0,
    );
  return { world, store, file, telemetry, sum };
}

describe('metric import telemetry', () => {
  it('counts events once, though metrics say the same work and the file is imported again', async () => {
    const { file, telemetry, sum } = await importer();
    const path = file('otel.jsonl', captured);
    expect(captured).toContain('resourceMetrics');
    expect((await telemetry(path)).code).toBe(0);
    expect([await sum('sessions'), await sum('turns'), await sum('total_tokens')]).toEqual([1, 2, 600]);
    expect((await telemetry(path)).stdout).toBe('1 file imported: 0 new rows, 0 known before\n');
    expect(await sum('total_tokens')).toBe(600);
  });

  it('takes a file that is still being written, and what was added to it later', async () => {
    const { file, telemetry, sum } = await importer();
    const cut = captured.indexOf('\n') + 200;
    await telemetry(file('otel.jsonl', captured.slice(0, cut)));
    expect(await sum('turns')).toBe(1);
    await telemetry(file('otel.jsonl', captured));
    expect([await sum('sessions'), await sum('turns')]).toEqual([1, 2]);
  });

  it('reads a document over several lines', async () => {
    const { file, telemetry, sum } = await importer();
    const [first = ''] = captured.split('\n');
    await telemetry(file('otel.json', JSON.stringify(JSON.parse(first), null, 2)));
    expect(await sum('turns')).toBe(1);
  });

  it('stores nothing of prompts and tools in the database', async () => {
    const { file, telemetry, store } = await importer();
    await telemetry(file('otel.jsonl', captured));
    const entries = await store.entriesOfKind('figures.imported');
    expect(entries.length).toBeGreaterThan(0);
    expect(JSON.stringify(entries)).not.toMatch(/secret-output|REDACTED|exit 3/);
  });

  it('divides what it has seen among the entries, and knows all of it again', async () => {
    const { file, telemetry, store } = await importer();
    const [first = ''] = captured.split('\n');
    const id = /01a201be-[\w-]+/.exec(first)?.[0] ?? '';
    const many = Array.from({ length: 600 }, (_, index) => first.replaceAll(id, `thread-${index}-of-many`));
    const path = file('otel.jsonl', many.join('\n'));
    expect((await telemetry(path)).stdout).toBe('1 file imported: 600 new rows, 0 known before\n');
    const heads = await store.figureHeads('telemetry');
    expect(heads.map(({ body }) => Object.keys(body.seen).length)).toEqual([300, 300]);
    expect((await telemetry(path)).stdout).toBe('1 file imported: 0 new rows, 0 known before\n');
  });

  it.each([
    [
      'a line that is not valid JSON',
      `${captured}no json\n${captured}`,
      /bad\.jsonl, line \d+: it is not valid JSON/,
    ],
    ['another file', '{"a":1}\n', /bad\.jsonl: it has no event and no metric of the CLI/],
    ['an empty file', '', /bad\.jsonl: it is empty/],
  ])('refuses %s and records nothing of it', async (_, text, message) => {
    const { file, telemetry, sum } = await importer();
    const { code, stderr } = await telemetry(file('bad.jsonl', text));
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(await sum('turns')).toBe(0);
  });

  it('does not wait for a pipe', async () => {
    const { world, telemetry } = await importer();
    const pipe = join(world.root, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect((await telemetry(pipe)).stderr).toContain('it is a pipe');
  });
});
