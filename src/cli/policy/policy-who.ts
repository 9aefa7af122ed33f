import { usualPolicyMap, whoGetsPolicy } from '../../app/policy/look-up-policy.ts';
import { UsageError } from '../../domain/base/errors.ts';
import type { Whom } from '../../domain/policy/policy-map.ts';
import { ourVerdict } from '../../domain/policy/policy-report.ts';
import { renderLookup, renderLookupJson } from '../../report/policy/policy-lookup.ts';
import { flag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `policy who` */
export const who = subcommand({
  name: 'who',
  summary: 'which policy applies to a user or a group',
  flags: {
    user: flag('--user <email>', 'a user, by email address'),
    group: flag('--group <name>', 'a group of the map'),
    map: flag('--map <file>', `the policy map (default: ${usualPolicyMap})`),
  },
  run: ({ map, ...given }, { world }) => whoGetsPolicy(world, { map, whom: whomOf(given) }),
  text: renderLookup,
  json: renderLookupJson,
  exit: ({ policy, findings }) => (policy && ourVerdict(findings) !== 'fail' ? 0 : 1),
  examples: [
    [
      'codex-cockpit policy who --user ada@example.com',
      'the first rule that matches, and what it leaves open',
    ],
    ['codex-cockpit policy who --group contractors --map policies/map.yaml', 'the same for a group'],
  ],
});

function whomOf({ user, group }: { user: string | undefined; group: string | undefined }): Whom {
  if (user !== undefined && group === undefined) return { type: 'user', email: user };
  if (group !== undefined && user === undefined) return { type: 'group', group };
  throw new UsageError('name either a user or a group', 'Use --user EMAIL or --group NAME.');
}
