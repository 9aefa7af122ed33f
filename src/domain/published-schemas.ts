import * as z from 'zod';
import { artifactKindsSchema } from './artifacts/artifact-kind.ts';
import { checklistSchema } from './artifacts/checklist.ts';
import { catalogSchema } from './artifacts/verification-catalog.ts';
import { baselineSchema } from './baselines/baseline.ts';
import { knownIssuesSchema } from './checks/known-issues.ts';
import { suiteSchema } from './checks/suite.ts';
import { modelPolicySchema } from './policy/model-policy.ts';
import { policyMapSchema } from './policy/policy-map.ts';
import { runbookSchema } from './rollout/runbook.ts';
import { decisionTableSchema } from './rules/decision-table.ts';
import { statedExpectationsSchema } from './sandbox/stated-expectations.ts';

/** The JSON Schemas in `data/schemas/`, by file name, for editors that complete and check YAML. */
export function publishedSchemas(): Record<string, unknown> {
  return {
    'suite.schema.json': z.toJSONSchema(suiteSchema, { io: 'input' }),
    'baseline.schema.json': z.toJSONSchema(baselineSchema, { io: 'input' }),
    'known-issues.schema.json': z.toJSONSchema(knownIssuesSchema, { io: 'input' }),
    'model-policy.schema.json': z.toJSONSchema(modelPolicySchema, { io: 'input' }),
    'policy-map.schema.json': z.toJSONSchema(policyMapSchema, { io: 'input' }),
    'rules.schema.json': z.toJSONSchema(decisionTableSchema, { io: 'input' }),
    'artifacts.schema.json': z.toJSONSchema(artifactKindsSchema, { io: 'input' }),
    'verification-catalog.schema.json': z.toJSONSchema(catalogSchema, { io: 'input' }),
    'checklist.schema.json': z.toJSONSchema(checklistSchema, { io: 'input' }),
    'runbook.schema.json': z.toJSONSchema(runbookSchema, { io: 'input' }),
    'sandbox.schema.json': z.toJSONSchema(statedExpectationsSchema, { io: 'input' }),
  };
}
