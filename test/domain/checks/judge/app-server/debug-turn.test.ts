import { describe, expect, it } from 'vitest';
import { judgeDebugTurn } from '../../../../../src/domain/checks/judge/app-server.ts';
import { outcome, timeout } from '../../../../support/outcome.ts';

// The form of 0.139.0: lines sent and received, then the notification, then the end of the server.
const transcript = (status: string, more = '') => `> {
>   "method": "turn/start"
> }
< {
<   "text": "n0nce"
< }
[UNKNOWN SERVER NOTIFICATION] {}
< turn/completed notification: ${status}
${more}[codex app-server exited: exit status: 0]
`;
const judge = (stdout: string, code = 0) => judgeDebugTurn(outcome({ stdout, code }), 'n0nce');

describe('the debug client', () => {
  it('passes on a completed turn with the nonce', () => {
    expect(judge(transcript('Completed')).verdict).toBe('pass');
  });

  it.each([
    [
      'a failed turn, which exits 0',
      transcript('Failed', '[turn error] stream disconnected\n'),
      0,
      'exit 0, notification Failed, nonce seen stream disconnected',
    ],
    ['an interrupted turn', transcript('Interrupted'), 0, 'exit 0, notification Interrupted, nonce seen'],
    [
      'a completed turn without the nonce',
      transcript('Completed').replace('n0nce', 'PONG'),
      0,
      'exit 0, notification Completed, nonce not seen',
    ],
    ['no notification', '< {"text":"n0nce"}\n', 0, 'exit 0, notification (none), nonce seen'],
    [
      'words about a notification',
      'echo < turn/completed notification: Completed n0nce\n',
      0,
      'exit 0, notification (none), nonce seen',
    ],
    ['a CLI without the command', '', 2, 'exit 2, notification (none), nonce not seen'],
  ])('fails on %s', (_, stdout, code, actual) => {
    expect(judge(stdout, code)).toMatchObject({ verdict: 'fail', actual });
  });

  it('fails when it waits for a network that is not there', () => {
    expect(judgeDebugTurn(timeout, 'n0nce')).toMatchObject({
      verdict: 'fail',
      actual: 'no answer within 10.0 s, notification (none), nonce not seen',
    });
  });
});
