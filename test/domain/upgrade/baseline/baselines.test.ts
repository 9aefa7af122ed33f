import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baselineSchema } from '../../../../src/domain/upgrade/baseline/baseline.ts';
import {
  diffBaselines,
  diffFeatures,
  diffModels,
  diffProtocol,
} from '../../../../src/domain/upgrade/baseline/diff.ts';
import {
  parseFeatures,
  parseHelp,
  parseModels,
  parseProtocol,
} from '../../../../src/domain/upgrade/baseline/parse-answers.ts';
import { fixture } from '../../../support/fixture.ts';

const features = (version: string) => parseFeatures(fixture(`features-${version}.txt`)) ?? {};
const texts = (list: readonly { text: string }[]) => list.map(({ text }) => text);

describe('features', () => {
  it('are all read from the real tables', () => {
    expect(Object.keys(features('0.139.0'))).toHaveLength(81);
    expect(Object.keys(features('0.169.0'))).toHaveLength(215);
    expect(features('0.139.0').apply_patch_streaming_events).toEqual({
      stage: 'under development',
      enabled: false,
    });
  });

  it('are not read from anything else', () => {
    expect(parseFeatures('')).toBeUndefined();
    expect(parseFeatures('apps  stable  true\nError: no\n')).toBeUndefined();
  });

  it('show what really changed from 0.139.0 to 0.169.0', () => {
    const breaking = diffFeatures(features('0.139.0'), features('0.169.0')).filter((one) => one.breaking);
    expect(texts(breaking)).toEqual(
      expect.arrayContaining([
        'auth_elicitation is now on by default',
        'child_agents_md is gone (was under development)',
        'personality is gone (was stable)',
      ]),
    );
  });

  it.each([
    ['the same', { a: { stage: 'stable', enabled: true } }, { a: { stage: 'stable', enabled: true } }, []],
    ['a new one', {}, { a: { stage: 'stable', enabled: true } }, ['a is new (stable, on by default)']],
    [
      'one of stage removed',
      { a: { stage: 'stable', enabled: true } },
      { a: { stage: 'removed', enabled: false } },
      ['a is gone (was stable)'],
    ],
    [
      'a leftover on both sides',
      { a: { stage: 'removed', enabled: true } },
      { a: { stage: 'removed', enabled: false } },
      [],
    ],
    [
      'another stage',
      { a: { stage: 'stable', enabled: true } },
      { a: { stage: 'deprecated', enabled: true } },
      ['a went from stable to deprecated'],
    ],
  ])('differ: %s', (_, from, to, expected) => {
    expect(texts(diffFeatures(from, to))).toEqual(expected);
  });
});

describe('models', () => {
  it('are read with their successor, given as text or as an object', () => {
    const stdout = JSON.stringify({
      models: [
        { slug: 'a', visibility: 'list', upgrade: { model: 'b' } },
        { slug: 'b', visibility: 'hide', upgrade: null },
      ],
    });
    expect(parseModels(stdout)).toEqual([
      { slug: 'a', visibility: 'list', upgrade: 'b' },
      { slug: 'b', visibility: 'hide', upgrade: null },
    ]);
    expect(parseModels('no catalog')).toBeUndefined();
  });

  it('differ when one goes, comes, is hidden or gets a successor', () => {
    const model = (slug: string, visibility = 'list', upgrade: string | null = null) => ({
      slug,
      visibility,
      upgrade,
    });
    const differences = diffModels(
      [model('a'), model('b'), model('c')],
      [model('b', 'hide'), model('c', 'list', 'd'), model('d')],
    );
    expect(differences).toEqual([
      { part: 'models', breaking: true, text: 'a is gone' },
      { part: 'models', breaking: true, text: 'b is now hide' },
      { part: 'models', breaking: false, text: 'c now has the successor d' },
      { part: 'models', breaking: false, text: 'd is new' },
    ]);
  });
});

describe('the protocol', () => {
  const method = (name: string, ref?: string) => ({
    properties: { method: { enum: [name] }, ...(ref ? { params: { $ref: `#/definitions/${ref}` } } : {}) },
  });
  const files = (required: string[]) => ({
    ClientRequest: {
      oneOf: [method('thread/start', 'Start'), method('model/list')],
      definitions: { Start: { required } },
    },
    ServerNotification: { oneOf: [method('turn/completed')] },
    ServerRequest: { oneOf: [method('item/approve')] },
  });

  it('is read with the values that parameters take, whatever the schema calls their alternatives', () => {
    const { ClientRequest, ...others } = files([]);
    const definitions = {
      Effort: { type: 'string', enum: ['low', 'high'] },
      Approval: { oneOf: [{ enum: ['never', 'ask'] }, { type: 'object' }, { enum: ['always'] }] },
      Source: { type: 'string' },
    };
    const protocol = parseProtocol({ ...others, ClientRequest: { ...ClientRequest, definitions } });
    expect(protocol.values).toEqual({ Approval: ['always', 'ask', 'never'], Effort: ['high', 'low'] });
  });

  it('was recorded of the pin with its values and fields', () => {
    const recorded = baselineSchema.parse(JSON.parse(readFileSync('data/baselines/0.139.0.json', 'utf8')));
    expect(recorded.protocol?.values?.AskForApproval).toEqual([
      'never',
      'on-failure',
      'on-request',
      'untrusted',
    ]);
    expect(recorded.protocol?.fields?.AppSummary).toContain('needsAuth');
  });

  it('is read as methods with the parameters that they need', () => {
    expect(parseProtocol(files(['cwd']))).toMatchObject({
      requests: { 'model/list': [], 'thread/start': ['cwd'] },
      notifications: ['turn/completed'],
      serverRequests: ['item/approve'],
    });
  });

  it('has one digest whatever the order of keys', () => {
    const { ClientRequest, ...others } = files(['cwd']);
    expect(parseProtocol({ ...others, ClientRequest }).digest).toBe(parseProtocol(files(['cwd'])).digest);
    expect(parseProtocol(files(['cwd', 'id'])).digest).not.toBe(parseProtocol(files(['cwd'])).digest);
  });

  it('names each field that a type no longer has, in whichever form of it, answers included', () => {
    const all = (...names: readonly string[]) => ({
      definitions: {
        AppSummary: { properties: Object.fromEntries(names.map((name) => [name, {}])) },
        Anything: true,
      },
    });
    const withTool = (properties: object) => {
      const { ClientRequest, ...others } = files([]);
      const definitions = { Tool: { oneOf: [{ properties: { name: {} } }, { properties }] } };
      return { ...others, ClientRequest: { ...ClientRequest, definitions } };
    };
    const before = parseProtocol(withTool({ namespace: {} }), all('id', 'needsAuth'));
    const after = parseProtocol(withTool({ tools: {} }), all('id', 'title'));
    expect(before.fields).toEqual({ AppSummary: ['id', 'needsAuth'], Tool: ['name', 'namespace'] });
    expect(texts(diffProtocol(before, after))).toEqual([
      'field needsAuth of AppSummary is gone',
      'field namespace of Tool is gone',
    ]);
    const { fields: _, ...older } = before;
    expect(diffProtocol(older, after)).toEqual([]);
  });

  it('differs in methods and in what they need', () => {
    const before = parseProtocol(files(['cwd']));
    const after = { ...parseProtocol(files(['cwd', 'id'])), notifications: [] };
    expect(texts(diffProtocol(before, after))).toEqual([
      'request thread/start now needs id',
      'notification turn/completed is gone',
    ]);
  });
});

describe('help pages', () => {
  it('give the commands and options of the real CLI', () => {
    const page = parseHelp(fixture('help-0.139.0.txt'));
    expect(page.commands).toEqual(
      expect.arrayContaining(['exec', 'sandbox', 'mcp-server', 'remote-control']),
    );
    expect(page.commands).not.toContain('help');
    expect(page.options).toEqual(
      expect.arrayContaining(['--config', '--enable', '--remote-auth-token-env', '--help']),
    );
  });
});

describe('the shipped baseline', () => {
  const baseline = baselineSchema.parse(JSON.parse(readFileSync('data/baselines/0.139.0.json', 'utf8')));

  it('was recorded from the real 0.139.0', () => {
    expect(baseline.cli).toBe('0.139.0');
    expect(baseline.features).toEqual(features('0.139.0'));
    expect(Object.keys(baseline.protocol?.requests ?? {})).toHaveLength(83);
    expect(baseline.models?.map(({ slug }) => slug)).toContain('gpt-5.5');
    expect(baseline.binaries['linux-x64']).toMatch(/^0729aedf/);
  });

  it('does not differ from itself', () => {
    expect(diffBaselines(baseline, baseline)).toEqual([]);
  });

  it('shows the option that 0.169.0 renamed', () => {
    const later = { ...baseline, help: { ...baseline.help, codex: parseHelp(fixture('help-0.169.0.txt')) } };
    expect(texts(diffBaselines(baseline, later))).toContain('codex mcp-server is gone');
  });
});
