import type { Command } from 'commander';
import { usualPolicyMap, whoGetsPolicy } from '../../app/policy/look-up-policy.ts';
import { UsageError } from '../../domain/base/errors.ts';
import type { Whom } from '../../domain/policy/policy-map.ts';
import { ourVerdict } from '../../domain/policy/policy-report.ts';
import { renderLookup, renderLookupJson } from '../../report/policy/policy-lookup.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type WhoFlags = CommonFlags & { user?: string; group?: string; map?: string };

/** `policy who` */
export function definePolicyWho(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const who = command
    .command('who')
    .description('which policy applies to a user or a group')
    .option('--user <email>', 'a user, by email address')
    .option('--group <name>', 'a group of the map')
    .option('--map <file>', `the policy map (default: ${usualPolicyMap})`);
  withCommonFlags(who).action(async (_, self: Command) => {
    const flags = self.optsWithGlobals<WhoFlags>();
    const lookup = await whoGetsPolicy(host.world, { map: flags.map, whom: whomOf(flags) });
    host.out(flags.json ? renderLookupJson(lookup) : renderLookup(lookup));
    finish(lookup.policy && ourVerdict(lookup.findings) !== 'fail' ? 0 : 1);
  });
  withExamples(who, [
    [
      'codex-cockpit policy who --user ada@example.com',
      'the first rule that matches, and what it leaves open',
    ],
    ['codex-cockpit policy who --group contractors --map policies/map.yaml', 'the same for a group'],
  ]);
}

function whomOf({ user, group }: WhoFlags): Whom {
  if (user !== undefined && group === undefined) return { type: 'user', email: user };
  if (group !== undefined && user === undefined) return { type: 'group', group };
  throw new UsageError('name either a user or a group', 'Use --user EMAIL or --group NAME.');
}
