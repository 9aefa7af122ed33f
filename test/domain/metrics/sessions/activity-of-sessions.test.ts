import { describe, expect, it } from 'vitest';
import type {
  RecordedSessionFile,
  SessionFile,
  SessionRow,
  SessionsBody,
} from '../../../../src/domain/metrics/events/sessions.ts';
import { activityOfSessions } from '../../../../src/domain/metrics/sessions/activity-of-sessions.ts';
import { noCounts, packFile, unpackFile } from '../../../../src/domain/metrics/sessions/recorded-file.ts';
import { eventOf } from '../../../support/every-event.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
const [sampleFile] = eventOf('sessions.imported').body.files.map(unpackFile);

const row = (more: Partial<SessionRow> = {}): SessionRow => ({
  ...noCounts(),
  ...{
    day: '2026-11-22',
    model: 'gpt-5.5',
    effort: 'high',
    tier: '',
    approval: 'never',
    sandbox: 'read-only',
  },
  ...{ sessions: 1, turns: 2, started: 3, completed: 2, requests: 4 },
  ...{ input: 100, cached: 20, output: 10, reasoning: 5, total: 110, tool_calls: 6, failed_tool_calls: 1 },
  ...more,
});

const file = (more: Partial<SessionFile> = {}): RecordedSessionFile =>
  packFile({
    ...(sampleFile as SessionFile),
    ...{ name: 'a', starter: 'person', surface: 'cli', repository: 'https://github.com/acme/shop' },
    rows: [row()],
    ...more,
  });

const entry = (seq: number, files: RecordedSessionFile[], person = 'ada@example.com') => ({
  seq,
  body: { v: 1, home: '/home/ada/.codex', person, files } satisfies SessionsBody,
});

describe('the activity of session files', () => {
  it('has a row of a day with all that the files say', () => {
    expect(activityOfSessions([entry(7, [file()])], november)).toEqual({
      rows: [
        {
          ...{
            source: 'sessions',
            from: '2026-11-22',
            to: '2026-11-22',
            person: 'ada@example.com',
            surface: 'cli',
          },
          ...{ repository: 'https://github.com/acme/shop', model: 'gpt-5.5', grade: 'observed', seq: 7 },
          measures: {
            ...{
              sessions: 1,
              turns: 2,
              tasks_started: 3,
              tasks_completed: 2,
              requests: 4,
              input_tokens: 100,
            },
            ...{ cached_input_tokens: 20, output_tokens: 10, reasoning_output_tokens: 5, total_tokens: 110 },
            ...{ tool_calls: 6, failed_tool_calls: 1 },
          },
        },
      ],
      spans: { sessions: { from: '2026-11-22', to: '2026-11-22' } },
    });
  });

  it('adds up files of an entry, and takes a file that was read again in the place of the first', () => {
    const first = entry(7, [file(), file({ name: 'b' })]);
    const again = entry(8, [file({ rows: [row({ total: 500 })] })], 'bob@example.com');
    const { rows } = activityOfSessions([first, again], november);
    expect(rows.map(({ seq, person, measures }) => [seq, person, measures.total_tokens]).sort()).toEqual([
      [7, 'ada@example.com', 110],
      [8, 'bob@example.com', 500],
    ]);
    expect(activityOfSessions([first], november).rows).toMatchObject([
      { measures: { sessions: 2, turns: 4 } },
    ]);
  });

  it('is no session, turn or task of an agent, but its tokens', () => {
    const [agent] = activityOfSessions([entry(7, [file({ starter: 'agent' })])], november).rows;
    expect(agent?.measures).toMatchObject({ requests: 4, total_tokens: 110 });
    for (const name of ['sessions', 'turns', 'tasks_started', 'tasks_completed'])
      expect(agent?.measures).not.toHaveProperty(name);
  });

  it.each([{ subtracted: 1 }, { unmetered: 1 }])('is estimated with %j', (more) => {
    const { rows } = activityOfSessions([entry(7, [file({ rows: [row(more)] })])], november);
    expect(rows).toMatchObject([{ grade: 'estimated' }]);
  });

  it('has no model for what the service calls its review', () => {
    const { rows } = activityOfSessions(
      [entry(7, [file({ rows: [row({ model: 'codex-auto-review' })] })])],
      november,
    );
    expect(rows).toMatchObject([{ model: '' }]);
  });

  it('is that of the window, and its span is that of all files', () => {
    const rows = [row({ day: '2026-10-31' }), row(), row({ day: '2026-12-01' })];
    const read = activityOfSessions([entry(7, [file({ rows })])], november);
    expect([read.rows.length, read.spans]).toEqual([
      1,
      { sessions: { from: '2026-10-31', to: '2026-12-01' } },
    ]);
    expect(activityOfSessions([], november)).toEqual({ rows: [], spans: {} });
  });

  it('is recorded without what is 0 or empty, and read back whole', () => {
    const whole = { ...(sampleFile as SessionFile), rows: [row()] };
    const state = { ...whole.state, copying: false, since: false, recorded: [], records: [], calls: {} };
    for (const one of [whole, { ...whole, state }]) expect(unpackFile(packFile(one))).toEqual(one);
    const packed = packFile({ ...whole, state });
    expect(packed.rows[0]?.counts).not.toHaveProperty('interrupted');
    expect(packed.state).not.toHaveProperty('calls');
  });
});
