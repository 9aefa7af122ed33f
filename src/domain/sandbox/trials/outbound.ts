import { UsageError } from '../../base/errors.ts';

/** Where the CLI itself connects to; nothing is sent there. */
const usual = { host: 'api.openai.com', port: 443 };

/**
 * Reads `host:port`; `none` leaves outbound connections out.
 *
 * @throws UsageError when it has another form
 */
export function parseOutbound(text: string | undefined): { host: string; port: number } | undefined {
  if (text === undefined) return usual;
  if (text === 'none') return undefined;
  const [, host, port] = /^([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    throw new UsageError(`--outbound: ${text} is not host:port`, 'Write example.com:443, or none.');
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}
