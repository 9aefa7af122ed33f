/** A request as it came over HTTP. */
export type AskedPage = {
  method: string;
  /** The target of the request line, such as `/metrics?x=1`. */
  target: string;
  host: string | undefined;
  accept: string | undefined;
};

/** What a request is answered with; `refused` has a status of HTTP. */
type Answer =
  | { page: 'metrics'; format: 'prometheus' | 'openmetrics' }
  | { page: 'health' }
  | { page: 'refused'; status: 403 | 404 | 405; message: string };

/**
 * What a request to the server of metrics is answered with. A name in Host has to be one of `names` or `localhost`: a page
 * in a browser could otherwise reach a server on this machine by a name of its own (DNS rebinding). An address cannot be
 * such a name.
 */
export function judgeRequest({ method, target, host, accept }: AskedPage, names: readonly string[]): Answer {
  if (!isOurs(host, names))
    return {
      page: 'refused',
      status: 403,
      message: 'this host name is not served; codex-cockpit metrics serve --allow-host NAME adds one',
    };
  const [path = ''] = target.split('?', 1);
  if (path !== '/metrics' && path !== '/healthz')
    return { page: 'refused', status: 404, message: 'there are only /metrics and /healthz' };
  if (method !== 'GET' && method !== 'HEAD')
    return { page: 'refused', status: 405, message: 'this server only answers GET' };
  if (path === '/healthz') return { page: 'health' };
  return { page: 'metrics', format: wantsOpenMetrics(accept ?? '') ? 'openmetrics' : 'prometheus' };
}

/** Whether an address or name is of this machine alone. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

function isOurs(host: string | undefined, names: readonly string[]): boolean {
  if (host === undefined) return false;
  const name = host.toLowerCase().replace(/:\d*$/, '');
  if (/^\[[0-9a-f:.]+\]$/.test(name) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return true;
  return name === 'localhost' || names.some((one) => one.toLowerCase() === name);
}

/** A media range of the header Accept: its type, parameters and weight (RFC 9110 §12.5.1). */
function parseAccept(accept: string) {
  return accept.split(',').map((range) => {
    const [type = '', ...rest] = range.split(';').map((part) => part.trim().toLowerCase());
    const parameters = new Map(
      rest.map((part) => {
        const [name = '', value = ''] = part.split('=', 2);
        return [name.trim(), value.trim().replace(/^"(.*)"$/, '$1')];
      }),
    );
    const weight = Number(parameters.get('q') ?? 1);
    return { type, version: parameters.get('version'), weight: weight >= 0 && weight <= 1 ? weight : 0 };
  });
}

/** OpenMetrics is for whoever names it and prefers it; everybody else gets the older text format. */
function wantsOpenMetrics(accept: string): boolean {
  const ranges = parseAccept(accept);
  const weightOf = (type: string, versions: readonly (string | undefined)[]) =>
    Math.max(
      0,
      ...ranges
        .filter((range) => range.type === type && versions.includes(range.version))
        .map(({ weight }) => weight),
    );
  const openMetrics = weightOf('application/openmetrics-text', [undefined, '1.0.0']);
  return openMetrics > 0 && openMetrics >= weightOf('text/plain', [undefined, '0.0.4']);
}
