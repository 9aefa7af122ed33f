import { describe, expect, it } from 'vitest';
import { isLoopback, judgeRequest } from '../../../../src/domain/runs/observe/judge-request.ts';

const ask = (given: Partial<Parameters<typeof judgeRequest>[0]>, names: readonly string[] = []) =>
  judgeRequest(
    { method: 'GET', target: '/metrics', host: '127.0.0.1:9464', accept: undefined, ...given },
    names,
  );

describe('a request to the server of metrics', () => {
  it.each([
    ['127.0.0.1:9464'],
    ['127.0.0.1'],
    ['localhost:9464'],
    ['LocalHost'],
    ['[::1]:9464'],
    ['192.0.2.7:9464'],
    ['ci.example.com:9464'],
    ['CI.example.com'],
  ])('is answered for the host %s', (host) => {
    expect(ask({ host }, ['ci.example.com'])).toMatchObject({ page: 'metrics' });
  });

  it.each([
    ['evil.example'],
    ['127.0.0.1.evil.example:9464'],
    ['localhost.evil.example'],
    ['evil.example:127'],
    ['[::1].evil.example'],
    ['localhost@evil.example'],
    ['other.ci.example.com'],
    [''],
    [undefined],
  ])('is refused for the host %s', (host) => {
    expect(ask({ host }, ['ci.example.com'])).toMatchObject({ page: 'refused', status: 403 });
  });

  it.each([
    ['/'],
    ['/metrics/'],
    ['//metrics'],
    ['/metrics/../metrics'],
    ['/%6detrics'],
    ['/METRICS'],
    ['/metrics#x'],
    ['http://127.0.0.1/metrics'],
    ['*'],
    [''],
  ])('finds nothing at %s', (target) => {
    expect(ask({ target })).toMatchObject({ page: 'refused', status: 404 });
  });

  it.each([['POST'], ['PUT'], ['DELETE'], ['OPTIONS'], ['get'], ['']])('may not be %s', (method) => {
    expect(ask({ method })).toMatchObject({ page: 'refused', status: 405 });
  });

  it('may ask for the health, and for the head alone', () => {
    expect(ask({ target: '/healthz' })).toEqual({ page: 'health' });
    expect(ask({ target: '/metrics?name[]=x', method: 'HEAD' })).toMatchObject({ page: 'metrics' });
  });

  it.each([
    [undefined, 'prometheus'],
    ['', 'prometheus'],
    ['*/*', 'prometheus'],
    ['text/html', 'prometheus'],
    ['application/openmetrics-text', 'openmetrics'],
    ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
    ['Application/OpenMetrics-Text;VERSION="1.0.0"', 'openmetrics'],
    ['application/openmetrics-text;version=0.0.1', 'prometheus'],
    ['application/openmetrics-text;q=0', 'prometheus'],
    ['application/openmetrics-text;q=nonsense', 'prometheus'],
    ['application/openmetrics-text;q=0.3,text/plain;q=0.5', 'prometheus'],
    // What Prometheus 2.42 and Prometheus 3 send.
    [
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      'openmetrics',
    ],
    [
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'openmetrics',
    ],
  ])('that accepts %s gets %s', (accept, format) => {
    expect(ask({ accept })).toEqual({ page: 'metrics', format });
  });
});

describe('an address', () => {
  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1', '[::1]'])('%s is of this machine alone', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', '127.0.0.1.example.com', 'example.com', ''])(
    '%s may be reached by others',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
