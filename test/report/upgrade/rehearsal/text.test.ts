import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { clean } from '../../../../src/domain/base/text/clean.ts';
import type { Rehearsal } from '../../../../src/domain/upgrade/rehearsal/rehearsal.ts';
import { renderRehearsalText } from '../../../../src/report/upgrade/rehearsal/text.ts';
import { renderWitnessText } from '../../../../src/report/upgrade/rehearsal/witness.ts';
import { ratedArea, ratedDifference, rehearsalOf } from '../../../support/rehearsals.ts';

const tried = {
  script: { pin: "(\nCODEX='/opt/codex-0.139.0'\n)\n", candidate: "(\nCODEX='/opt/codex-0.169.0'\n)\n" },
  pin: { exit: 0, said: '' },
  candidate: { exit: 2, said: '' },
  confirmed: true,
};

describe('the text of a rehearsal', () => {
  it('begins with the answer and what to do, and names of a blocker the line that uses it and how to see it', () => {
    const text = renderRehearsalText(rehearsalOf([ratedArea([ratedDifference({ tried })])]), { entry: 7 });
    expect(text.split('\n').slice(0, 13)).toEqual([
      '✘ 0.139.0 → 0.169.0: blocked: something of yours stops working',
      '1 blocker, 0 warnings, 0 notes; 20.0 s; entry 7',
      'What to do: Solve each blocker and rehearse again, or waive it: codex-cockpit upgrade waive ID --reason TEXT',
      'In the way of an approval: codex-cockpit upgrade status 7',
      '',
      'BLOCKERS: something of yours stops working',
      '',
      'commands and options',
      '  What to do: Call another command.',
      '  What calls it stops to work. (rule command-gone)',
      '    ✘ codex mcp-server: a command → not there',
      '        ci/review.sh:4:1  codex mcp-server',
      "        witness: codex-cockpit upgrade show 7 --witness 'commands: codex mcp-server'",
    ]);
  });

  it('says so when a witness does not show it', () => {
    const unconfirmed = ratedDifference({
      tried: { ...tried, candidate: { exit: 0, said: '' }, confirmed: false },
    });
    expect(renderRehearsalText(rehearsalOf([ratedArea([unconfirmed])]), { entry: 7 })).toContain(
      'witness: exit 0 on the pin, exit 0 on the candidate; NOT confirmed: codex-cockpit upgrade show 7',
    );
  });

  it('says once what is to be done where several differences have the same rule', () => {
    const two = ['a', 'b'].map((name) => ratedDifference({ id: `commands: ${name}` }));
    const text = renderRehearsalText(rehearsalOf([ratedArea(two)]));
    expect(text.match(/Call another command/g)).toHaveLength(1);
    expect(text).toContain('✘ a:');
    expect(text).toContain('✘ b:');
  });

  it('says that a part which was not recorded is no answer', () => {
    const text = renderRehearsalText(rehearsalOf([ratedArea([])]));
    expect(text).toContain('nothing was recorded: this is not an answer about the upgrade');
    expect(text).not.toContain('sign');
  });

  it('stays within the width of the terminal but for a command to copy, and on one line where a program reads it', () => {
    const long = ratedDifference({
      candidate: 'refused: a message of many words '.repeat(8),
      rule: { id: 'long', why: 'A reason of many words. '.repeat(8), remedy: 'Do this and that. '.repeat(8) },
      uses: [
        {
          subject: { kind: 'command', name: 'x' },
          place: { file: 'ci/a.sh', line: 1, column: 1 },
          text: 'codex '.repeat(50),
        },
      ],
      tried,
    });
    const rehearsal = rehearsalOf([
      ratedArea([long], { gaps: [{ what: 'x', reason: 'y '.repeat(90), on: 'pin' }] }),
    ]);
    const lines = renderRehearsalText(rehearsal, { entry: 7, columns: 60 }).split('\n');
    const command = "        witness: codex-cockpit upgrade show 7 --witness 'commands: codex mcp-server'";
    expect(lines.filter((line) => stringWidth(line) > 60)).toEqual([command]);
    expect(renderRehearsalText(rehearsal)).toContain(`codex ${'codex '.repeat(49).trim()}\n`);
  });

  it('never calls it clear when something could not be compared', () => {
    const area = ratedArea([], { errors: [{ on: 'pin', message: 'no answer within 10.0 s' }] });
    const text = renderRehearsalText(rehearsalOf([area]));
    expect(text).toContain('incomplete: something could not be compared, so this is no answer');
    expect(text).toContain('ERROR: commands and options, on the pin: no answer within 10.0 s');
    expect(text).toContain('1 part could not be compared');
  });

  it('tells what failed alike in several areas, and on both, once', () => {
    const errors = (['pin', 'candidate'] as const).map((on) => ({ on, message: 'exit 1' }));
    const areas = (['request', 'tools'] as const).map((area) => ratedArea([], { area, errors }));
    const text = renderRehearsalText(rehearsalOf(areas));
    expect(text).toContain(
      'ERROR: first request to the model, tools offered to the model, on both: exit 1\n',
    );
    expect(text.match(/exit 1/g)).toHaveLength(1);
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
    expect(text).toMatch(/NOT COMPARED\n.*the screens of the CLI, but for a question at their start/s);
    expect(text).toContain('No rules were written for this version in: models.');
  });

  it('counts the files that could not be searched and are not named, and says when none were recorded', () => {
    const textOf = (unsearched: Rehearsal['unsearched']) =>
      renderRehearsalText(rehearsalOf([ratedArea([])], { unsearched }));
    const text = textOf({ files: [{ file: 'a\u001b[31m.sh', reason: 'too large' }], total: 3 });
    expect(text).toContain('not searched for lines that use the CLI: a.sh: too large\n');
    expect(text).toContain('not searched for lines that use the CLI: 2 more files\n');
    expect(textOf(undefined)).toContain('which files could not be searched was not recorded then');
    expect(textOf({ files: [], total: 0 })).not.toContain('not searched');
  });

  it('tells the same gap of several areas once, counts skipped checks, and names what nothing looked at', () => {
    const gap = { what: 'the first request', reason: 'no session', on: 'candidate' as const };
    const skipped = { what: 'app.handoff', reason: 'macOS only', on: 'both' as const };
    const onOne = ['plugins.a', 'plugins.b'].map((what) => ({ ...skipped, what, on: 'candidate' as const }));
    const rehearsal = rehearsalOf([
      ratedArea([], { area: 'request', gaps: [gap] }),
      ratedArea([], { area: 'tools', gaps: [gap] }),
      ratedArea([], { area: 'suite', gaps: [skipped, ...onOne] }),
    ]);
    const text = renderRehearsalText(rehearsal);
    expect(text).toContain(
      '  first request to the model, tools offered to the model, on the candidate: the first request: no session\n',
    );
    expect(text).toContain('  the check suite, on the candidate: plugins.a, plugins.b: macOS only\n');
    expect(text).toContain('1 check skipped on both: --all lists them');
    expect(text).toMatch(/nothing looked at: .*MCP servers, hooks/);
    expect(renderRehearsalText(rehearsal, { all: true })).toContain('skipped check: app.handoff: macOS only');
  });

  it('counts notes by area, and lists all of them when asked', () => {
    const notes = Array.from({ length: 25 }, (_, index) =>
      ratedDifference({ id: `commands: ${index}`, weight: 'note', uses: [], concernsTeam: false }),
    );
    const rehearsal = rehearsalOf([ratedArea(notes)]);
    expect(renderRehearsalText(rehearsal)).toContain('  commands and options  25\n  --all lists them');
    expect(renderRehearsalText(rehearsal, { all: true })).toContain('    24: a command → not there');
  });

  it('counts the lines that use one thing beyond the fifth', () => {
    const uses = Array.from({ length: 7 }, (_, index) => ({
      subject: { kind: 'command' as const, name: 'x' },
      place: { file: `${index}.sh`, line: 1, column: 1 },
      text: 'codex x',
    }));
    const rehearsal = rehearsalOf([ratedArea([ratedDifference({ uses })])]);
    expect(renderRehearsalText(rehearsal)).toContain(
      '4.sh:1:1  codex x\n        and 2 more lines: --all lists them',
    );
    expect(renderRehearsalText(rehearsal, { all: true })).toContain('6.sh:1:1  codex x');
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

describe('a witness by itself', () => {
  it('is one script for both CLIs, what is said of it in comments', () => {
    const difference = ratedDifference({ id: 'commands: a\nrm -rf x', tried });
    expect(renderWitnessText(difference, rehearsalOf([]))).toBe(`# commands: a rm -rf x
# It exits with 0 where it is as on the pin: a command
# When it was tried: exit 0 on the pin, exit 2 on the candidate.

# On the pin, 0.139.0
(
CODEX='/opt/codex-0.139.0'
)

# On the candidate, 0.169.0
(
CODEX='/opt/codex-0.169.0'
)
`);
  });

  it('is made for a warning too, and nothing is claimed of it', () => {
    const difference = ratedDifference({ weight: 'warning', witness: { lines: ['"$CODEX" help x'] } });
    const text = renderWitnessText(difference, rehearsalOf([]));
    expect(text).toContain("CODEX='/opt/codex-0.169.0'");
    expect(text).toContain('# It was not tried: only witnesses of blockers are.');
  });

  it('is not there for what has none', () => {
    expect(renderWitnessText(ratedDifference(), rehearsalOf([]))).toBe(
      '# commands: codex mcp-server has no witness.\n',
    );
  });
});
