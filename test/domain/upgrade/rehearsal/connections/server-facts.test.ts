import { describe, expect, it } from 'vitest';
import { hookFacts } from '../../../../../src/domain/upgrade/rehearsal/connections/hook-facts.ts';
import { serverFacts } from '../../../../../src/domain/upgrade/rehearsal/connections/server-facts.ts';

// As 0.160.0 says hello.
const hello = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: { experimental: { 'codex/auth-change': {} }, elicitation: { form: {}, url: {} } },
    clientInfo: { name: 'codex-mcp-client', title: 'Codex', version: '0.160.0' },
  },
};

describe('an MCP server', () => {
  it('learns who the client is, without its version, what it offers, and what it asks for', () => {
    const facts = serverFacts({
      name: 'tickets',
      variables: ['HOME', 'SSL_CERT_FILE'],
      messages: [hello, { method: 'notifications/initialized' }, { id: 1, method: 'tools/list' }],
    });
    expect(facts.map(({ key, value }) => [key, value])).toEqual([
      ['requests', 'initialize, notifications/initialized, tools/list'],
      ['protocol version', '2025-06-18'],
      ['name of the client', 'codex-mcp-client'],
      ['capability experimental', 'offered'],
      ['capability experimental.codex/auth-change', 'offered'],
      ['capability elicitation', 'offered'],
      ['capability elicitation.form', 'offered'],
      ['capability elicitation.url', 'offered'],
      ['environment variable HOME', 'given'],
      ['environment variable SSL_CERT_FILE', 'given'],
    ]);
    expect(facts.every(({ where }) => where === 'MCP server tickets')).toBe(true);
  });

  it.each([
    ['one that is not started', []],
    ['a message in another form', ['text', null, { method: 5 }]],
  ])('has no other facts: %s', (_, messages) => {
    const facts = serverFacts({ name: 'a', variables: [], messages });
    expect(facts.map(({ key, value }) => [key, value])).toEqual([['requests', 'not started']]);
  });
});

describe('a hook', () => {
  it('ran when it was given something, once for each file, event and matcher', () => {
    const hook = { event: 'PreToolUse', matcher: 'Bash', file: 'hooks.json' };
    const facts = hookFacts(
      [
        { ...hook, inputs: ['{"tool_name":"x","cwd":"/"}'] },
        { ...hook, inputs: ['no JSON'] },
        { event: 'Stop', matcher: undefined, file: 'config.toml', inputs: [] },
      ],
      true,
      '.',
    );
    expect(facts.map(({ key, value }) => [key, value])).toEqual([
      ['hook PreToolUse for Bash of hooks.json, trusted', 'ran'],
      ['key cwd for hook PreToolUse for Bash of hooks.json, trusted', 'given'],
      ['key tool_name for hook PreToolUse for Bash of hooks.json, trusted', 'given'],
      ['hook Stop of config.toml, trusted', 'did not run'],
    ]);
    expect(facts.map(({ witness }) => witness?.files?.['$CODEX_HOME/hooks.json'])).toEqual([
      '{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"touch ran"}]}]}}',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
