import * as z from 'zod';
import { suiteSchema } from './checks/suite.ts';
import { runbookSchema } from './rollout/runbook.ts';

/** The JSON Schemas in `data/schemas/`, by file name, for editors that complete and check YAML. */
export function publishedSchemas(): Record<string, unknown> {
  return {
    'suite.schema.json': z.toJSONSchema(suiteSchema, { io: 'input' }),
    'runbook.schema.json': z.toJSONSchema(runbookSchema, { io: 'input' }),
  };
}
