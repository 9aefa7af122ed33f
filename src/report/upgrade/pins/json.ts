import { type PinScan, remedyOf } from '../../../domain/upgrade/pins/scan.ts';
import { jsonDocument } from '../../base/json-document.ts';
import { describeDrift } from './text.ts';

/** The scan for programs, `codex-cockpit/pins` version 1 (docs/json.md). */
export function renderPinsJson(scan: PinScan, written: boolean): string {
  return jsonDocument('pins', {
    pin: scan.pin,
    files: scan.files,
    places: scan.found.map((found) => ({
      ...found.place,
      form: found.form,
      spec: found.spec,
      state: found.drift.state,
      found: describeDrift(found),
      fixable: found.isFixable,
      remedy: found.drift.state === 'same' ? null : remedyOf(found, scan.pin),
    })),
    unread: scan.unread,
    fixes: scan.fixes.map(({ file, written: places }) => ({ file, places })),
    written,
  });
}
