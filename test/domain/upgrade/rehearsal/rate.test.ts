import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../../src/domain/upgrade/rehearsal/compare.ts';
import { rateAreas } from '../../../../src/domain/upgrade/rehearsal/rate.ts';
import { judgeRehearsal } from '../../../../src/domain/upgrade/rehearsal/rehearsal.ts';
import type { Rule, RuleTable } from '../../../../src/domain/upgrade/rehearsal/rules.ts';
import type { Use } from '../../../../src/domain/upgrade/rehearsal/subject.ts';

const gone: Difference = {
  id: 'commands: codex mcp-server',
  area: 'commands',
  key: 'codex mcp-server',
  where: [],
  change: 'gone',
  pin: 'works',
  candidate: undefined,
  subjects: [{ kind: 'command', name: 'mcp-server' }],
  ofTeam: false,
  witness: undefined,
  raw: { pin: undefined, candidate: undefined },
};

const rule: Rule = {
  id: 'command-gone',
  area: 'commands',
  changes: ['gone'],
  weight: 'blocker',
  why: 'What calls it stops.',
  remedy: 'Call something else.',
};

const use: Use = {
  subject: { kind: 'command', name: 'mcp-server' },
  place: { file: 'ci/review.sh', line: 4, column: 1 },
  text: 'codex mcp-server',
};

const rate = (
  difference: Difference,
  { rules = [rule], overrides = [], uses = [] }: Partial<RuleTable> & { uses?: readonly Use[] },
) => {
  const areas = rateAreas(
    [{ area: difference.area, compared: 1, differences: [difference], gaps: [], errors: [] }],
    { rules: { version: 1, digest: 'd', written: {}, rules, overrides }, uses },
  );
  const [rated] = areas[0]?.differences ?? [];
  if (!rated) throw new Error('nothing was rated');
  return { ...rated, verdict: judgeRehearsal({ areas }) };
};

describe('the rating of a difference', () => {
  it('makes a note of what nobody uses, whatever the rule says', () => {
    expect(rate(gone, {})).toMatchObject({ weight: 'note', concernsTeam: false, verdict: 'clear' });
  });

  it('weighs what the rule says once a line of the team uses it, and names the line', () => {
    expect(rate(gone, { uses: [use] })).toMatchObject({
      weight: 'blocker',
      rule: { id: 'command-gone' },
      uses: [{ place: { file: 'ci/review.sh', line: 4 } }],
      verdict: 'blocked',
    });
  });

  it('weighs what was seen on the configuration of the team without a line that uses it', () => {
    expect(rate({ ...gone, ofTeam: true }, {})).toMatchObject({ weight: 'blocker', concernsTeam: true });
  });

  it('warns of a difference that concerns the team and that no rule speaks of', () => {
    expect(rate(gone, { rules: [], uses: [use] })).toMatchObject({
      weight: 'warning',
      rule: undefined,
      verdict: 'warnings',
    });
  });

  it('takes the weight that the team gave a rule, and keeps what it was', () => {
    const overrides = [{ rule: 'command-gone', weight: 'note', reason: 'the script is retired' }] as const;
    expect(rate(gone, { uses: [use], overrides })).toMatchObject({
      weight: 'note',
      overridden: { from: 'blocker', reason: 'the script is retired' },
      verdict: 'clear',
    });
  });

  it.each([
    ['another area', { area: 'features' }],
    ['another change', { changes: ['new'] }],
    ['another key', { key: /^codex login$/ }],
    ['another value on the pin', { pin: /^exit/ }],
    ['a value on the candidate where there is none', { candidate: /./ }],
  ] as const)('does not use a rule for %s', (_, other) => {
    expect(rate(gone, { rules: [{ ...rule, ...other }], uses: [use] }).rule).toBeUndefined();
  });

  it('uses the first rule that fits', () => {
    const narrow: Rule = { ...rule, id: 'mcp-server-gone', key: /mcp-server/, weight: 'warning' };
    expect(rate(gone, { rules: [narrow, rule], uses: [use] }).rule?.id).toBe('mcp-server-gone');
  });
});

describe('the verdict of a rehearsal', () => {
  it('is incomplete, not clear, when something could not be compared', () => {
    const areas = rateAreas(
      [
        {
          area: 'models',
          compared: 0,
          differences: [],
          gaps: [],
          errors: [{ on: 'pin', message: 'no answer' }],
        },
      ],
      { rules: { version: 1, digest: 'd', written: {}, rules: [], overrides: [] }, uses: [] },
    );
    expect(judgeRehearsal({ areas })).toBe('incomplete');
  });

  it('stops a pattern that backtracks without end, and names its rule', () => {
    const endless = { ...rule, id: 'acme.endless', key: /^(a+)+$/ };
    expect(() => rate({ ...gone, key: `${'a'.repeat(60)}b` }, { rules: [endless] })).toThrow(
      'a pattern of the rule "acme.endless" did not come to an end',
    );
  });
});
