import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureEvents, captureMessages } from '../../../src/codex/exec/capture-streams.ts';
import { tempFolder } from '../../support/temp.ts';

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const esc = '\u001b';
const red = `${esc}[31m`;
const secret = `sk-proj-${'a1B2'.repeat(10)}`;

/** A stream of these bytes, in pieces of any size. */
const streamOf = (bytes: Buffer, piece = 7) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / piece) }, (_, n) =>
      bytes.subarray(n * piece, (n + 1) * piece),
    ),
  );

async function events(
  content: string | Buffer,
  more: { most?: number; secrets?: string[]; piece?: number } = {},
) {
  const folder = tempFolder();
  const bytes = Buffer.from(content);
  const passed: Buffer[] = [];
  const seen: object[] = [];
  const reader = new Writable({
    highWaterMark: 16,
    write(piece, _, done) {
      passed.push(Buffer.from(piece));
      setImmediate(done);
    },
  });
  const kept = await captureEvents(streamOf(bytes, more.piece), {
    folder,
    secrets: more.secrets ?? [],
    passTo: reader,
    ...(more.most !== undefined && { most: more.most }),
    onEvent: (event) => seen.push(event),
  });
  await new Promise<void>((done) => reader.end(done));
  const path = join(folder, 'events.jsonl');
  const stored = readFileSync(path, 'utf8');
  expect(Buffer.concat(passed).equals(bytes)).toBe(true);
  expect(kept.raw).toEqual({ sha256: sha256(bytes), bytes: bytes.length });
  expect(kept.stored).toEqual({ sha256: sha256(stored), bytes: Buffer.byteLength(stored) });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const lines = stored.split('\n').filter((line) => line !== '');
  return { ...kept, stored, seen, lines: lines.map((line) => JSON.parse(line)) };
}

async function messages(content: string, more: { most?: number; secrets?: string[]; piece?: number } = {}) {
  const folder = tempFolder();
  const kept = await captureMessages(streamOf(Buffer.from(content), more.piece), {
    folder,
    secrets: more.secrets ?? [],
    passTo: undefined,
    ...(more.most !== undefined && { most: more.most }),
  });
  return { ...kept, text: readFileSync(join(folder, 'stderr.txt'), 'utf8') };
}

const command = (output: string) =>
  JSON.stringify({
    type: 'item.completed',
    item: { id: 'item_0', type: 'command_execution', command: 'x', aggregated_output: output, exit_code: 0 },
  });

describe('captured events', () => {
  it('are stored byte by byte where there is nothing to hide, and go on untouched', async () => {
    const text = '{"type":"thread.started","thread_id":"t"}\n{"type":"turn.started"}\n';
    const { stored, seen, reading } = await events(text);
    expect(stored).toBe(text);
    expect(seen).toHaveLength(2);
    expect(reading.thread).toBe('t');
  });

  it.each([
    ['as it is', secret],
    ['with a colour in it', `sk-${red}proj-${'a1B2'.repeat(10)}`],
    ['as a member of JSON', JSON.stringify({ api_key: secret })],
    ['of the configuration', 'tiny-value-1'],
    ['in a private key', `-----BEGIN PRIVATE KEY-----\nMIIa1B2a1B2\n-----END PRIVATE KEY-----`],
    ['in a private key without an end', `-----BEGIN PRIVATE KEY-----\nMIIa1B2a1B2`],
    ['in an address', 'https://ada:a1B2a1B2@git.example.com/x'],
  ])('have no secret %s, and are JSON still', async (_, output) => {
    const { stored, lines, reading } = await events(`${command(output)}\n`, { secrets: ['tiny-value-1'] });
    expect(stored).not.toMatch(/a1B2|tiny-value-1/);
    expect(lines[0].item.id).toBe('item_0');
    expect(reading.faults).toEqual([]);
  });

  it('have a secret hidden that is written with escapes', async () => {
    const { stored } = await events(`${command(secret).replace('sk-', '\\u0073k-')}\n`);
    expect(stored).not.toContain('a1B2');
  });

  it('have no control sequences, and fences and tags as the text that they are', async () => {
    const output = `${esc}]0;title\u0007${esc}[2J\u202eevil\n\`\`\`\n<script>alert(1)</script>`;
    const { lines } = await events(`${command(output)}\n`);
    expect(lines[0].item.aggregated_output).toBe('evil\n```\n<script>alert(1)</script>');
  });

  it('keep a line that is no event as a text, and a last line without an end', async () => {
    const { lines, reading } = await events(`${red}panic: ${secret}\n{"type":"turn.started"}`);
    expect(lines).toEqual([
      { type: 'codex-cockpit.text', text: 'panic: sk-proj-[redacted]' },
      { type: 'turn.started' },
    ]);
    expect(reading.turns.started).toBe(1);
    expect(reading.faults).toEqual(['1 line that is no event', 'the last line has no end']);
  });

  it('keep the beginning of a line that is too long', async () => {
    const long = command('x'.repeat(5 * 1024 * 1024));
    const { lines, reading } = await events(`${long}\n{"type":"turn.started"}\n`, { piece: 65_536 });
    expect(lines[0]).toMatchObject({ type: 'codex-cockpit.cut', bytes: long.length });
    expect(lines[0].begin.length).toBeLessThanOrEqual(2000);
    expect(reading).toMatchObject({ turns: { started: 1 }, faults: ['1 line that is too long to be read'] });
  });

  it('fill their file up to its limit, and are counted and hashed beyond', async () => {
    const line = '{"type":"turn.started"}\n';
    const { stored, faults, reading } = await events(line.repeat(10), { most: 50 });
    expect(stored).toBe(line.repeat(2));
    expect(reading.turns.started).toBe(10);
    expect(faults).toEqual(['events.jsonl is full: what came later is counted and hashed, and not stored']);
  });

  it('are nested as deep as they like', async () => {
    const deep = `{"type":"x","a":${'['.repeat(20_000)}"\\u001b"${']'.repeat(20_000)}}`;
    const { lines } = await events(`${deep}\n`, { piece: 4096 });
    expect(lines).toHaveLength(1);
  });

  it('are stored as JSON lines whatever comes', async () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 5, max: 200 }), async (lines, piece) => {
        await events(lines.join('\n'), { piece });
      }),
      { numRuns: 30 },
    );
  });
});

describe('captured messages', () => {
  it('have no colours, control sequences and secrets, also of several lines', async () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIa1B2a1B2\nMIIa1B2a1B2\n-----END PRIVATE KEY-----';
    const { text } = await messages(`${red}ERROR${esc}[0m ${secret}\n${key}\nend\n`);
    expect(text).not.toMatch(/a1B2/);
    expect(text).not.toContain(esc);
    expect(text).toMatch(/^ERROR sk-proj-\[redacted\]\n/);
    expect(text).toContain('end\n');
  });

  it('hide a secret that lies across two blocks', async () => {
    const body = 'MIIa1B2a1B2\n'.repeat(30_000);
    const key = `-----BEGIN PRIVATE KEY-----\n${body}-----END PRIVATE KEY-----\n`;
    const { text } = await messages(`${'a line\n'.repeat(20_000)}${key}${'a line\n'.repeat(40_000)}`, {
      piece: 65_536,
    });
    expect(text).not.toContain('a1B2');
    expect(text.match(/a line/g)).toHaveLength(60_000);
  });

  it('keep their beginning and their end for the verdict', async () => {
    const { looked, text } = await messages(`patch rejected: x\n${'noise '.repeat(200_000)}\nError: last\n`, {
      piece: 65_536,
    });
    expect(looked).toContain('patch rejected: x');
    expect(looked).toContain('Error: last');
    expect(looked.length).toBeLessThan(200_000);
    expect(text.length).toBeGreaterThan(1_000_000);
  });
});
