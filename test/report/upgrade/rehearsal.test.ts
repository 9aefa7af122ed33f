import { describe, expect, it } from 'vitest';
import { clean } from '../../../src/domain/base/text/clean.ts';
import { renderRehearsalText } from '../../../src/report/upgrade/rehearsal/text.ts';
import { ratedArea, ratedDifference, rehearsalOf } from '../../support/rehearsals.ts';

describe('the text of a rehearsal', () => {
  it('begins with the answer, and names of a blocker the line that uses it, the way out and the witness', () => {
    const tried = {
      script: { pin: 'on the pin', candidate: "(\nCODEX='/opt/codex'\n)\n" },
      pin: { exit: 0, said: '' },
      candidate: { exit: 2, said: '' },
      confirmed: true,
    };
    const text = renderRehearsalText(rehearsalOf([ratedArea([ratedDifference({ tried })])]));
    expect(text.split('\n').slice(0, 12)).toEqual([
      '0.139.0 → 0.169.0: blocked: something of yours stops to work',
      '1 blocker, 0 warnings, 0 notes; 20.0 s',
      '',
      'Blockers',
      '  commands: codex mcp-server: a command → not there',
      '    used at ci/review.sh:4:1: codex mcp-server',
      '    What calls it stops to work.',
      '    What to do: Call another command. (rule command-gone)',
      '    Witness: exit 0 on the pin, exit 2 on the candidate',
      '      (',
      "      CODEX='/opt/codex'",
      '      )',
    ]);
  });

  it('never calls it clear when something could not be compared', () => {
    const area = ratedArea([], { errors: [{ on: 'pin', message: 'no answer within 10.0 s' }] });
    const text = renderRehearsalText(rehearsalOf([area]));
    expect(text).toContain('incomplete: something could not be compared, so this is no answer');
    expect(text).toContain('commands and options, on the pin: ERROR: no answer within 10.0 s');
  });

  it('says of a difference without a rule that nobody judged it', () => {
    const unruled = ratedDifference({ weight: 'warning', rule: undefined });
    expect(renderRehearsalText(rehearsalOf([ratedArea([unruled])]))).toContain(
      'No rule speaks of this: look at it yourself.',
    );
  });

  it('says what was not compared, and for which areas no rules were written', () => {
    const area = ratedArea([], { gaps: [{ what: 'login', reason: 'needs an account', on: 'both' }] });
    const text = renderRehearsalText(rehearsalOf([area], { areasWithoutRules: ['models'] }));
    expect(text).toContain('commands and options: login: needs an account');
    expect(text).toContain('No rules were written for this version in: models.');
  });

  it('counts notes beyond the first twenty, and lists all of them when asked', () => {
    const notes = Array.from({ length: 25 }, (_, index) =>
      ratedDifference({ id: `commands: ${index}`, weight: 'note', uses: [], concernsTeam: false }),
    );
    const rehearsal = rehearsalOf([ratedArea(notes)]);
    expect(renderRehearsalText(rehearsal)).toContain('and 5 more: --all lists them');
    expect(renderRehearsalText(rehearsal, { all: true })).toContain('commands: 24');
  });

  it('lets no control sequence of a CLI or a file reach the terminal', () => {
    const hostile = ratedDifference({
      id: 'commands: \u001b[2Jx',
      candidate: '\u001b]0;title\u0007',
      uses: [
        {
          subject: { kind: 'command', name: 'x' },
          place: { file: 'a\u001b[31m.sh', line: 1, column: 1 },
          text: 'codex \u202e x',
        },
      ],
    });
    const text = renderRehearsalText(rehearsalOf([ratedArea([hostile])]));
    expect(clean(text)).toBe(text);
  });
});
