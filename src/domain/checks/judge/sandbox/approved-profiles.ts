import { compareProfiles, describeDifference } from '../../../sandbox/profiles/compare-profiles.ts';
import { fail, type Judgement, pass, skip, warn } from '../../judgement.ts';

type Table = Readonly<Record<string, unknown>>;

const remedy =
  'Publish the approved profiles with codex-cockpit artifact publish approved-profiles, or have these approved.';

/**
 * Fails when a configuration has other profiles than those that were approved; warns when an approved one is
 * missing.
 *
 * @param approved the approved profiles, as a configuration; undefined while none are approved
 */
export function judgeApprovedProfiles(approved: Table | undefined, actual: Table): Judgement {
  if (!approved) return skip('no profiles are approved yet: the artifact approved-profiles does not count');
  const differences = compareProfiles(approved, actual);
  const broken = differences.filter(({ type }) => type !== 'missing');
  const [first] = broken.length > 0 ? broken : differences;
  if (!first) return pass('the profiles are those that were approved');
  const difference = {
    summary: `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'} from the approved profiles`,
    expected: 'the profiles that were approved, and no others',
    actual: (broken.length > 0 ? broken : differences).slice(0, 5).map(describeDifference).join('; '),
    remedy,
  };
  return broken.length > 0 ? fail(difference) : warn(difference);
}
