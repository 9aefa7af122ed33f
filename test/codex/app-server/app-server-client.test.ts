import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppServerClient, AppServerError } from '../../../src/codex/app-server/app-server-client.ts';

function connect() {
  const sent: { id?: number; method: string; params?: unknown }[] = [];
  const client = new AppServerClient((text) => sent.push(JSON.parse(text)));
  return { client, sent };
}

/** Lines of a server that are no reply to anything that was asked. */
const noise = fc.oneof(
  fc.constantFrom(
    '',
    'not json',
    '[]',
    'null',
    '0',
    '{}',
    '{"id":"text"}',
    '{"id":999,"result":1}',
    '{"id":1',
  ),
  fc.string(),
  fc.json(),
);

const notification = fc.record({
  method: fc.constantFrom('configWarning', 'thread/started', 'error'),
  params: fc.jsonValue(),
});

describe('a client of the app-server', () => {
  it('matches replies by id, in whatever order and among whatever else they come', async () => {
    const before = fc.array(fc.oneof(noise, notification), { maxLength: 3 });
    const request = fc.record({ rank: fc.nat(), before, refused: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (plan) => {
        const { client } = connect();
        // Garbage might happen to be a reply to the first requests, so those that are judged come after it.
        const taken = Array.from({ length: 20 }, () => client.request('taken', {}).catch(() => undefined));
        const replies = plan.map((_, index) => client.request('x', { index }));
        const outcomes = Promise.allSettled(replies);
        const order = plan
          .map((one, index) => ({ ...one, id: taken.length + index + 1 }))
          .sort((a, b) => a.rank - b.rank);
        for (const { before: lines, id, refused } of order) {
          for (const line of lines) client.receive(typeof line === 'string' ? line : JSON.stringify(line));
          const answer = refused ? { error: { message: `no ${id}` } } : { result: `for ${id}` };
          client.receive(JSON.stringify({ id, ...answer }));
        }
        client.close('the end');
        const told = (await outcomes).map((one) =>
          one.status === 'fulfilled' ? one.value : (one.reason as Error).message,
        );
        const expected = plan.map(
          ({ refused }, index) => `${refused ? 'no' : 'for'} ${taken.length + index + 1}`,
        );
        expect(told).toEqual(expected);
      }),
    );
  });

  it('keeps every notification in its order, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(notification, fc.constant('not json'))), (lines) => {
        const { client } = connect();
        for (const line of lines) client.receive(typeof line === 'string' ? line : JSON.stringify(line));
        const told = lines.filter((line) => typeof line !== 'string');
        // As JSON, where -0 is 0.
        expect(JSON.stringify(client.notifications)).toBe(JSON.stringify(told));
      }),
    );
  });

  it('takes no request of the server for a notification or for a reply', async () => {
    const { client } = connect();
    const reply = client.request('x', {});
    client.receive('{"id":1,"method":"item/commandExecution/requestApproval","params":{}}');
    client.receive('{"id":1,"result":"mine"}');
    expect([await reply, client.notifications]).toEqual(['mine', []]);
  });

  it('gives each request a number of its own, and its parameters as they are', () => {
    const { client, sent } = connect();
    void client.request('a', { one: 1 });
    void client.request('b', {});
    client.notify('initialized');
    expect(sent).toEqual([
      { id: 1, method: 'a', params: { one: 1 } },
      { id: 2, method: 'b', params: {} },
      { method: 'initialized' },
    ]);
  });

  it('hears only the first reply to a request', async () => {
    const { client } = connect();
    const reply = client.request('x', {});
    client.receive('{"id":1,"result":"first"}');
    client.receive('{"id":1,"error":{"message":"second"}}');
    expect(await reply).toBe('first');
  });

  it('passes on the error of the server', async () => {
    const { client } = connect();
    const reply = client.request('x', {});
    client.receive('{"id":1,"error":{"code":-32600,"message":"Not initialized"}}');
    await expect(reply).rejects.toThrow(new AppServerError('Not initialized'));
  });

  it('tells every waiting request, and every later one, that the connection is closed', async () => {
    const { client, sent } = connect();
    const waiting = client.request('x', {});
    client.close('it ended');
    client.close('a second time');
    await expect(waiting).rejects.toThrow('it ended');
    await expect(client.request('y', {})).rejects.toThrow('it ended');
    await expect(waiting).rejects.not.toBeInstanceOf(AppServerError);
    expect(sent.map(({ method }) => method)).toEqual(['x']);
  });

  it('keeps what was said before anything was asked', () => {
    const { client } = connect();
    client.receive('{"method":"configWarning","params":{"summary":"x"}}');
    expect(client.notifications).toEqual([{ method: 'configWarning', params: { summary: 'x' } }]);
  });
});
