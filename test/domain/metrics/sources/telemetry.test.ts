import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenEvents, TelemetryRows } from '../../../../src/domain/metrics/sources/telemetry.ts';

// What the CLI sent while a loopback model answered: a turn with two commands, then a second turn of the resumed session.
// Each of the four answers claimed 120 tokens of input (20 cached) and 30 of output (5 of reasoning).
const captured = (version: string): readonly string[] =>
  readFileSync(`test/fixtures/telemetry/${version}.jsonl`, 'utf8').trim().split('\n');
const ofKind = (version: string, kind: 'resourceLogs' | 'resourceMetrics') =>
  captured(version)
    .map((line): object => JSON.parse(line))
    .filter((document) => kind in document);

function read(documents: readonly unknown[], before: SeenEvents = new SeenEvents()) {
  const telemetry = new TelemetryRows(before);
  for (const document of documents) telemetry.add(document);
  return telemetry;
}

/** The measures of all rows, added up. */
function totals(rows: TelemetryRows['rows']): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { measures } of rows)
    for (const [name, value] of Object.entries(measures)) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

const handedOut = {
  ...{ sessions: 1, turns: 2, requests: 4, failed_requests: 0, tool_calls: 2, failed_tool_calls: 0 },
  ...{ input_tokens: 480, cached_input_tokens: 80, output_tokens: 120, reasoning_output_tokens: 20 },
  total_tokens: 600,
};

/** An event with attributes, as a document of its own. */
const event = (name: string, more: Record<string, unknown> = {}) => {
  const given: Record<string, unknown> = {
    ...{ 'event.name': name, 'event.timestamp': '2026-11-20T10:00:00.000Z' },
    ...{ 'conversation.id': '01a201be-c783-7511', originator: 'codex_vscode', model: 'gpt-5.5', ...more },
  };
  const attributes = Object.entries(given).map(([key, value]) => ({ key, value: { stringValue: value } }));
  return { resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes }] }] }] };
};

describe.each(['0.139.0', '0.169.0'])('the telemetry of %s', (version) => {
  const logs = ofKind(version, 'resourceLogs');

  it('counts what the model handed out, a resumed session once', () => {
    const { rows } = read(logs);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ surface: 'exec', model: 'gpt-5.5', from: '2026-11-22', person: '' });
    expect(totals(rows)).toEqual(handedOut);
  });

  it('knows every event', () => {
    expect([...read(logs).unknown]).toEqual([]);
  });

  it('gives away nothing of prompts, and of arguments and outputs of tools', () => {
    expect(captured(version).join('')).toContain('secret-output-of-a-tool');
    const { rows, seen, unknown } = read(logs);
    expect(JSON.stringify([rows, seen, [...unknown]])).not.toMatch(/secret|echo|REDACTED/);
  });

  it('metrics say turns and tokens, and no sessions: they count a resumed one again', () => {
    const metrics = ofKind(version, 'resourceMetrics');
    const sums = totals(read(metrics).rows);
    expect(sums).toMatchObject({ turns: 2, total_tokens: 600, input_tokens: 480, tool_calls: 2 });
    expect(sums).not.toHaveProperty('sessions');
  });

  it('the same files again count nothing, and in whatever parts they come', () => {
    const documents = ofKind(version, 'resourceLogs');
    fc.assert(
      fc.property(fc.array(fc.nat(documents.length - 1), { maxLength: 6 }), (order) => {
        const before = new SeenEvents();
        const rows = [...order, ...documents.keys()].flatMap((index) => {
          const { rows: found, seen } = read([documents[index]], before);
          before.add(seen);
          return found;
        });
        expect(totals(rows)).toEqual(handedOut);
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        expect(read(documents, before).rows).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('an event', () => {
  it('names the person when the account is known', () => {
    const prompt = event('codex.user_prompt', { 'user.email': 'Ada@Example.com', 'user.account_id': 'a-1' });
    expect(read([prompt]).rows).toMatchObject([
      { person: 'ada@example.com', surface: 'ide', measures: { turns: 1, sessions: 1 } },
    ]);
  });

  it.each([
    ['codex.tool_result', { success: 'false', call_id: 'c1' }, { tool_calls: 1, failed_tool_calls: 1 }],
    ['codex.api_request', { 'http.response.status_code': '503' }, { failed_requests: 1 }],
    ['codex.api_request', { 'error.message': 'no route' }, { failed_requests: 1 }],
  ])('%s that failed is counted (%j)', (name, more, measures) => {
    expect(read([event(name, more)]).rows.map((row) => row.measures)).toEqual([measures]);
  });

  it.each([
    ['codex.api_request', { 'http.response.status_code': '200' }],
    ['codex.sse_event', { 'event.kind': 'response.completed', duration_ms: '3' }],
    ['codex.sse_event', { input_token_count: '-1', output_token_count: '3' }],
    ['codex.user_prompt', { 'conversation.id': '__proto__' }],
    ['codex.user_prompt', { 'conversation.id': '' }],
    ['codex.user_prompt', { 'event.timestamp': 'yesterday' }],
    ['another.program', {}],
  ])('%s with %j counts for nothing', (name, more) => {
    expect(read([event(name, more)]).rows).toEqual([]);
  });

  it('whose name is not known is counted by its name', () => {
    expect([...read([event('codex.new_thing'), event('codex.new_thing')]).unknown]).toEqual([
      ['codex.new_thing', 2],
    ]);
  });
});

describe('what is no OTLP is left out', () => {
  it.each([
    [null],
    ['text'],
    [[]],
    [{ resourceLogs: {} }],
    [{ resourceLogs: [null, { scopeLogs: [{ logRecords: [null, { attributes: [null, { key: 1 }] }] }] }] }],
    [{ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'codex.tool.call', sum: 1 }] }] }] }],
  ])('%j', (document) => {
    expect(read([document]).rows).toEqual([]);
  });

  it('a metric that adds up since the start is not understood, and said', () => {
    const metrics = [
      { name: 'codex.tool.call', sum: { aggregationTemporality: 2, dataPoints: [{ asInt: '1' }] } },
    ];
    expect([...read([{ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }]).unknown]).toEqual([
      ['codex.tool.call that is not a delta', 1],
    ]);
  });
});
