import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { judgeApprovedProfiles } from '../../../../src/domain/checks/judge/sandbox.ts';
import {
  compareProfiles,
  describeDifference,
} from '../../../../src/domain/sandbox/profiles/compare-profiles.ts';

const approved = `default_permissions = "work"
[permissions.work]
description = "everyday"
extends = ":workspace"
[permissions.work.filesystem]
"~/.ssh" = "deny"
[permissions.look]
extends = ":read-only"
`;

const compared = (actual: string) => compareProfiles(parse(approved), parse(actual)).map(describeDifference);

describe('profiles held against the approved ones', () => {
  it('are the same in another order, with another description and other settings around them', () => {
    const actual = `model = "x"
default_permissions = "work"
[permissions.look]
extends = ":read-only"
[permissions.work]
extends = ":workspace"
description = "mine"
filesystem = { "~/.ssh" = "deny" }
`;
    expect(compared(actual)).toEqual([]);
    expect(judgeApprovedProfiles(parse(approved), parse(actual))).toMatchObject({ verdict: 'pass' });
  });

  it.each([
    [
      approved.replace('"deny"', '"read"'),
      'permissions.work.filesystem."~/.ssh": approved "deny", here "read"',
    ],
    [
      approved.replace('"~/.ssh" = "deny"', ''),
      'permissions.work.filesystem."~/.ssh": approved "deny", here nothing',
    ],
    [
      `${approved}network = { enabled = true }\n`,
      'permissions.look.network: approved nothing, here {"enabled":true}',
    ],
    [approved.replace('= "work"', '= "look"'), 'default_permissions: approved "work", here "look"'],
    [
      `${approved}[permissions.mine]\nextends = ":workspace"\n`,
      'permissions.mine: nobody approved this profile',
    ],
  ])('fail for %j', (actual, difference) => {
    expect(compared(actual)).toEqual([difference]);
    expect(judgeApprovedProfiles(parse(approved), parse(actual))).toMatchObject({
      verdict: 'fail',
      actual: difference,
      remedy: expect.stringContaining('artifact publish approved-profiles'),
    });
  });

  it('only warn where an approved profile is missing, and skip while none are approved', () => {
    const one = approved.split('[permissions.look]')[0] ?? '';
    expect(judgeApprovedProfiles(parse(approved), parse(one))).toMatchObject({
      verdict: 'warn',
      actual: 'permissions.look: approved, and not here',
    });
    expect(judgeApprovedProfiles(undefined, parse(one))).toMatchObject({ verdict: 'skip' });
  });
});
