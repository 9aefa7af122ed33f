import type { SuiteReport } from '../../domain/checks/recorded.ts';
import type { Gate } from '../../domain/checks/verdict.ts';
import type { Paint } from '../base/paint.ts';
import { renderSuiteGithub } from './github.ts';
import { renderSuiteJson } from './json.ts';
import { renderSuiteJunit } from './junit.ts';
import { renderSuiteMarkdown } from './markdown.ts';
import { renderSuiteSarif } from './sarif.ts';
import { renderSuiteText } from './text.ts';

/** The names of the forms that a run can be told in. */
export const suiteFormatNames = ['table', 'json', 'junit', 'sarif', 'markdown', 'github'] as const;

export type SuiteFormat = (typeof suiteFormatNames)[number];

/** Every form that a run can be told in. */
export const suiteFormats: Record<SuiteFormat, (report: SuiteReport, paint: Paint, gate?: Gate) => string> = {
  table: renderSuiteText,
  json: renderSuiteJson,
  junit: (report, _, gate) => renderSuiteJunit(report, gate),
  sarif: renderSuiteSarif,
  markdown: renderSuiteMarkdown,
  github: renderSuiteGithub,
};
