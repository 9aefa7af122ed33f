import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CockpitError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import type { PolicyExplanation } from '../../domain/policy/policy-explanation.ts';
import type { PolicyLookup } from '../../domain/policy/policy-map.ts';
import type { RulesReport } from '../../domain/policy/rules/rules-report.ts';
import type { World } from '../world/world.ts';
import { explainPolicy } from './explain-policy.ts';
import { lookUpEverybody, usualPolicyMap } from './look-up-policy.ts';
import { type InstructionChain, readChain } from './read-chain.ts';
import { testRules } from './test-rules.ts';

/** A part of the policy, or why there is none to show. */
export type Part<T> = { value: T } | { missing: string };

/** All that the cockpit shows of policy here. */
export type PolicyView = {
  explanation: Part<PolicyExplanation>;
  lookups: Part<readonly PolicyLookup[]>;
  rules: Part<RulesReport>;
  chain: Part<InstructionChain>;
};

/** Where the decision table of a project is looked for. */
export const usualDecisionTable = 'decisions.yaml';

/** Reads the layers, who gets which policy, what the rules decide, and the instruction chain of this folder. */
export async function readPolicyView(
  world: World,
  {
    onProgress,
    ...request
  }: {
    codex?: string | undefined;
    signal: AbortSignal;
    /** Hears how many parts are read of how many. */
    onProgress?: OnProgress | undefined;
  },
): Promise<PolicyView> {
  let done = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work;
    done += 1;
    onProgress?.({ done, planned: 4 });
    return value;
  };
  const [explanation, lookups, rules, chain] = await Promise.all([
    counted(part(explainPolicy(world, request))),
    counted(part(ifThere(world, usualPolicyMap, () => lookUpEverybody(world)))),
    counted(
      part(
        ifThere(world, usualDecisionTable, () =>
          testRules(world, { ...request, table: usualDecisionTable, rules: [] }),
        ),
      ),
    ),
    counted(part(readChain(world, request))),
  ]);
  return { explanation, lookups, rules, chain };
}

async function ifThere<T>({ cwd }: World, file: string, work: () => Promise<T>): Promise<T | string> {
  const isThere = await access(join(cwd, file)).then(
    () => true,
    () => false,
  );
  return isThere ? work() : `there is no ${file} here`;
}

/** A fault that a person can fix is shown in place of its part, so that the other parts are seen. */
async function part<T>(work: Promise<T | string>): Promise<Part<T>> {
  try {
    const value = await work;
    return typeof value === 'string' ? { missing: value } : { value };
  } catch (cause) {
    if (cause instanceof CockpitError) return { missing: cause.message };
    throw cause;
  }
}
