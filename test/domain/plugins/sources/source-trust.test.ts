import { describe, expect, it } from 'vitest';
import type { SourceIdentity } from '../../../../src/domain/plugins/sources/source-identity.ts';
import type { SourceDecision, SourceState } from '../../../../src/domain/plugins/sources/source-state.ts';
import { trustOf } from '../../../../src/domain/plugins/sources/source-trust.ts';

const identity: SourceIdentity = {
  kind: 'git',
  location: 'https://example.com/acme',
  ref: 'v1.0.0',
  folders: [],
};
const elsewhere = { ...identity, location: 'https://evil.example.com/acme' };

let seq = 0;
const decided = (state: SourceState, given: Partial<SourceDecision> = {}): SourceDecision => ({
  source: 'acme',
  identity,
  state,
  reason: 'x',
  seq: ++seq,
  at: '2026-11-20T12:00:00.000Z',
  actor: 'ada',
  review: null,
  revision: null,
  trees: [],
  ...given,
});

describe('the trust in a source', () => {
  it('is what was decided while it comes from where it came from', () => {
    const standard = decided('team standard');
    expect(trustOf('acme', identity, [decided('experiment'), standard])).toEqual({
      state: 'team standard',
      decision: standard,
      why: null,
    });
  });

  it('is gone when another repository takes its name, and says from where to where', () => {
    expect(trustOf('acme', elsewhere, [decided('team standard', { seq: 5 })])).toEqual({
      state: 'unknown',
      decision: undefined,
      why: 'it was a team standard (entry 5) as git https://example.com/acme at v1.0.0, and that name is now git https://evil.example.com/acme at v1.0.0',
    });
  });

  it.each([
    ['branch', { ...identity, ref: 'main' }],
    ['folder', { ...identity, folders: ['other'] }],
    ['kind', { ...identity, kind: 'local' }],
  ])('is gone when its %s is another', (_, now) => {
    expect(trustOf('acme', now, [decided('experiment')])).toMatchObject({ state: 'unknown' });
  });

  it('is a block for another spelling of a blocked repository, until that is lifted', () => {
    const now = { ...identity, location: 'ssh://git@example.com/Acme' };
    const block = decided('blocked', { seq: 5 });
    expect(trustOf('other', now, [block])).toEqual({
      state: 'blocked',
      decision: block,
      why: 'it is blocked as "acme" (entry 5)',
    });
    const lifted = decided('unknown', { seq: 6, identity: now, source: 'other' });
    expect(trustOf('other', now, [block, lifted]).state).toBe('unknown');
    // Trust asks for the very same address.
    expect(trustOf('acme', now, [decided('team standard')]).state).toBe('unknown');
  });

  it('of an old decision that does not say where it came from cannot be proved', () => {
    const { state, why } = trustOf('acme', identity, [decided('team standard', { identity: null, seq: 5 })]);
    expect(state).toBe('unknown');
    expect(why).toBe(
      'it was a team standard (entry 5), which does not say where it came from, so nobody can prove that it is the same source: promote it again',
    );
  });

  it('does not move to another name', () => {
    expect(trustOf('other', identity, [decided('team standard', { seq: 5 })])).toMatchObject({
      state: 'unknown',
      why: 'it was a team standard (entry 5) under the name "acme"; trust does not move with it',
    });
  });

  it('of a source that is not configured any more is unknown', () => {
    expect(trustOf('acme', undefined, [decided('team standard', { seq: 5 })])).toMatchObject({
      state: 'unknown',
      why: 'it was a team standard (entry 5) and is no longer configured',
    });
  });

  it('is nothing to speak of where nothing was decided, or it was taken back', () => {
    expect(trustOf('acme', identity, [])).toEqual({ state: 'unknown', decision: undefined, why: null });
    expect(trustOf('acme', identity, [decided('experiment'), decided('unknown')])).toMatchObject({
      state: 'unknown',
      why: null,
    });
  });
});

describe('a block', () => {
  it.each([
    ['under another name', 'other', identity],
    ['at another revision', 'acme', { ...identity, ref: 'v2.0.0' }],
    ['while it is not configured', 'acme', undefined],
  ])('stands %s', (_, name, now) => {
    expect(trustOf(name, now, [decided('blocked')])).toMatchObject({ state: 'blocked' });
  });

  it('of a source of which nobody recorded where it came from stands by its name', () => {
    expect(trustOf('acme', elsewhere, [decided('blocked', { identity: null })]).state).toBe('blocked');
  });

  it('does not meet another repository of that name, which is unknown and says so', () => {
    expect(trustOf('acme', elsewhere, [decided('blocked', { seq: 5 })])).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('it was blocked (entry 5) as git https://example.com/acme'),
    });
  });

  it('is taken back under whatever name', () => {
    const decisions = [decided('blocked'), decided('unknown', { source: 'other' })];
    expect(trustOf('other', identity, decisions).state).toBe('unknown');
  });
});
