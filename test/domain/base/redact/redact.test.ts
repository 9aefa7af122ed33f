import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../../src/domain/base/redact/redact.ts';

/** Made of what the shapes of secrets look for, so that they meet and overlap. */
const suspicious = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['sk-', 'sk-proj-', 'sk-svcacct-', 'ghp_', 'github_pat_', 'npm_', 'AKIA', 'ey', 'eyJ', '.'],
        ...['Bearer ', 'basic ', 'https://', ':', '@', '/', 'password', 'api_key', 'access_token', '='],
        ...[
          '"',
          ',',
          '}',
          ' ',
          '\n',
          '[redacted]',
          '-----BEGIN PRIVATE KEY-----',
          '-----END PRIVATE KEY-----',
        ],
      ),
      fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
    ),
    { maxLength: 16 },
  )
  .map((parts) => parts.join(''));

const token = fc.stringMatching(/^[A-Za-z0-9_-]{12,48}$/);

describe('what is redacted', () => {
  it.each([
    ['a key of a project', 'sk-proj-Ab3_x-9', 'sk-proj-[redacted]'],
    ['a key of a service account', 'sk-svcacct-abcdefghijkl', 'sk-svcacct-[redacted]'],
    ['a key of the old form', 'key sk-abcdefghijkl.', 'key sk-[redacted].'],
    ['a fine-grained GitHub token', 'github_pat_11ABCDEFG0123456789', 'github_pat_[redacted]'],
    ['an npm token', '//registry/:_authToken=npm_0123456789abcdef', '//registry/:_authToken=[redacted]'],
    ['an AWS key id', 'id AKIAIOSFODNN7EXAMPLE', 'id AKIA[redacted]'],
    ['an Authorization header', 'authorization: bearer abc.def-ghi', 'authorization: bearer [redacted]'],
    ['basic credentials', 'Authorization: Basic YWRhOmh1bnRlcjI=', 'Authorization: Basic [redacted]'],
    [
      'a password in a URL',
      'git clone https://ada:hunter2@host/x',
      'git clone https://ada:[redacted]@host/x',
    ],
    ['a password without a user', 'redis://:hunter2222@host/1', 'redis://:[redacted]@host/1'],
    ['a token in JSON', '{"refresh_token":"abcdefgh","n":1}', '{"refresh_token":"[redacted]","n":1}'],
    ['a variable of the environment', 'OPENAI_API_KEY=plain123', 'OPENAI_API_KEY=[redacted]'],
    ['a client secret in YAML', 'client-secret: abcdefgh', 'client-secret: [redacted]'],
  ])('is %s, and what was there is still named', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('is a private key, and nothing behind it', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----\nnext: fine\n';
    const redacted = '-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY-----\nnext: fine\n';
    expect(redact(key)).toBe(redacted);
    expect(redact(redacted)).toBe(redacted);
  });

  it('is a private key that was cut off, to its end', () => {
    expect(redact('-----BEGIN PRIVATE KEY-----\nMIIE\nabcd')).toBe('-----BEGIN PRIVATE KEY-----[redacted]');
  });

  it('is every place where a known secret stands, the longer one first', () => {
    expect(redact('abcd abcdefgh xabcdx', ['abcd', 'abcdefgh'])).toBe('[redacted] [redacted] x[redacted]x');
  });

  it('is not every vowel because somebody has a short password', () => {
    expect(redact('a cat', ['a', ''])).toBe('a cat');
  });

  it.each([
    'codex-cli 0.139.0',
    '{"input_tokens":120,"cached_input_tokens":20}',
    'listening on: ws://127.0.0.1:41459',
    'sha512-wr2fRE+fzW0CjEbfFsLh1ftarVEcw0CMLWS7QyA0nyOz5qacQPVq3cq2==',
    'auth.credentials fail: no Codex credentials were found',
    'missing websocket bearer token',
    'https://git.example.invalid/gitmkt.git',
  ])('is nothing in %j', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('redacting', () => {
  it('leaves no known secret, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(suspicious, token), { minLength: 1, maxLength: 4 }), (pieces) => {
        const secrets = pieces.map(([, secret]) => secret);
        const redacted = redact(pieces.flat().join(''), secrets);
        for (const secret of secrets) expect(redacted).not.toContain(secret);
      }),
    );
  });

  it('a second time changes nothing more', () => {
    fc.assert(
      fc.property(suspicious, fc.array(token, { maxLength: 2 }), (text, secrets) => {
        const once = redact(text, secrets);
        expect(redact(once, secrets)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it('goes on where one replacement lays open the next', () => {
    const once = redact('x://u:password=aaaa/b/c@d,@host');
    expect(redact(once)).toBe(once);
  });

  it('gets through a megabyte on one line, as a base64 text has it', () => {
    const line = 'ab-'.repeat(350_000);
    expect(redact(`${line} password=hunter22`)).toBe(`${line} password=[redacted]`);
  });
});
