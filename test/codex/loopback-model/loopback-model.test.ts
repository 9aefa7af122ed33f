import { describe, expect, it, onTestFinished } from 'vitest';
import { type ModelStep, startLoopbackModel } from '../../../src/codex/loopback-model/loopback-model.ts';

async function model(...script: ModelStep[]) {
  const started = await startLoopbackModel(script);
  onTestFinished(() => started.close());
  const ask = (body = '{"input":[]}') =>
    fetch(`${started.baseUrl}/responses`, { method: 'POST', body, headers: { 'user-agent': 'test/1' } });
  return { ...started, ask };
}

const events = (text: string) =>
  text
    .split('\n\n')
    .filter(Boolean)
    .map((block) => JSON.parse(block.split('data: ')[1] ?? ''));

describe('the loopback model', () => {
  it('is reachable on this machine only', async () => {
    const { baseUrl } = await model();
    expect(new URL(baseUrl).hostname).toBe('127.0.0.1');
  });

  it('answers a text as the smallest stream that completes', async () => {
    const { ask, requests } = await model({ type: 'text', text: 'PONG' });
    const list = events(await (await ask()).text());
    expect(list.map(({ type }) => type)).toEqual([
      'response.created',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(list[1].item).toMatchObject({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'PONG' }],
    });
    expect(list[2].response.usage).toMatchObject({ input_tokens: 120, output_tokens: 30, total_tokens: 150 });
    expect(requests).toEqual([{ userAgent: 'test/1', body: { input: [] } }]);
  });

  it.each<[ModelStep, object]>([
    [
      { type: 'command', command: 'echo hi' },
      { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"echo hi"}' },
    ],
    [
      { type: 'patch', patch: '*** Begin Patch' },
      { type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin Patch' },
    ],
  ])('asks for a tool: $type', async (step, item) => {
    const { ask } = await model(step);
    expect(events(await (await ask()).text())[1].item).toMatchObject(item);
  });

  it('fails as it is told: with a status, in the stream, in the middle, or by silence', async () => {
    const { ask } = await model(
      { type: 'http-error', status: 401, body: 'bad key' },
      { type: 'failed', code: 'context_length_exceeded', message: 'too long' },
      { type: 'truncated' },
    );
    expect((await ask()).status).toBe(401);
    expect(events(await (await ask()).text()).at(-1)).toMatchObject({
      type: 'response.failed',
      response: { error: { message: 'too long' } },
    });
    expect(events(await (await ask()).text()).map(({ type }) => type)).toEqual(['response.created']);
  });

  it('never answers when it is to be silent, and lets go when it is closed', async () => {
    const started = await startLoopbackModel([{ type: 'silent' }]);
    const asked = fetch(`${started.baseUrl}/responses`, { method: 'POST', body: '{}' });
    await expect.poll(() => started.requests.length).toBe(1);
    await started.close();
    await expect(asked).rejects.toThrow();
  });

  it('answers a turn that nobody planned with an error', async () => {
    const { ask } = await model();
    expect((await ask()).status).toBe(500);
  });

  it('refuses anything but a request for an answer', async () => {
    const { baseUrl, ask } = await model({ type: 'text', text: 'x' });
    expect((await fetch(`${baseUrl}/models`)).status).toBe(404);
    expect((await ask('not json')).status).toBe(400);
  });
});
