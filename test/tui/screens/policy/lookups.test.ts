import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelPolicyReport } from '../../../../src/domain/policy/models/model-review.ts';
import type { RulesReport } from '../../../../src/domain/policy/rules/rules-report.ts';
import { modelRows } from '../../../../src/tui/screens/policy/lookup-rows.ts';
import { answered } from '../../../../src/tui/screens/policy/read.ts';
import { idOf, rulesAnswer } from '../../../../src/tui/screens/policy/results.ts';
import type { PolicyRequest, PolicyRow } from '../../../../src/tui/screens/policy/row.ts';
import { policy } from '../../../../src/tui/screens/policy/rows.ts';
import { tempFolder } from '../../../support/temp.ts';
import { testWorld } from '../../../support/world.ts';
import { frameOf, on, press, pressed, runCockpit, type } from '../../support.tsx';

const answeredWith = (request: PolicyRequest, rows: readonly PolicyRow[]) =>
  answered(on('policy'), { id: idOf(request), request, at: new Date('2026-11-21T14:50:00Z'), rows });

const asked = (state: ReturnType<typeof press>) => pressed(state, ['enter'])[1]?.input;

describe('on the Policy screen', () => {
  it('w says which policy a user gets, and x asks again', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'eng.toml'), 'allowed_sandbox_modes = ["read-only"]\nbogus = 1\n');
    const map =
      'version: 1\ngroups: {eng: {members: [ada@example.com]}}\nrules: [{group: eng, policy: eng.toml}]\n';
    writeFileSync(join(cwd, 'policy-map.yaml'), map);
    const { cockpit, keys, see } = runCockpit({ ...testWorld(), cwd });
    // Nothing else is asked: there is no CLI here.
    cockpit.dispatch({
      type: 'changed',
      change: (now) => policy.set(now, { ...policy.of(now), tried: true }),
    });
    keys('8', 'w', ...'ada@example.com', 'enter', 'enter');
    await see(/✔ pass +who +ada@example\.com +eng\.toml +by the rule for eng/);
    await see(/who +eng\.toml:2:1 +ignored +bogus/);
    keys('w', ...'sales', 'enter', 'enter');
    await see('there is no group "sales"');
    writeFileSync(join(cwd, 'policy-map.yaml'), map.replace('eng.toml', 'no.toml'));
    keys('esc', 'esc', 'x');
    await see('no.toml: cannot be read');
  });

  it('K lists the keys that another version no longer has, or does not know', async () => {
    const { cockpit, keys, see } = runCockpit(testWorld());
    cockpit.dispatch({
      type: 'changed',
      change: (now) => policy.set(now, { ...policy.of(now), tried: true }),
    });
    keys('8', 'K', 'enter', ...'soon', 'enter');
    await see('"soon" is not');
    keys('ctrl-u', ...'9.9.9', 'enter');
    await see(/keys from 0\.139\.0 to 9\.9\.9/);
    await see(/config\.toml +not compared +9\.9\.9 was not tried/);
  });

  it('t tries the commands of a decision table on rules and requirements', () => {
    const form = press(on('policy'), 't');
    expect(asked(type(press(form, 'enter', 'enter'), 'req.toml'))).toEqual({
      ...{ type: 'rules', table: 'decisions.yaml', rules: [], requirements: 'req.toml' },
    });
    const request: PolicyRequest = { type: 'rules', table: 'd.yaml', rules: [], requirements: undefined };
    const command = {
      command: ['git', 'push'],
      expect: 'forbidden' as const,
      decided: 'prompt' as const,
      verdict: 'fail' as const,
      because: ['git push: prompt'],
      declaredAt: 'd.yaml:3:5',
      why: undefined,
      warning: undefined,
    };
    const report: RulesReport = { rules: ['a.rules'], broken: [], ignored: [], commands: [command] };
    const frame = frameOf(answeredWith(request, rulesAnswer(request, report)));
    expect(frame).toMatch(/▸ ✘ fail +rules +commands of d\.yaml +1 finding/);
    expect(frame).toMatch(/✘ fail +rules +git push +prompt +expected forbidden/);
  });

  it('m compares the model policy with the CLI and a candidate', () => {
    const form = press(on('policy'), 'm');
    expect(asked(type(press(form, 'enter'), '0.140.0'))).toEqual({
      ...{ type: 'models', policy: 'model-policy.yaml', candidate: '0.140.0' },
    });
    const report: ModelPolicyReport = {
      file: 'model-policy.yaml',
      catalogs: ['0.139.0'],
      local: {
        verdict: 'fail',
        problems: [{ verdict: 'fail', text: 'gpt-5 in config.toml is not allowed' }],
        models: [
          {
            slug: 'gpt-5',
            standings: [{ cli: '0.139.0', state: 'gone', successor: 'gpt-6' }],
            allowedIn: [],
            configured: [{ slug: 'gpt-5', where: 'config.toml', allowed: false }],
          },
        ],
      },
      cloud: {
        stated: undefined,
        attested: undefined,
        standing: { verdict: 'manual', text: 'no one has looked yet' },
      },
    };
    const request: PolicyRequest = { type: 'models', policy: 'model-policy.yaml', candidate: undefined };
    const frame = frameOf(answeredWith(request, modelRows(report)), { width: 140 });
    // Below the list, the preview leaves the rows the whole width.
    expect(frame).toMatch(/✘ fail +models +model policy +not kept +gpt-5 in config\.toml is not allowed/);
    expect(frame).toMatch(/✘ fail +models +models of model-policy\.yaml +on 0\.139\.0/);
    expect(frame).toMatch(/gpt-5 +gone -> gpt-6 +allowed: nowhere; configured: config\.toml/);
    expect(frame).toMatch(/manual +models +models of cloud tasks +nothing stated +no one has looked yet/);
  });
});
