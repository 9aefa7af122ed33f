import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppServerClient, AppServerError } from '../../src/codex/app-server-client.ts';

function connect() {
  const sent: { id: number; method: string }[] = [];
  const client = new AppServerClient((text) => sent.push(JSON.parse(text)));
  return { client, sent };
}

describe('a client of the app-server', () => {
  it('matches replies by id, in whatever order and among whatever noise they come', async () => {
    const noise = fc.constantFrom(
      '',
      'not json',
      '{"method":"warning","params":{}}',
      '{"id":999,"result":1}',
      '[]',
      'null',
      '{"id":"text"}',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ rank: fc.nat(), noise }), { minLength: 1, maxLength: 12 }),
        async (plan) => {
          const { client } = connect();
          const replies = plan.map((_, index) => client.request('x', { index }));
          const order = plan
            .map(({ rank, noise: before }, index) => ({ rank, before, id: index + 1 }))
            .sort((a, b) => a.rank - b.rank);
          for (const { before, id } of order) {
            client.receive(before);
            client.receive(JSON.stringify({ id, result: `for ${id}` }));
          }
          expect(await Promise.all(replies)).toEqual(plan.map((_, index) => `for ${index + 1}`));
        },
      ),
    );
  });

  it('passes on the error of the server', async () => {
    const { client } = connect();
    const reply = client.request('x', {});
    client.receive('{"id":1,"error":{"code":-32600,"message":"Not initialized"}}');
    await expect(reply).rejects.toThrow(new AppServerError('Not initialized'));
  });

  it('tells every waiting request, and every later one, that the connection is closed', async () => {
    const { client } = connect();
    const waiting = client.request('x', {});
    client.close('it ended');
    await expect(waiting).rejects.toThrow('it ended');
    await expect(client.request('y', {})).rejects.toThrow('it ended');
  });

  it('keeps notifications, which may come before the first reply', () => {
    const { client, sent } = connect();
    client.notify('initialized');
    client.receive('{"method":"configWarning","params":{"summary":"x"}}');
    expect(sent).toEqual([{ method: 'initialized' }]);
    expect(client.notifications).toEqual([{ method: 'configWarning', params: { summary: 'x' } }]);
  });
});
