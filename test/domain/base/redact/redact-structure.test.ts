import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactOutput } from '../../../../src/domain/base/redact/redact.ts';
import { redactStructure, secretsIn } from '../../../../src/domain/base/redact/redact-structure.ts';

const config = `model = "gpt-5.5"
notify = ["/usr/bin/notify-me", "--channel", "plant-notify-1"]

[mcp_servers.tickets]
command = "npx" # not a secret
args = [
  "-y", "tickets-mcp", # why
  "--access=plant-arg-1",
]
env = { TICKETS = 'plant-env-1', PIN = 4711 }

[mcp_servers.wiki.env]
# comment
WIKI_PASS = "plant-env-2"

MULTI = """
plant-env-3
"""

[mcp_servers.wiki.http_headers]
"X-Gateway-Auth" = "plant-header-1"

[model_providers.ours]
name = "Ours"
base_url = "https://gateway.example.invalid/v1"
query_params.subscription = "plant-query-1"
http_headers = { Cookie = "plant-cookie-1", "X-Other" = "say \\"plant-quoted\\" twice" }
env_key = "OURS_KEY"

[shell_environment_policy]
set = { BUILD = "plant-set-1" }
`;

const read = {
  mcp_servers: {
    tickets: { command: 'npx', args: ['-y', '--access=plant-arg-1'], env: { A: 'plant-env-1', N: 5 } },
  },
  model_providers: {
    ours: { http_headers: { Cookie: 'plant-cookie-1' }, query_params: { s: 'plant-query-1' } },
  },
  notify: ['/usr/bin/notify-me', 'plant-notify-1'],
  shell_environment_policy: { set: { BUILD: 'plant-set-1' } },
};

describe('what is secret by its place', () => {
  it.each([
    ['a configuration', config],
    ['JSON on one line', JSON.stringify(read)],
    ['JSON over many lines', JSON.stringify(read, null, 2)],
    ['JSON behind the prefix of a log', `< ${JSON.stringify(read, null, 2).replaceAll('\n', '\n< ')}`],
    ['a configuration inside of JSON', JSON.stringify({ text: config })],
    [
      'JSON inside of JSON inside of JSON',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify(read) }) }),
    ],
    [
      'what Rust prints of it',
      'Server { args: ["-y", "plant-1"], env: Some({"A": "plant-2"}), http_headers: Some({"B": "plant-3"}) }',
    ],
    [
      'the names of the app-server',
      '{"httpHeaders":{"A":"plant-1"},"queryParams":{"b":"plant-2"},"bearerToken":"plant-3"}',
    ],
    ['a file that was cut', '{"env":{"A":"plant-1","B":"plant-2'],
    ['dotted keys', 'mcp_servers."a b".env.TOKEN = "plant-1"\nx.http_headers."X-Y" = \'plant-2\''],
  ])('is nowhere in %s', (_, text) => {
    const redacted = redactStructure(text);
    expect(redacted).not.toContain('plant');
    expect(redactStructure(redacted)).toBe(redacted);
  });

  it('leaves the rest as it is, JSON stays JSON', () => {
    expect(JSON.parse(redactStructure(JSON.stringify(read)))).toEqual({
      mcp_servers: {
        tickets: {
          command: 'npx',
          args: ['[redacted]', '[redacted]'],
          env: { A: '[redacted]', N: '[redacted]' },
        },
      },
      model_providers: {
        ours: { http_headers: { Cookie: '[redacted]' }, query_params: { s: '[redacted]' } },
      },
      notify: ['/usr/bin/notify-me', '[redacted]'],
      shell_environment_policy: { set: { BUILD: '[redacted]' } },
    });
    const kept = redactStructure(config);
    for (const line of ['command = "npx" # not a secret', 'env_key = "OURS_KEY"', '[model_providers.ours]'])
      expect(kept).toContain(line);
  });

  it.each([
    'Usage: codex [OPTIONS] [PROMPT]\n  --env <X>  headers: see the manual',
    '{"environment":{"a":"b"},"arguments":["c"],"env_vars":["HOME"],"setting":"x"}',
    '[env] the environment is fine\nargs: none',
    'codex-cli 0.139.0',
  ])('is nothing in %j', (text) => {
    expect(redactStructure(text)).toBe(text);
  });

  it('a second time changes nothing more, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...[
        'env',
        'args',
        '.x',
        '=',
        ':',
        '"',
        '\\"',
        '\\\\\\"',
        "'",
        '{',
        '}',
        '[',
        ']',
        ',',
        ' ',
        '\n',
        '\\n',
      ],
      ...['a', '5', 'set', 'notify', 'Some(', '"""', '[redacted]', 'password=hunter22', '#'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const once = redactOutput(parts.join(''));
        expect(redactOutput(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('gets through a megabyte of what opens and never closes', () => {
    for (const text of ['env={', '"args":["', 'env.', '[env', '\\"env\\":'])
      expect(typeof redactStructure(text.repeat(200_000))).toBe('string');
  });
});

describe('the secrets of a configuration', () => {
  it('are the values that tell by their name or their look, and no words, paths or packages', () => {
    expect(
      secretsIn(`[mcp_servers.a]
args = ["-y", "@scope/server@1.2.3", "--token", "hunter", "--api-key=s3cr", "/srv/data-12345", "production"]
env = { LOG_LEVEL = "debugging", DB_PASSWORD = "wordy", NODE_ENV = "production", ODD = "x9!kdu3m" }
`),
    ).toEqual(['hunter', 's3cr', 'wordy', 'x9!kdu3m']);
  });
});
