import { describe, expect, it } from 'vitest';
import { findDifferenceId } from '../../../../src/domain/upgrade/rehearsal/find-difference-id.ts';

const ids = ['commands: codex exec', 'commands: codex exec resume', 'models: gpt\u001b[31m-5'];

describe('a difference named by a person', () => {
  it.each([
    ['commands: codex exec', ids[0]],
    ['resume', ids[1]],
    ['models: gpt-5', ids[2]],
  ])('%j is found', (asked, id) => {
    expect(findDifferenceId(ids, asked, 'blocker')).toBe(id);
  });

  it.each([
    ['commands', '"commands" may be any of 2 blockers'],
    ['commands: codex exex', 'the rehearsal has no blocker "commands: codex exex"; did you mean'],
  ])('%j is refused', (asked, message) => {
    expect(() => findDifferenceId(ids, asked, 'blocker')).toThrow(message);
  });
});
