import { describe, expect, it } from 'vitest';
import {
  nameTarget,
  outboundFacts,
} from '../../../../../src/domain/upgrade/rehearsal/connections/outbound-facts.ts';
import { telemetryFacts } from '../../../../../src/domain/upgrade/rehearsal/connections/telemetry-facts.ts';

const request = (method: string, target: string, headers: readonly string[] = []) => ({
  atMs: 0,
  method,
  target,
  headers,
  bytes: 10,
});

describe('requests of a session', () => {
  it.each([
    ['/provider/gateway/responses', '<provider gateway>/responses'],
    ['/provider/a%20b/models?client_version=0.139.0', '<provider a b>/models?client_version'],
    ['/server/tickets', '<MCP server tickets>'],
    ['/telemetry/logs', '<telemetry>/logs'],
    ['/telemetry', '<telemetry>'],
    [
      '/provider/g/threads/98ac74a8-b8f1-4c0e-92ac-0c6cd764f405/turns/12345',
      '<provider g>/threads/<id>/turns/<id>',
    ],
    ['/.well-known/oauth-authorization-server', '/.well-known/oauth-authorization-server'],
    ['http://updates.example/latest?b=2&a=1', 'http://updates.example/latest?a&b'],
    ['github.com:443', 'github.com:443'],
  ])('go to %s, told as %s', (target, expected) => {
    expect(nameTarget(target)).toBe(expected);
  });

  it('are told once for each place, with the names of headers that not every client sends', () => {
    const facts = outboundFacts(
      [
        request('POST', '/provider/g/responses', ['authorization', 'host']),
        request('POST', '/provider/g/responses', ['x-team', 'accept']),
        request('CONNECT', 'github.com:443', ['host']),
      ],
      '. under config.toml',
    );
    expect(facts.map(({ key, value, partOf }) => [key, value, partOf])).toEqual([
      ['POST <provider g>/responses', 'sent', undefined],
      ['header authorization of POST <provider g>/responses', 'sent', 'POST <provider g>/responses'],
      ['header x-team of POST <provider g>/responses', 'sent', 'POST <provider g>/responses'],
      ['CONNECT github.com:443', 'tried', undefined],
    ]);
    expect(facts.every(({ where, ofTeam }) => where === '. under config.toml' && ofTeam)).toBe(true);
  });

  it('say which events and attributes telemetry has, and never their values', () => {
    const record = (...keys: string[]) => ({
      attributes: [
        { key: 'event.name', value: { stringValue: 'codex.turn' } },
        ...keys.map((key) => ({ key, value: { stringValue: 'hunter2' } })),
      ],
    });
    const body = JSON.stringify({
      resourceLogs: [{ scopeLogs: [{ logRecords: [record('a'), record('b'), { attributes: [] }, {}] }] }],
    });
    const facts = telemetryFacts([body, 'no JSON', '{"resourceSpans":[]}'], '.');
    expect(facts.map(({ key }) => key)).toEqual([
      'telemetry event codex.turn',
      'attribute a of telemetry event codex.turn',
      'attribute b of telemetry event codex.turn',
      'attribute event.name of telemetry event codex.turn',
    ]);
    expect(JSON.stringify(facts)).not.toContain('hunter2');
  });
});
