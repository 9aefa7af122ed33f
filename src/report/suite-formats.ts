import type { SuiteReport } from '../domain/checks/suite-report.ts';
import type { Paint } from './paint.ts';
import { renderSuiteGithub } from './suite-github.ts';
import { renderSuiteJson } from './suite-json.ts';
import { renderSuiteJunit } from './suite-junit.ts';
import { renderSuiteMarkdown } from './suite-markdown.ts';
import { renderSuiteSarif } from './suite-sarif.ts';
import { renderSuiteTable } from './suite-table.ts';

/** Every form that a run can be told in. */
export const suiteFormats = {
  table: renderSuiteTable,
  json: renderSuiteJson,
  junit: renderSuiteJunit,
  sarif: renderSuiteSarif,
  markdown: renderSuiteMarkdown,
  github: renderSuiteGithub,
} as const satisfies Record<string, (report: SuiteReport, paint: Paint) => string>;

export type SuiteFormat = keyof typeof suiteFormats;

export const suiteFormatNames = Object.keys(suiteFormats) as SuiteFormat[];
