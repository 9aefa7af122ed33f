import { describe, expect, it } from 'vitest';
import { EVENT_KINDS } from '../../../../src/domain/history/entry/event.ts';
import {
  decisionsOnly,
  isMachineKind,
  MACHINE_KINDS,
} from '../../../../src/domain/history/find/machine-rows.ts';

describe('decisions only', () => {
  it('is every kind but those that the program records by itself', () => {
    const { kinds = [], ...rest } = decisionsOnly({ who: 'ada@example.com' });
    expect(rest).toEqual({ who: 'ada@example.com' });
    expect([...kinds, ...MACHINE_KINDS].sort()).toEqual([...EVENT_KINDS].sort());
  });

  it.each(['phase.signed', 'item.waived', 'person.recorded', 'key.made', 'review.answered'] as const)(
    'keeps %s, which a person decided',
    (kind) => expect(isMachineKind(kind)).toBe(false),
  );

  it('finds what a filter names', () => {
    expect(decisionsOnly({ kinds: ['check'] })).toEqual({ kinds: ['check'] });
  });
});
