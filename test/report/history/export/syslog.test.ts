import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../../../src/domain/base/text/clean.ts';
import { originColumn } from '../../../../src/domain/history/entry/entry-origin.ts';
import { syslog } from '../../../../src/report/history/export/syslog.ts';
import { everyEvent } from '../../../support/every-event.ts';
import { hostileTexts, lineOf } from '../../../support/exported.ts';
import { rolloutStarted } from '../../../support/history.ts';

/** RFC 5424 §6: header, structured data and message. */
const form =
  /^<(?<priority>\d{1,3})>1 (?<time>\S+) (?<host>\S+) (?<app>\S{1,48}) (?<process>\S{1,128}) (?<id>[!-~]{1,32}) \[entry@32473(?<data>(?: [a-z_]+="(?:[^"\\\]]|\\["\\\]])*")+)\] (?<message>.*)$/u;

function read(line: string) {
  const { data = '', ...parts } = form.exec(line)?.groups ?? {};
  const parameters = Object.fromEntries(
    [...data.matchAll(/ ([a-z_]+)="((?:[^"\\\]]|\\["\\\]])*)"/g)].map(([, name, value = '']) => [
      name,
      value.replace(/\\(["\\\]])/g, '$1'),
    ]),
  );
  return { ...parts, parameters };
}

describe('a syslog message', () => {
  it('says what, when and who', () => {
    expect(read(lineOf(syslog, rolloutStarted))).toMatchObject({
      priority: '110',
      time: '2026-11-20T12:00:00.000Z',
      app: 'codex-cockpit',
      id: 'rollout.started',
      parameters: { seq: '1', actor: 'ada@example.com', subject: 'rollout' },
      message: 'started the rollout "Acme" with pin 0.139.0',
    });
  });

  it('says how the actor was named, by which account and on which host, where that was recorded', () => {
    const origin = originColumn({ account: 'ada', host: 'build-7', namedBy: 'flag' });
    expect(read(lineOf(syslog, rolloutStarted, { origin }))).toMatchObject({
      host: '-',
      parameters: { named_by: 'flag', account: 'ada', host: 'build-7' },
    });
    expect(lineOf(syslog, rolloutStarted)).not.toContain('account=');
  });

  it('has the form of RFC 5424 for every kind of entry, whatever was written', () => {
    for (const text of ['plain', ...hostileTexts]) {
      for (const event of everyEvent(text))
        expect(lineOf(syslog, event, { actor: text, subject: text })).toMatch(form);
    }
  });

  it('gives a value back as it was', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100, unit: 'grapheme' }), (actor) => {
        expect(read(lineOf(syslog, rolloutStarted, { actor: actor.toWellFormed() })).parameters?.actor).toBe(
          cleanLine(actor),
        );
      }),
    );
  });

  it('fits in what every receiver takes, 2048 octets, when its texts are ASCII', () => {
    for (const event of everyEvent('x'.repeat(5000))) {
      const line = lineOf(syslog, event, { actor: 'a'.repeat(5000), subject: 's'.repeat(5000) });
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(2048);
    }
  });

  it('marks a message that is not plain ASCII as UTF-8', () => {
    const named = { ...rolloutStarted, body: { v: 1, name: 'Äcme', pin: '1' } } as typeof rolloutStarted;
    expect(read(lineOf(syslog, named))).toMatchObject({ message: expect.stringMatching(/^\ufeffstarted/) });
  });
});
