import { describe, expect, it } from 'vitest';
import {
  hooksFileWith,
  type StandIns,
  variablesOf,
  withStandIns,
} from '../../../../../src/domain/upgrade/rehearsal/connections/stand-ins.ts';

const standIns: StandIns = {
  sink: 'http://sink',
  server: (name) => ({ command: 'node', args: ['stand-in', name] }),
  mostStartupSec: undefined,
  hook: ({ event, matcher }) => `note ${event} ${matcher ?? '-'}`,
  notify: ['true'],
};

describe('stand-ins in a configuration', () => {
  it.each([
    ['the rest of it', { model: 'm', features: { a: true } }, { model: 'm', features: { a: true } }],
    [
      'the address of a provider, without its program for tokens',
      {
        model_providers: {
          gateway: { base_url: 'https://g/v1', env_key: 'KEY', auth: { command: 'token' } },
        },
      },
      { model_providers: { gateway: { base_url: 'http://sink/provider/gateway', env_key: 'KEY' } } },
    ],
    [
      'a provider that a profile changes without an address',
      { model_providers: { gateway: { request_max_retries: 1 } } },
      { model_providers: { gateway: { request_max_retries: 1 } } },
    ],
    [
      'an MCP server, with its own variables and without its folder',
      { mcp_servers: { tickets: { command: 'tickets', args: ['-x'], cwd: '/srv', env: { A: '1' } } } },
      { mcp_servers: { tickets: { command: 'node', args: ['stand-in', 'tickets'], env: { A: '1' } } } },
    ],
    [
      'an MCP server that is reached by HTTP',
      { mcp_servers: { 'a b': { url: 'https://mcp', bearer_token_env_var: 'T' } } },
      { mcp_servers: { 'a b': { url: 'http://sink/server/a%20b', bearer_token_env_var: 'T' } } },
    ],
    [
      'exporters of telemetry',
      {
        otel: {
          environment: 'x',
          exporter: { 'otlp-http': { endpoint: 'https://t', protocol: 'binary', tls: { a: 1 } } },
          trace_exporter: 'none',
        },
      },
      {
        otel: {
          environment: 'x',
          exporter: { 'otlp-http': { endpoint: 'http://sink/telemetry/logs', protocol: 'json' } },
          trace_exporter: 'none',
        },
      },
    ],
    [
      'hooks, without what the CLI noted of their trust',
      {
        hooks: {
          state: { x: { trusted_hash: 'y' } },
          Stop: [
            { matcher: 'm', hooks: [{ type: 'command', command: 'rm x', timeout: 5 }, { type: 'prompt' }] },
          ],
        },
      },
      {
        hooks: {
          Stop: [
            {
              matcher: 'm',
              hooks: [{ type: 'command', command: 'note Stop m', timeout: 5 }, { type: 'prompt' }],
            },
          ],
        },
      },
    ],
    ['the program to notify', { notify: ['notify-send'] }, { notify: ['true'] }],
    [
      'plugins, trust and the kind of login, which are left out',
      { plugins: {}, marketplaces: {}, projects: {}, forced_login_method: 'chatgpt' },
      {},
    ],
  ])('take the place of %s', (_, config, expected) => {
    expect(withStandIns(config, standIns)).toEqual(expected);
  });

  it('wait for a silent server no longer than the team does, or than is asked for', () => {
    const startup = (server: object) =>
      withStandIns({ mcp_servers: { a: { command: 'a', ...server } } }, { ...standIns, mostStartupSec: 5 });
    const waits = (startup_timeout_sec: number) => ({
      mcp_servers: { a: { command: 'node', args: ['stand-in', 'a'], startup_timeout_sec } },
    });
    expect(startup({})).toEqual(waits(5));
    expect(startup({ startup_timeout_sec: 60 })).toEqual(waits(5));
    expect(startup({ startup_timeout_sec: 2 })).toEqual(waits(2));
    expect(startup({ startup_timeout_ms: 60_000 })).toEqual(waits(5));
  });

  it('take the place of the hooks of a hooks.json, or leave them out', () => {
    const file = { hooks: { Stop: [{ hooks: [{ type: 'command', command: 'x' }] }] } };
    expect(hooksFileWith(file, standIns)).toEqual({
      hooks: { Stop: [{ hooks: [{ type: 'command', command: 'note Stop -' }] }] },
    });
    expect(hooksFileWith(file, { hook: undefined })).toEqual({ hooks: {} });
    expect(hooksFileWith('no table', standIns)).toEqual({ hooks: {} });
  });

  it('need the variables that providers and servers are given keys in', () => {
    expect(
      variablesOf({
        model_providers: { g: { env_key: 'KEY', env_http_headers: { 'X-Team': 'TEAM' } } },
        mcp_servers: {
          a: { env_vars: ['A', { name: 'B', source: 'local' }] },
          b: { bearer_token_env_var: 'KEY' },
        },
      }),
    ).toEqual(['KEY', 'TEAM', 'A', 'B']);
  });
});
