import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VERDICTS } from '../../../src/domain/checks/verdict.ts';
import { colourful, plain } from '../../../src/report/base/paint.ts';
import { renderSuiteText } from '../../../src/report/checks/text.ts';
import { checkOf, failureOf, hostile, reportOf } from '../../support/recorded-builders.ts';

describe('a run that passed', () => {
  it('is a line a check and the verdict, without remedies for what needs none', () => {
    const skipped = checkOf({
      check: 'app.handoff',
      verdict: 'skip',
      summary: 'Codex Desktop exists for macOS and Windows only',
      expected: 'never shown',
      remedy: 'never shown',
      durationMs: 0,
    });
    expect(renderSuiteText(reportOf([checkOf(), skipped]), plain)).toMatchInlineSnapshot(`
      "✔ pass    cli.version  static    71 ms  codex-cli 0.139.0 is the pinned version
      ○ skip    app.handoff  static     0 ms  Codex Desktop exists for macOS and Windows only

      ✔ pass: 1 pass, 1 skip on codex-cli 0.139.0 against pin 0.139.0, in 2.3 s
      1 blocker unproven: app.handoff
      /opt/codex, recorded as run 01a1faca-c747-7802-a3a6-0c2b832035aa
      "
    `);
  });
});

describe('a run in which something must be mended', () => {
  it('says of each check what was expected, what was found and what to do', () => {
    const checks = [
      checkOf(),
      failureOf(),
      checkOf({
        check: 'app.handoff',
        verdict: 'manual',
        summary: 'a person must confirm it',
        remedy: 'Type /app.',
      }),
      checkOf({
        check: 'exec.smoke',
        verdict: 'error',
        summary: 'the check could not be completed: ENOSPC',
        durationMs: 125_000,
      }),
    ];
    expect(renderSuiteText(reportOf(checks, { verdict: 'fail' }), plain)).toMatchInlineSnapshot(`
      "✔ pass    cli.version    static    71 ms   codex-cli 0.139.0 is the pinned version
      ✘ fail    config.strict  static    1.2 s   config.toml is not accepted
                expected  app-server --strict-config accepts the configuration
                actual    config.toml:5:1: unknown configuration field \`bogus\`
                remedy    Mend or remove the field that is named.
      ☞ manual  app.handoff    static    71 ms   a person must confirm it
                remedy    Type /app.
      ! error   exec.smoke     static  2 m 05 s  the check could not be completed: ENOSPC

      ✘ fail: 1 pass, 1 fail, 1 manual, 1 error on codex-cli 0.139.0 against pin 0.139.0, in 2.3 s
      1 blocker unproven: app.handoff
      /opt/codex, recorded as run 01a1faca-c747-7802-a3a6-0c2b832035aa
      "
    `);
  });

  it('indents an answer of several lines below its beginning', () => {
    const lines = renderSuiteText(reportOf([failureOf({ actual: 'one\ntwo' })]), plain).split('\n');
    expect(lines.slice(2, 4)).toEqual(['          actual    one', '                    two']);
  });

  it('shows the known issues even of what passed', () => {
    const known = { id: 'openai/codex#1', link: 'https://example.com', text: 'A known fault.' };
    expect(renderSuiteText(reportOf([checkOf({ knownIssues: [known] })]), plain)).toContain(
      '\n          known     A known fault. (openai/codex#1)\n',
    );
  });
});

describe('a run that came to no end', () => {
  it('says after what time it was interrupted, and that it is at best unknown', () => {
    const report = reportOf([checkOf()], { verdict: 'error', interrupted: true, durationMs: 900 });
    expect(renderSuiteText(report, plain)).toContain(
      '! error: 1 pass on codex-cli 0.139.0 against pin 0.139.0, interrupted after 900 ms\n',
    );
  });

  it('says that no check finished, and that the CLI stated no version', () => {
    const report = reportOf([], { verdict: 'error', interrupted: true, cliVersion: undefined });
    expect(renderSuiteText(report, plain)).toContain(
      '! error: no check finished on a CLI that states no version against pin 0.139.0',
    );
  });
});

describe('colour', () => {
  it('only repeats what glyph and word say', () => {
    const report = reportOf(VERDICTS.map((verdict) => failureOf({ verdict, check: `a.${verdict}` })));
    const painted = renderSuiteText(report, colourful);
    expect(painted).toContain('\u001b[31m✘ fail');
    expect(stripVTControlCharacters(painted)).toBe(renderSuiteText(report, plain));
    const glyphs = new Set(renderSuiteText(report, plain).match(/^\S(?= \w+ +a\.)/gm));
    expect(glyphs.size).toBe(VERDICTS.length);
  });
});

describe('hostile text in a run', () => {
  const fields = ['check', 'scope', 'summary', 'expected', 'actual', 'remedy'] as const;

  it.each(fields)('does nothing to a terminal from %s', (field) => {
    const text = renderSuiteText(reportOf([failureOf({ [field]: hostile })]), plain);
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text).not.toContain('\u202e');
    expect(text).toContain('evil');
  });

  it('does nothing from the path and the version of the CLI', () => {
    const text = renderSuiteText(reportOf([], { cliPath: `/${hostile}`, cliVersion: hostile }), plain);
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text.trimEnd().split('\n')).toHaveLength(4);
  });

  it('cannot fake a line of a check', () => {
    const faked = 'fine\n✔ pass    cli.version  71 ms  all is well';
    const text = renderSuiteText(
      reportOf([failureOf({ summary: faked, actual: faked, check: faked })], { verdict: 'fail' }),
      plain,
    );
    expect(text.split('\n').filter((line) => line.startsWith('✔'))).toEqual([]);
  });

  it('cannot push another check out of its line, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (check, summary) => {
        const text = renderSuiteText(reportOf([checkOf({ check, summary }), checkOf()]), plain);
        expect(text.split('\n')[1]).toMatch(
          /^✔ pass {4}cli\.version +static +71 ms {2}codex-cli 0\.139\.0 is the pinned version$/,
        );
      }),
    );
  });
});
