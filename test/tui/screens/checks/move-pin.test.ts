import { describe, expect, it } from 'vitest';
import { checkFinished, draft, runFinished, runStarted } from '../../../support/history.ts';
import { team } from '../../../support/team.ts';
import { on, press, refusalOf, runCockpit, type, wholeFrame } from '../../support.tsx';

describe('moving the pin from the Checks screen', () => {
  it('shows what goes stale before it asks, and says how much did', async () => {
    const { store, as } = await team();
    await store.append(() =>
      [runStarted('r1'), checkFinished('r1'), runFinished('r1')].map((event) =>
        draft(event, { actor: 'bob@example.com' }),
      ),
    );
    const { cockpit, keys, see } = runCockpit(as('bob'));
    await see('Rollout');
    keys('2');
    await see('1 pass');
    keys('p', ...'0.150.0', 'enter', ...'it passed', 'enter');
    await see('This changes with it');
    const shown = wholeFrame(cockpit.state(), { width: 100 });
    expect(shown).toContain('Move the pin from 0.139.0 to 0.150.0?');
    expect(shown).toContain('pilot.version is satisfied and will be stale');
    expect(await store.countEntries()).toBe(cockpit.state().status?.entries);
    keys('enter');
    await see(/the pin is 0\.150\.0; \d items? went stale/);
    expect((await store.rollout())?.pin).toBe('0.150.0');
  });

  it('needs a role, and says which', async () => {
    expect(refusalOf(on('checks'), 'p')).toContain('needs the role');
    const me = { email: 'bob@example.com', roles: ['platform engineer' as const], hasKey: false };
    const form = press(type(press(on('checks', { me }), 'p'), '0.139.0'), 'enter', 'x', 'enter');
    expect(form.overlay).toMatchObject({ refusal: '0.139.0 is the pin already', active: 0 });
  });
});
