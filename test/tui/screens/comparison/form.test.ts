import { describe, expect, it } from 'vitest';
import { installed } from '../../../../src/tui/screens/comparison/compare.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { fill, on, press, pressed, refusalOf, wholeFrame } from '../../support.tsx';
import { suiteOf } from '../checks/support.ts';
import { going } from './support.ts';

const checks: State = on('checks', { suite: suiteOf('a.b', 'c.d') });

describe('c', () => {
  it('offers the installed versions other than the pin, and takes a file', () => {
    const form = press(installed.set(checks, ['0.139.0', '0.141.0', '0.150.0']), 'c');
    expect(form.overlay).toMatchObject({ fields: [{ label: 'CLI', choices: ['0.141.0', '0.150.0'] }] });
    const [asked, effect] = pressed(form, ['down', 'down', 'enter']);
    expect(asked).toMatchObject({ overlay: { type: 'form' }, notice: 'looking at what it leads to…' });
    expect(effect).toMatchObject({
      name: 'look-before-compare',
      input: { asked: '0.150.0', pin: '0.139.0' },
    });
    expect(pressed(press(form, ...'/opt/codex'), ['enter'])[1]).toMatchObject({
      input: { asked: '/opt/codex' },
    });
  });

  it('says what it needs', () => {
    expect(fill(press(checks, 'c'), '').overlay).toMatchObject({
      refusal: 'name the file of a CLI, or an installed version',
      active: 0,
    });
  });

  it('keeps what was typed when it is left, and asks nothing then', () => {
    const left = press(checks, 'c', ...'/opt/new', 'esc');
    expect(left.overlay).toBeUndefined();
    expect(press(left, 'c').overlay).toMatchObject({ restored: true, fields: [{ value: '/opt/new' }] });
  });

  it('waits for the suite, for a run, and for somebody who may record', () => {
    expect(refusalOf(on('checks'), 'c')).toBe('the suite is being read');
    expect(refusalOf({ ...going, suite: checks.suite }, 'c')).toBe('a run is in progress');
    expect(refusalOf({ ...checks, readOnly: true }, 'c')).toBe('this session is read-only');
    const auditor = { email: 'aud@example.com', roles: ['auditor' as const], hasKey: false };
    expect(refusalOf({ ...checks, me: auditor }, 'c')).toContain('records nothing');
  });

  it('is in the footer of both screens', () => {
    for (const screen of ['checks', 'comparison'])
      expect(
        wholeFrame({ ...checks, screen }, { width: 220 })
          .split('\n')
          .at(-1),
      ).toContain('c compare');
  });
});
