import { describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../../../../src/app/metrics/api/api-client.ts';
import { type Answering, answerJson, apiServer, waitingClock } from '../../../support/api-server.ts';

const secret = 'sk-admin-0123456789abcdef';

async function client(answer: Answering) {
  const server = await apiServer(answer);
  const clock = waitingClock();
  const waited: string[] = [];
  const interrupt = new AbortController();
  const api = new ApiClient({
    base: `${server.base}/v1/`,
    key: { key: secret, from: 'the variable KEY' },
    world: clock,
    signal: interrupt.signal,
    onWait: (reason) => waited.push(reason),
  });
  return { ...server, api, clock, waited, interrupt };
}

/** Answers with each status in its turn, then with a list. */
function statuses(...first: readonly [number, Record<string, string>?][]): Answering {
  const rest = [...first];
  return (_, response) => {
    const [status = 200, headers = {}] = rest.shift() ?? [];
    response.writeHead(status, headers).end(status === 200 ? '{"data":[]}' : '{}');
  };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

describe('a client of an API', () => {
  it('sends the key and what was asked for', async () => {
    const { api, asked } = await client((_, response) => answerJson(response, { data: [1] }));
    expect(await api.json('/logs', { after: '2026-11-20T00:00:00+01:00', page: undefined })).toEqual({
      data: [1],
    });
    expect(asked).toEqual([
      {
        path: '/v1/logs',
        query: new URLSearchParams({ after: '2026-11-20T00:00:00+01:00' }),
        key: `Bearer ${secret}`,
      },
    ]);
  });

  it('never sends the key to the address that it is redirected to', async () => {
    const storage = await apiServer((_, response) => response.end('a line\n'));
    const { api, asked } = await client((_, response) =>
      response.writeHead(307, { location: `${storage.base}/blob?sig=signed` }).end(),
    );
    expect(await api.file('/logs/one', textOf)).toBe('a line\n');
    expect(asked[0]?.key).toBe(`Bearer ${secret}`);
    expect(storage.asked.map(({ key }) => key)).toEqual([undefined]);
  });

  it('names neither the key nor the address that was signed when the storage refuses', async () => {
    const storage = await apiServer((_, response) => response.writeHead(403).end('sig=signed'));
    const { api, waited } = await client((_, response) =>
      response.writeHead(307, { location: `${storage.base}/blob?sig=signed` }).end(),
    );
    const refusal = await api.file('/logs/one', textOf).catch((cause: Error) => cause);
    expect(String(refusal)).toMatch(/the storage that 127\.0\.0\.1:\d+ names answered 403/);
    expect(JSON.stringify([String(refusal), waited])).not.toMatch(/signed|sk-admin/);
    // Each try asks for a new address.
    expect(storage.asked).toHaveLength(5);
  });

  it('asks again after 429 and 5xx, as long after as the server says', async () => {
    const { api, clock, waited } = await client(statuses([429, { 'retry-after': '7' }], [503], [502]));
    expect(await api.json('/logs')).toEqual({ data: [] });
    expect(clock.waits).toEqual([7000, 2000, 4000]);
    expect(waited[0]).toMatch(/answered 429; again in 7 s$/);
  });

  it('gives up after five tries, and when it would have to wait for longer than a minute', async () => {
    const always = await client((_, response) => response.writeHead(500).end());
    await expect(always.api.json('/logs')).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/answered 500$/),
      next: 'Try again later; what was fetched so far is recorded.',
    });
    expect(always.asked).toHaveLength(5);
    const long = await client(statuses([429, { 'retry-after': '3600' }]));
    await expect(long.api.json('/logs')).rejects.toThrow('answered 429');
    expect(long.clock.waits).toEqual([]);
  });

  it('starts a file again when the connection is cut', async () => {
    let cuts = 1;
    const { api, waited } = await client((_, response) => {
      if (cuts-- > 0) {
        response.writeHead(200, { 'content-length': '100' }).write('half of ');
        setImmediate(() => response.destroy());
      } else response.end('the whole file');
    });
    expect(await api.file('/logs/one', textOf)).toBe('the whole file');
    expect(waited[0]).toContain('cut');
  });

  it.each([
    [401, 2, 'the key was refused: 127.0.0.1'],
    [403, 2, 'the key was refused: 127.0.0.1'],
    [404, 2, 'answered 404: not for [redacted]'],
    [422, 2, 'answered 422: not for [redacted]'],
  ])('asks once when the answer is %i', async (status, exitCode, message) => {
    const { api, asked } = await client((_, response) =>
      answerJson(response, { error: { message: `not for ${secret}\u001b[2J` } }, status),
    );
    const refusal = await api.json('/logs').catch((cause: Error) => cause);
    expect(refusal).toMatchObject({ exitCode, message: expect.stringContaining(message) });
    expect(String(refusal)).not.toContain(secret);
    expect(asked).toHaveLength(1);
  });

  it.each([
    [{ code: 'ECONNREFUSED', message: 'long' }, 'ECONNREFUSED'],
    [
      { code: 20, message: 'Proxy response (502) when HTTP Tunneling' },
      'Proxy response (502) when HTTP Tunneling',
    ],
    [undefined, 'fetch failed'],
  ])('says why there is no answer: %j', async (cause, reason) => {
    const { api } = await client(() => undefined);
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('fetch failed', { cause });
    });
    const refusal = await api.json('/logs').catch(String);
    vi.unstubAllGlobals();
    expect(refusal).toMatch(/cannot be reached: /);
    expect(refusal).toContain(reason);
  });

  it('says that an answer is not valid JSON', async () => {
    const { api } = await client((_, response) => response.end('<html>a proxy</html>'));
    await expect(api.json('/logs')).rejects.toThrow('did not answer with JSON');
  });

  it('makes no more than ten requests in a second', async () => {
    const { api, clock } = await client((_, response) => answerJson(response, {}));
    for (let request = 0; request < 10; request += 1) await api.json('/logs');
    expect(clock.waits).toEqual([]);
    clock.pass(400);
    await api.json('/logs');
    expect(clock.waits).toEqual([600]);
  });

  it('ends when a person interrupts it', async () => {
    const { api, interrupt } = await client(() => interrupt.abort());
    await expect(api.json('/logs')).rejects.toThrow('it was interrupted');
  });

  it.each([
    'http://api.example.com',
    'ftp://127.0.0.1',
    'https://me:pass@api.example.com',
    'https://a.b/?x=1',
    'no',
  ])('sends no key to %s', (base) => {
    const options = { key: { key: secret, from: 'x' }, world: waitingClock(), signal: AbortSignal.abort() };
    expect(() => new ApiClient({ base, ...options })).toThrow(/the address of the API/);
  });
});
