import { describe, expect, it } from 'vitest';
import type { RatedDifference } from '../../../../src/domain/upgrade/rehearsal/rate.ts';
import { renderRehearsalMarkdown } from '../../../../src/report/upgrade/rehearsal/markdown.ts';
import { hostileTexts } from '../../../support/exported.ts';
import { ratedArea, ratedDifference, rehearsalOf } from '../../../support/rehearsals.ts';

const entry = { seq: 12, hash: 'e'.repeat(64), by: 'ada@example.com' };

const triedOf = (script: string): NonNullable<RatedDifference['tried']> => ({
  script: { pin: 'on the pin', candidate: script },
  pin: { exit: 0, said: '' },
  candidate: { exit: 2, said: '' },
  confirmed: true,
});

const comment = (differences: readonly RatedDifference[]) =>
  renderRehearsalMarkdown({
    rehearsal: rehearsalOf([ratedArea(differences)]),
    entry,
    decision: undefined,
  });

describe('a rehearsal as a comment of a pull request', () => {
  it('has the verdict, each blocker with its lines and what to do, and its witness', () => {
    const text = comment([ratedDifference({ tried: triedOf('(\ncodex\n)\n') })]);
    expect(text).toMatch(
      /^## ✘ Codex CLI 0\.139\.0 → 0\.169\.0: blocked: something of yours stops working\n/,
    );
    expect(text).toContain('Entry 12 of the history');
    expect(text).toContain(
      '| commands: codex mcp-server | a command → not there | `ci/review.sh:4:1` | Call another command. |',
    );
    expect(text).toContain('```sh\n(\ncodex\n)\n```');
  });

  it('keeps a witness in its block, whatever backticks it has', () => {
    expect(comment([ratedDifference({ tried: triedOf('echo ````\n```\n<img src=x>') })])).toContain(
      '`````sh\necho ````\n```\n<img src=x>\n`````',
    );
  });

  it.each(hostileTexts)('has no markup of what a CLI, a file or a person said: %j', (text) => {
    const uses = [
      { subject: { kind: 'command' as const, name: text }, place: { file: text, line: 1, column: 1 }, text },
    ];
    const hostile = ratedDifference({
      ...{ id: `commands: ${text} @everyone`, pin: text, candidate: text, uses, tried: triedOf(text) },
      rule: { id: text, why: text, remedy: text },
    });
    const outside = comment([hostile])
      .replace(/```sh\n[\s\S]*?\n```/g, '')
      .replace(/`[^`\n]*`/g, '');
    expect(outside.match(/(?<!\\)<(?!\/?(?:details|summary)>)/g)).toBeNull();
    expect(outside).not.toContain('@everyone');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(outside).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(outside.split('\n').filter((line) => line.startsWith('| commands')).length).toBe(1);
  });

  it('fits into a comment, with rows before witnesses, and says how much is left out', () => {
    const long = 'x'.repeat(3000);
    const many = Array.from({ length: 200 }, (_, index) =>
      ratedDifference({ id: `commands: ${index}`, tried: triedOf(long) }),
    );
    const text = comment(many);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('| commands: 199 |');
    expect(text).toMatch(/\n\d+ parts left out for want of room\.\n/);
    expect(text).toContain('### Compared');
  });
});
