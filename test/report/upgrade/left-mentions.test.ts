import { describe, expect, it } from 'vitest';
import type { LeftMentions } from '../../../src/domain/upgrade/pins/scan.ts';
import { describeLeft } from '../../../src/report/upgrade/pins/text.ts';

const left: LeftMentions = {
  ...{ version: '0.139.0', folders: ['.'], places: 2, files: 1, fixable: 1, unread: 0, fault: undefined },
};

describe('the places that still name the version before', () => {
  it.each<[string, Partial<LeftMentions>, string]>([
    [
      'are counted with the command that shows the patch',
      {},
      '2 places in 1 file still name 0.139.0. The patch for 1 of them: codex-cockpit pins scan --fix',
    ],
    [
      'without a patch lead to what to do',
      { places: 1, fixable: 0 },
      '1 place in 1 file still names 0.139.0. What to do: codex-cockpit pins scan',
    ],
    [
      'in other folders are named in the command',
      { folders: ['../web', "it's"] },
      `2 places in 1 file still name 0.139.0. The patch for 1 of them: codex-cockpit pins scan ../web 'it'\\''s' --fix`,
    ],
    [
      'are not said to be none when a file could not be read',
      { places: 0, unread: 1 },
      'No place found still names 0.139.0; 1 file could not be read: codex-cockpit pins scan --fix',
    ],
    [
      'are not said to be none when nothing could be searched',
      { places: 0, fault: 'there is no folder ../web' },
      'Places that name 0.139.0 could not be searched (there is no folder ../web): codex-cockpit pins scan --fix',
    ],
  ])('%s', (_, more, said) => {
    expect(describeLeft({ ...left, ...more })).toBe(said);
  });
});
