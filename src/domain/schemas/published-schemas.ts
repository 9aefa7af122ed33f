import * as z from 'zod';
import { artifactKindsSchema } from '../artifacts/artifact-kind.ts';
import { catalogSchema } from '../artifacts/catalog/verification-catalog.ts';
import { checklistSchema } from '../artifacts/checklist.ts';
import { knownIssuesSchema } from '../checks/known-issues.ts';
import { suiteSchema } from '../checks/parse-suite.ts';
import { questionsSchema } from '../metrics/loop/parse-questions.ts';
import { modelPolicySchema } from '../policy/models/model-policy.ts';
import { policyMapSchema } from '../policy/policy-map.ts';
import { decisionTableSchema } from '../policy/rules/decision-table.ts';
import { runbookSchema } from '../runbooks/runbook.ts';
import { riskMatrixSchema } from '../runs/gates/risk-matrix.ts';
import { provenanceSchema } from '../runs/provenance/record.ts';
import { statedExpectationsSchema } from '../sandbox/trials/stated-expectations.ts';
import { baselineSchema } from '../upgrade/baseline/baseline.ts';
import { upgradeRulesSchema } from '../upgrade/rehearsal/parse-rules.ts';
import { ringPlanSchema } from '../upgrade/rings/plan.ts';

/** The JSON Schemas in `data/schemas/`, by file name, for editors that complete and check YAML. */
export function publishedSchemas(): Record<string, unknown> {
  return {
    'suite.schema.json': z.toJSONSchema(suiteSchema, { io: 'input' }),
    'baseline.schema.json': z.toJSONSchema(baselineSchema, { io: 'input' }),
    'known-issues.schema.json': z.toJSONSchema(knownIssuesSchema, { io: 'input' }),
    'model-policy.schema.json': z.toJSONSchema(modelPolicySchema, { io: 'input' }),
    'policy-map.schema.json': z.toJSONSchema(policyMapSchema, { io: 'input' }),
    'rules.schema.json': z.toJSONSchema(decisionTableSchema, { io: 'input' }),
    'artifacts.schema.json': z.toJSONSchema(artifactKindsSchema(), { io: 'input' }),
    'verification-catalog.schema.json': z.toJSONSchema(catalogSchema, { io: 'input' }),
    'checklist.schema.json': z.toJSONSchema(checklistSchema, { io: 'input' }),
    'runbook.schema.json': z.toJSONSchema(runbookSchema(), { io: 'input' }),
    'upgrade-rules.schema.json': z.toJSONSchema(upgradeRulesSchema, { io: 'input' }),
    'questions.schema.json': z.toJSONSchema(questionsSchema(), { io: 'input' }),
    'rings.schema.json': z.toJSONSchema(ringPlanSchema, { io: 'input' }),
    'provenance.schema.json': z.toJSONSchema(provenanceSchema(), { io: 'input' }),
    'risk-matrix.schema.json': z.toJSONSchema(riskMatrixSchema(), { io: 'input' }),
    'sandbox.schema.json': z.toJSONSchema(statedExpectationsSchema, { io: 'input' }),
  };
}
