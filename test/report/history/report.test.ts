import { describe, expect, it } from 'vitest';
import type { RecordedCheck, SuiteReport } from '../../../src/domain/checks/recorded.ts';
import { EMPTY_PROOF } from '../../../src/domain/history/proof/proof.ts';
import type { Status } from '../../../src/domain/rollout/status.ts';
import { plain } from '../../../src/report/base/paint.ts';
import { alignColumns } from '../../../src/report/base/table.ts';
import { suiteFormatNames, suiteFormats } from '../../../src/report/checks/formats.ts';
import { renderHistoryTable } from '../../../src/report/history/history.ts';
import { renderProof } from '../../../src/report/history/proof.ts';
import { renderStatusText } from '../../../src/report/rollout/status/text.ts';
import { rolloutStarted } from '../../support/history.ts';
import { checkOf } from '../../support/recorded-builders.ts';

const passed = checkOf({ at: '2026-11-20T12:00:00.000Z' });

const failed: RecordedCheck = {
  ...passed,
  check: 'config.strict',
  verdict: 'fail',
  summary: 'config.toml is not accepted',
  expected: 'a valid file',
  actual: 'config.toml:2:1: unknown configuration field',
  remedy: 'Mend the field.',
  durationMs: 1234,
  knownIssues: [
    { id: 'openai/codex#1', link: 'https://github.com/openai/codex/issues/1', text: 'A known fault.' },
  ],
  declaredAt: 'checks/upgrade.yaml:59:5',
};

const report = (...checks: RecordedCheck[]): SuiteReport => ({
  run: 'r1',
  suite: 'upgrade',
  pin: '0.139.0',
  cliPath: '/bin/codex',
  cliVersion: '0.139.0',
  verdict: 'fail',
  interrupted: false,
  startedAt: '2026-11-20T12:00:00.000Z',
  durationMs: 1300,
  checks,
});

const all = report(
  passed,
  failed,
  { ...failed, check: 'a.warn', verdict: 'warn', severity: 'warn' },
  { ...failed, check: 'a.skip', verdict: 'skip', summary: 'not here' },
  { ...failed, check: 'a.manual', verdict: 'manual' },
  { ...failed, check: 'a.error', verdict: 'error' },
);

const hostile = '\u001b[31m</failure>]]>"\'&::error::|`@team\n::set-output name=x::y\u0007 100%';
const attacked = report({
  ...failed,
  summary: hostile,
  actual: hostile,
  remedy: hostile,
  check: 'team.evil',
});

describe('a run as a table', () => {
  it('has a line a check, with expected, actual and remedy of what did not pass', () => {
    expect(suiteFormats.table(report(passed, failed), plain)).toMatchInlineSnapshot(`
      "✔ pass    cli.version    static    71 ms  codex-cli 0.139.0 is the pinned version
      ✘ fail    config.strict  static    1.2 s  config.toml is not accepted
                expected  a valid file
                actual    config.toml:2:1: unknown configuration field
                remedy    Mend the field.
                known     A known fault. (openai/codex#1)

      ✘ fail: 1 pass, 1 fail on codex-cli 0.139.0 against pin 0.139.0, in 1.3 s
      /bin/codex, recorded as run r1
      "
    `);
  });

  it('says when it was interrupted and when nothing finished', () => {
    const text = suiteFormats.table(
      { ...report(), interrupted: true, verdict: 'error', cliVersion: undefined },
      plain,
    );
    expect(text).toContain(
      '! error: no check finished on a CLI that states no version against pin 0.139.0, interrupted after',
    );
  });
});

describe('a run as JSON', () => {
  it('has the documented members, with null for what is absent', () => {
    const document = JSON.parse(suiteFormats.json(all, plain));
    expect(Object.keys(document)).toEqual([
      'format',
      'version',
      'run',
      'suite',
      'pin',
      'cli',
      'verdict',
      'interrupted',
      'started_at',
      'duration_ms',
      'counts',
      'unproven_blockers',
      'checks',
    ]);
    expect(document.checks[0]).toMatchObject({ id: 'cli.version', expected: null, entry: 3 });
    expect(document.counts).toEqual({ pass: 1, warn: 1, fail: 1, skip: 1, manual: 1, error: 1 });
  });
});

describe('a run as JUnit', () => {
  it('counts what failed, what could not be carried out and what was skipped', () => {
    const xml = suiteFormats.junit(all, plain);
    expect(xml).toContain(
      '<testsuite id="0" package="codex-cockpit" name="upgrade" timestamp="2026-11-20T12:00:00" hostname="localhost" tests="6" failures="1" errors="1" skipped="2" time="1.300">',
    );
    expect(xml).toContain('<testcase name="cli.version" classname="upgrade" time="0.071"/>');
    expect(xml).toContain('<skipped message="skip: not here"/>');
  });

  it('says a failure of whatever the run was asked to fail for, as the exit code does', () => {
    const warned = report(passed, { ...failed, severity: 'warn' });
    const strict = suiteFormats.junit(warned, plain, { failOn: 'warn', requireProof: false });
    expect(strict).toContain('failures="1"');
    expect(strict).toContain('<failure message="config.toml is not accepted" type="fail">');
    const open = report({ ...passed, verdict: 'skip', severity: 'blocker', summary: 'not here' });
    expect(suiteFormats.junit(open, plain)).toContain('failures="0"');
    expect(suiteFormats.junit(open, plain, { failOn: 'fail', requireProof: true })).toContain(
      '<failure message="not here" type="skip">',
    );
  });

  it('says no failure of a check that fails no suite, as the exit code says none', () => {
    const xml = suiteFormats.junit(report(passed, { ...failed, severity: 'warn' }), plain);
    expect(xml).toContain('failures="0"');
    expect(xml).not.toContain('<failure');
    expect(xml).toContain('<system-out>config.strict: fail, warn: config.toml is not accepted');
  });
});

describe('a run as SARIF', () => {
  it('says of every check what it came to, with its place', () => {
    const [run] = JSON.parse(suiteFormats.sarif(all, plain)).runs;
    expect(run.results.map(({ kind, level }: { kind: string; level: string }) => `${kind} ${level}`)).toEqual(
      ['pass none', 'fail error', 'fail warning', 'notApplicable none', 'review none', 'open none'],
    );
    const at = (uri: string, startLine: number, startColumn: number) => [
      { physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn } } },
    ];
    expect(run.results[1]).toMatchObject({
      locations: at('config.toml', 2, 1),
      relatedLocations: at('checks/upgrade.yaml', 59, 5),
    });
    expect(run.results[0].locations).toEqual(at('checks/upgrade.yaml', 6, 5));
    for (const { ruleIndex, ruleId } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });
});

describe('a run for GitHub', () => {
  it('annotates what a person must look at, where it is declared', () => {
    const lines = suiteFormats.github(all, plain).trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['::error', '::warning', '::notice', '::error']);
    expect(lines[0]).toContain(
      'file=config.toml,line=2,title=fail%3A config.strict::config.toml is not accepted%0Aexpected: a valid file',
    );
  });
});

describe('hostile text', () => {
  it.each(suiteFormatNames)('reaches no terminal from the form %s', (format) => {
    const text = suiteFormats[format](attacked, plain);
    if (format === 'table') return;
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u0007');
  });

  it('cannot leave its element in XML', () => {
    const xml = suiteFormats.junit(attacked, plain);
    expect(xml.match(/<\/failure>/g)).toHaveLength(1);
    expect(xml).toContain('&lt;/failure&gt;]]&gt;&quot;&#39;&amp;');
  });

  it('cannot start another workflow command', () => {
    const text = suiteFormats.github(attacked, plain);
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).toContain('100%25');
  });

  it('cannot break a Markdown table, mark up, or call anybody', () => {
    const row =
      suiteFormats
        .markdown(attacked, plain)
        .split('\n')
        .find((line) => line.includes('team.evil')) ?? '';
    expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(6);
    expect(row.split('|')[3]).not.toMatch(/@team/);
  });

  it('is one line of the history', () => {
    const entry = {
      seq: 1,
      id: 'i',
      at: 't',
      actor: `ada\u001b[2J\nmallory`,
      kind: 'rollout.started',
      subject: 's',
      prev_hash: '',
      hash: '',
    };
    expect(renderHistoryTable([{ ...entry, event: rolloutStarted }])).toBe(
      '    1  t  ada mallory  rollout.started  started the rollout "Acme" with pin 0.139.0\n',
    );
  });
});

describe('the status', () => {
  const rollout = {
    name: 'Acme',
    pin: '0.139.0',
    pinnedAt: '2026-11-20T12:00:00.000Z',
    surfaces: ['local', 'cloud'] as const,
    startedAt: '2026-11-20T12:00:00.000Z',
    startedBy: 'ada@example.com',
  };
  const run = {
    id: 'r1',
    seq: 2,
    suite: 'upgrade',
    pin: '0.139.0',
    cliPath: '/c',
    cliVersion: '0.139.0',
    startedAt: '2026-11-20T12:00:00.000Z',
    startedBy: 'ada@example.com',
    planned: 2,
    finishedAt: undefined,
    durationMs: undefined,
    verdict: undefined,
    interrupted: false,
    asCandidate: false,
  };
  const status = (given: Partial<Status>): Status => ({
    rollout,
    pin: '0.139.0',
    phases: [],
    wentStale: [],
    awaited: [],
    lastRun: undefined,
    recentRuns: [],
    checks: [],
    entries: 0,
    ...given,
  });

  it('tells what to do next while there is nothing', () => {
    const text = renderStatusText(status({ rollout: undefined }), plain);
    expect(text).toContain('Start one: codex-cockpit init');
    expect(text).toContain('Run it: codex-cockpit check');
  });

  it('tells of a run that was killed, and what had failed in it', () => {
    const text = renderStatusText(status({ lastRun: { ...run, checks: [failed] }, entries: 7 }), plain);
    expect(text).toContain('Last run  no verdict (unfinished): 1 of 2 checks, 1 fail');
    expect(text).toContain('✘ fail  config.strict: config.toml is not accepted');
    expect(text).toContain('History   7 entries');
  });
});

it('tells of a history that is not whole what is wrong and how far it can be trusted', () => {
  const proof = {
    ...EMPTY_PROOF,
    whole: false,
    entries: 4,
    head: 'aa',
    fault: { seq: 5, reason: 'it does not follow the entry before it' },
    damagedBlobs: ['bb'],
  };
  expect(renderProof(proof)).toBe(
    'The history is NOT whole. 4 entries are as they were chained.\nEntry 5: it does not follow the entry before it.\nBlob bb: missing, or not what was recorded.\n',
  );
});

it('lines up columns by what a terminal shows, and leaves the last one ragged', () => {
  expect(
    alignColumns([
      ['a', 'x'],
      ['日本', 'yy'],
    ]),
  ).toEqual(['a     x', '日本  yy']);
});
