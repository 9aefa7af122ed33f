import { describe, expect, it } from 'vitest';
import { overlay, withoutConnections } from '../../../../src/domain/policy/config/without-connections.ts';

describe('a configuration that reaches nobody', () => {
  it('has no servers, hooks, exporters and credentials, and all else as the team has it', () => {
    expect(
      withoutConnections({
        model: 'm',
        permissions: { dev: { extends: ':workspace' } },
        mcp_servers: { a: { url: 'https://a.example.invalid' } },
        hooks: {},
        otel: { exporter: 'x' },
        notify: ['n'],
        model_providers: {
          ours: {
            name: 'Ours',
            base_url: 'https://b.example.invalid',
            http_headers: { Cookie: 'c' },
            env_key: 'K',
          },
        },
      }),
    ).toEqual({
      model: 'm',
      permissions: { dev: { extends: ':workspace' } },
      model_providers: {
        ours: { name: 'Ours', base_url: 'http://127.0.0.1:9/v1', requires_openai_auth: false },
      },
      openai_base_url: 'http://127.0.0.1:9/v1',
      chatgpt_base_url: 'http://127.0.0.1:9/v1',
    });
  });
});

it('joins the tables of a profile with those below it, and replaces the rest', () => {
  const below = { model: 'a', features: { x: true, y: true }, list: [1, 2] };
  expect(overlay(below, { model: 'b', features: { y: false }, list: [3] })).toEqual({
    model: 'b',
    features: { x: true, y: false },
    list: [3],
  });
});
