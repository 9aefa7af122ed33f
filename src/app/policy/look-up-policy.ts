import { dirname, isAbsolute, join } from 'node:path';
import { readLocatedToml } from '../../domain/base/documents/located-toml.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { lintPolicy } from '../../domain/policy/lint-policy.ts';
import {
  fieldsLeftOpen,
  lookUpPolicy,
  type PolicyLookup,
  parsePolicyMap,
  peopleOf,
  requireAddress,
  type Whom,
} from '../../domain/policy/policy-map.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import type { World } from '../world/world.ts';
import { readPolicyFile } from './lint-policy.ts';

/** Where the map is looked for. */
export const usualPolicyMap = 'policy-map.yaml';

/**
 * Looks up the policy that applies to a user or a group.
 *
 * @throws UsageError when the map or a policy that it names cannot be read
 */
export async function whoGetsPolicy(
  world: Pick<World, 'cwd'>,
  { map = usualPolicyMap, whom }: { map?: string | undefined; whom: Whom },
): Promise<PolicyLookup> {
  const parsed = parsePolicyMap(await readPolicyFile(world, map), map);
  if (whom.type === 'user') requireAddress(whom.email, parsed);
  const lookup = lookUpPolicy(parsed, whom);
  const { applies, passedOver } = lookup;
  const read = async (policy: string) => {
    const file = isAbsolute(policy) ? policy : join(dirname(map), policy);
    return { file, fields: await readFields(world, file) };
  };
  const policy =
    applies.by === 'nothing'
      ? undefined
      : await read(applies.by === 'rule' ? applies.rule.policy : applies.policy);
  const later = await Promise.all(
    passedOver.map(async ({ group, policy: named }) => ({ rule: group, ...(await read(named)) })),
  );
  const findings = policy
    ? lintPolicy(
        { text: await readPolicyFile(world, policy.file), file: policy.file },
        { kind: 'requirements', version: DEFAULT_PIN },
      )
    : [];
  return { ...lookup, map, policy, findings, leftOpen: policy ? fieldsLeftOpen(policy.fields, later) : [] };
}

/**
 * Looks up every user and every group of the usual map.
 *
 * @throws UsageError when the map or a policy that it names cannot be read
 */
export async function lookUpEverybody(world: Pick<World, 'cwd'>): Promise<readonly PolicyLookup[]> {
  const map = parsePolicyMap(await readPolicyFile(world, usualPolicyMap), usualPolicyMap);
  return Promise.all(peopleOf(map).map((whom) => whoGetsPolicy(world, { whom })));
}

async function readFields(
  world: Pick<World, 'cwd'>,
  file: string,
): Promise<Readonly<Record<string, unknown>>> {
  const document = readLocatedToml({ text: await readPolicyFile(world, file), file });
  if (document.type === 'read') return document.data;
  throw new UsageError(`${formatPlace(document.place)}: ${document.message}`);
}
