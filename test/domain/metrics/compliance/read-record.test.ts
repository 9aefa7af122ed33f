import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../../src/domain/metrics/compliance/read-record.ts';
import { complianceLine } from '../../../support/compliance.ts';

const read = (fields: object) => readRecord(complianceLine(fields));

describe('a record of a compliance log', () => {
  it('is who ran what, when, with which model and for how many tokens', () => {
    expect(read({})).toEqual({
      place: { kind: 'workspace', id: 'ws-1' },
      log: 'CODEX_LOG',
      row: {
        event_id: 'e-1',
        at: '2026-11-18T09:30:00.000Z',
        event_type: 'PROMPT_RESPONSE_RECEIVED',
        person: 'ada@example.com',
        client: 'CODEX_CLI',
        session: 's-1',
        turn: 't-1',
        call: 'c-1',
        model: 'gpt-5.5',
        effort: 'medium',
        service_tier: 'default',
        status: 'success',
        input_tokens: 4000,
        cached_input_tokens: 1000,
        output_tokens: 500,
        reasoning_output_tokens: 200,
        environment: 'env-1',
      },
      left: ['event_details.prompt_text', 'event_details.response_text'],
    });
  });

  it.each([
    [
      'a call of a tool',
      { event_details: { tool_name: 'apply_patch', tool_input: 'rm -rf /' } },
      { tool: 'apply_patch' },
    ],
    [
      'a call of an app',
      { event_details: { name: 'search', arguments: { q: 'OPS' }, tool_meta: { connector_id: 'jira' } } },
      { tool: 'search', details: { connector_id: 'jira' } },
    ],
    [
      'a plugin',
      { event_details: { plugin_id: 'p', plugin_version: '1.2', plugin_display_name: 'A nice plugin' } },
      { details: { plugin_id: 'p', plugin_version: '1.2' } },
    ],
    [
      'changed settings',
      {
        event_details: {
          previous_settings: { default_model: 'a' },
          current_settings: { default_model: 'b' },
        },
      },
      { details: { previous_default_model: 'a', default_model: 'b' } },
    ],
    ['an approval', { event_details: { decision: 'denied' } }, { details: { decision: 'denied' } }],
    [
      'an environment',
      {
        event_details: {
          environment_id: 'e',
          environment_fields: {
            label: 'Shop, production',
            repos: ['https://x:secret@github.com/acme/shop.git?token=1'],
            env_var_keys: ['DB_URL'],
            description: 'free text',
          },
        },
      },
      {
        environment: 'e',
        repositories: ['https://github.com/acme/shop.git'],
        details: { environment_label: 'Shop, production', env_var_keys: ['DB_URL'] },
      },
    ],
    [
      'a scan',
      {
        event_details: {
          scan_configuration_fields: {
            repo_url: 'https://github.com/acme/shop',
            scan_type: 'secrets',
            lookback_days: 30,
          },
        },
      },
      {
        repositories: ['https://github.com/acme/shop'],
        details: { scan_type: 'secrets', lookback_days: 30 },
      },
    ],
    [
      'a pull request',
      { event_details: { pr_url: 'https://github.com/acme/shop/pull/12/files' } },
      { repositories: ['https://github.com/acme/shop'] },
    ],
    [
      'a pull request on GitLab',
      { event_details: { pr_url: 'https://git.acme.com/a/shop/-/merge_requests/3' } },
      { repositories: ['https://git.acme.com/a/shop'] },
    ],
    [
      'somebody without an address',
      { actor: { type: 'ACCOUNT_USER', user_id: 'user-Ab1' } },
      { person: 'user-ab1' },
    ],
    [
      'a key',
      { actor: { type: 'API_KEY', redacted_id: 'sk-...9f' }, event_details: {} },
      { api_key: 'sk-...9f' },
    ],
    [
      'a time with a zone',
      { timestamp: '2026-11-18T10:30:00.123456+01:00' },
      { at: '2026-11-18T09:30:00.123Z' },
    ],
    [
      'no tokens',
      {
        event_details: {
          token_usage: { input_tokens: null, output_tokens: 'many', cached_input_tokens: -1 },
        },
      },
      {},
    ],
  ])('says of %s', (_, fields, row) => {
    const found = read({ actor: undefined, event_details: {}, ...fields });
    expect('row' in found && found.row).toEqual({
      event_id: 'e-1',
      at: '2026-11-18T09:30:00.000Z',
      event_type: 'PROMPT_RESPONSE_RECEIVED',
      client: 'CODEX_CLI',
      ...row,
    });
  });

  it.each([
    ['{', 'it is not a JSON object'],
    ['[1]', 'it is not a JSON object'],
    ['"text"', 'it is not a JSON object'],
    ['{"data":[]}', 'it has no event_id'],
    ['{"event_id":"a b"}', 'it has no event_id'],
    ['{"event_id":"a"}', 'it has no timestamp'],
    ['{"event_id":"a","timestamp":"yesterday"}', 'it has no timestamp'],
    ['{"event_id":"a","timestamp":1780000000}', 'it has no timestamp'],
  ])('is not %s', (line, reason) => {
    expect(readRecord(line)).toEqual({ reason });
  });

  it('names the organisation of a record, and says when nobody does', () => {
    const places = [
      { principal: { id: 'org-1', type: 'API_ORGANIZATION' } },
      { principal: undefined },
      { principal: undefined, workspace_id: undefined },
    ];
    expect(places.map((one) => read(one)).map((one) => 'place' in one && one.place)).toEqual([
      { kind: 'organization', id: 'org-1' },
      { kind: 'workspace', id: 'ws-1' },
      { kind: 'unknown', id: '' },
    ]);
  });

  it('takes no secret, even in the place of a name', () => {
    const found = read({
      event_details: { tool_name: 'ghp_0123456789abcdef0123', model: 'sk-proj-0123456789abcdef' },
    });
    expect(JSON.stringify(found)).not.toContain('0123456789abcdef');
  });

  it('never takes the content, wherever it is put', () => {
    const sentence = fc
      .array(fc.stringMatching(/^[a-z]{3,12}$/), { minLength: 4, maxLength: 20 })
      .map((words) => words.join(' '));
    const folders = [
      '',
      'event_details',
      'actor',
      'principal',
      'request_metadata',
      'event_details.environment_fields',
    ];
    const names = [
      'prompt_text',
      'response_text',
      'arguments',
      'tool_input',
      'error_message',
      'tool_name',
      'model',
      'result',
      'name',
      'status',
      'user_id',
      'new_field',
    ];
    fc.assert(
      fc.property(
        sentence,
        fc.constantFrom(...folders),
        fc.constantFrom(...names),
        fc.boolean(),
        (text, folder, name, isDeep) => {
          const value = isDeep ? { inner: [text] } : text;
          const fields = folder
            .split('.')
            .filter((part) => part !== '')
            .reduceRight<object>((inner, part) => ({ [part]: inner }), { [name]: value });
          const found = read(fields);
          expect(JSON.stringify(found)).not.toContain(text);
        },
      ),
    );
  });

  it('does not repeat a name of a field that may be a text', () => {
    const found = read({ 'please delete all of it': 1 });
    expect('left' in found && found.left).toContain('a field whose name is not a word');
  });
});
