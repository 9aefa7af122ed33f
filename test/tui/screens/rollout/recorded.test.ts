import { describe, expect, it } from 'vitest';
import { attestItem } from '../../../../src/app/rollout/item-decisions.ts';
import { team } from '../../../support/team.ts';
import { frameOf, runCockpit } from '../../support.tsx';

describe('what is confirmed on the Rollout screen', () => {
  it('is recorded as the question said, by who acts, and the screen shows it', async () => {
    const { store, as } = await team();
    const newest = async () => {
      const [entry] = await store.findEntries({}, { limit: 1 });
      return entry && { kind: entry.kind, actor: entry.actor, ...JSON.parse(String(entry.body)) };
    };
    const { cockpit, keys } = runCockpit(as('ada'));
    const poll = (read: () => unknown) => expect.poll(read, { timeout: 30_000 });
    const notices = (text: string) => poll(() => cockpit.state().notice ?? '').toContain(text);
    const gate = () => frameOf(cockpit.state()).split('\n')[1];
    await poll(() => cockpit.state().status?.phases.length).toBe(4);
    expect(gate()).toContain('Gate ░░░░░░░░░░ 0/2 required');
    keys('w', ...'holiday', 'enter', 'enter', 'enter');
    await notices('waived pilot.version; it is waived');
    expect(await newest()).toMatchObject({
      kind: 'item.waived',
      actor: 'ada@example.com',
      reason: 'holiday',
    });
    expect(gate()).toContain('Gate █████░░░░░ 1/2 required');
    keys('u', ...'back again', 'enter', 'enter');
    await notices('withdrawn; pilot.version is open');
    expect(await newest()).toMatchObject({ kind: 'item.withdrawn', what: 'waiver', reason: 'back again' });
    keys('S', 'enter');
    await notices('signed the gate of Pilot as rollout owner');
    expect(await newest()).toMatchObject({ kind: 'phase.signed', phase: 'pilot', role: 'rollout owner' });

    // Another process records; what it did is withdrawn here only with the role.
    await attestItem(as('bob'), store, { item: 'pilot.cases', note: '' });
    keys('1');
    await poll(() => frameOf(cockpit.state())).toMatch(/✔ satisfied +● +pilot\.cases/);
    keys('A', ...'bob@example.com', 'enter', 'enter');
    await notices('what you do from now on is recorded as bob@example.com');
    keys('w');
    expect(cockpit.state().notice).toContain('needs the role rollout owner or security owner');
  });
});
