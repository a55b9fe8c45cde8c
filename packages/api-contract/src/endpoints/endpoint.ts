export type ApiName = 'frontend' | 'backend' | 'platform';
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation of the wire. Parts of the path that start with `:` stand for any one segment. */
export interface Endpoint {
  readonly api: ApiName;
  readonly method: HttpMethod;
  readonly path: string;
}

/** Reads lines such as `GET,PATCH /v1/environment`. */
export function endpointsOf(api: ApiName, lines: readonly string[]): readonly Endpoint[] {
  return lines.flatMap((line) => {
    const [methods = '', path = ''] = line.split(' ');
    return methods.split(',').map((method) => ({ api, method: method as HttpMethod, path }));
  });
}
