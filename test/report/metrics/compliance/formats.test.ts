import { describe, expect, it } from 'vitest';
import {
  RECORD_FORMATS,
  type RecordFormatName,
} from '../../../../src/report/metrics/compliance/records/formats.ts';
import type { OutgoingRecord } from '../../../../src/report/metrics/compliance/records/record.ts';
import { hostileTexts } from '../../../support/exported.ts';

const record = (more: Partial<OutgoingRecord['row']> = {}): OutgoingRecord => ({
  place: { kind: 'workspace', id: 'ws-1' },
  ...{ log: 'CODEX_LOG', seq: 12 },
  row: {
    ...{ event_id: 'e-1', at: '2026-11-18T09:30:00.000Z', event_type: 'TOOL_CALL_COMPLETED' },
    ...{
      person: 'ada@example.com',
      client: 'CODEX_CLI',
      model: 'gpt-5.5',
      tool: 'apply_patch',
      status: 'error',
    },
    ...{ session: 's-1', repositories: ['https://github.com/acme/shop'], input_tokens: 4711 },
    ...more,
  },
});
const names = Object.keys(RECORD_FORMATS) as RecordFormatName[];
const line = (name: RecordFormatName, one: OutgoingRecord) => RECORD_FORMATS[name].line(one);

describe('a record of a compliance log as a line for a SIEM', () => {
  it('is JSON with all that was stored but the tokens', () => {
    expect(JSON.parse(line('jsonl', record()))).toEqual({
      ...{ event_id: 'e-1', at: '2026-11-18T09:30:00.000Z', event_type: 'TOOL_CALL_COMPLETED' },
      ...{
        person: 'ada@example.com',
        client: 'CODEX_CLI',
        model: 'gpt-5.5',
        tool: 'apply_patch',
        status: 'error',
      },
      ...{ session: 's-1', repositories: ['https://github.com/acme/shop'], log: 'CODEX_LOG', entry: 12 },
      place: { kind: 'workspace', id: 'ws-1' },
    });
  });

  it('is API Activity in OCSF', () => {
    expect(JSON.parse(line('ocsf', record()))).toMatchObject({
      ...{
        class_uid: 6003,
        category_uid: 6,
        type_uid: 600399,
        time: Date.parse('2026-11-18T09:30:00Z'),
        severity_id: 2,
      },
      ...{ status_id: 2, metadata: { uid: 'e-1', log_name: 'CODEX_LOG', tenant_uid: 'ws-1' } },
      actor: { user: { email_addr: 'ada@example.com' } },
      api: { operation: 'TOOL_CALL_COMPLETED', request: { data: { tool: 'apply_patch' } } },
      src_endpoint: { name: 'CODEX_CLI' },
      resources: [{ name: 'https://github.com/acme/shop', type: 'Repository' }],
    });
    const created = record({ event_type: 'ACCESS_TOKEN_CREATED', person: undefined, api_key: 'sk-...1' });
    expect(JSON.parse(line('ocsf', created))).toMatchObject({
      ...{ type_uid: 600301, activity_name: 'Create' },
      actor: { user: { uid: 'sk-...1', type: 'API key' } },
    });
  });

  it('is CEF', () => {
    expect(line('cef', record())).toBe(
      'CEF:0|OpenAI|Codex||TOOL_CALL_COMPLETED|CODEX_LOG record|3|rt=1794994200000 externalId=e-1 ' +
        'suser=ada@example.com requestClientApplication=CODEX_CLI act=apply_patch outcome=error ' +
        'msg=ada@example.com: TOOL_CALL_COMPLETED of apply_patch with gpt-5.5 in https://github.com/acme/shop: error ' +
        '(CODEX_LOG of workspace ws-1) cs1Label=model cs1=gpt-5.5 cs2Label=repositories ' +
        'cs2=https://github.com/acme/shop cs3Label=session cs3=s-1 cs4Label=workspace cs4=ws-1 ' +
        'cn1Label=entry cn1=12\n',
    );
  });

  it('is syslog', () => {
    expect(line('syslog', record())).toMatch(
      /^<109>1 2026-11-18T09:30:00\.000Z - codex-cockpit - TOOL_CALL_COMPLETED \[entry@32473 id="e-1" actor="ada@example\.com" client="CODEX_CLI"/,
    );
  });

  it('has as many cells in CSV as there are columns', () => {
    const cells = (text: string) => [...text.matchAll(/"(?:[^"]|"")*"/g)].length;
    expect(cells(line('csv', record()))).toBe(cells(RECORD_FORMATS.csv.header));
    expect(line('csv', record())).not.toContain('4711');
  });

  it.each(names)('is one line as %s whatever the names in it want to be', (name) => {
    for (const text of hostileTexts) {
      const hostile = {
        person: text,
        client: text,
        model: text,
        tool: text,
        event_type: text,
        session: text,
      };
      const written = line(name, record({ ...hostile, repositories: [text], details: { label: text } }));
      expect(written.trimEnd().split(/[\n\r\u2028\u2029]/)).toHaveLength(1);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal.
      expect(written.trimEnd()).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
      if (name === 'csv') expect(written).not.toMatch(/(?:^|,)"[\s"]*[=+@＝-]/);
    }
  });
});
