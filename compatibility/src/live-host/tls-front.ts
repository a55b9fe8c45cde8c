import { createHash, X509Certificate } from 'node:crypto';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCA, createCert } from 'mkcert';

/** A certificate authority of the test's own, and one certificate for all names below a domain. */
export interface Certificates {
  readonly key: string;
  /** The certificate and the authority's. */
  readonly chain: string;
  /** What Chromium takes as the one trusted key: SHA-256 of the authority's public key, in base64. */
  readonly authorityHash: string;
}

export async function makeCertificates(domain: string): Promise<Certificates> {
  const about = { organization: 'Test authority', countryCode: 'US', state: 'Test', locality: 'Test' };
  const authority = await createCA({ ...about, validity: 2 });
  const { key, cert } = await createCert({ ca: authority, domains: [domain, `*.${domain}`], validity: 1 });
  const publicKey = new X509Certificate(authority.cert).publicKey.export({ type: 'spki', format: 'der' });
  const authorityHash = createHash('sha256').update(publicKey).digest('base64');
  return { key, chain: `${cert}${authority.cert}`, authorityHash };
}

/** A reverse proxy where TLS ends, as in front of any production server. */
export interface TlsFront {
  readonly port: number;
  /** Where requests go: a port of this machine, known later than the front's own. */
  leadTo(port: number): void;
  stop(): Promise<void>;
}

export async function startTlsFront({ key, chain }: Certificates): Promise<TlsFront> {
  let target = 0;
  const server: Server = createServer({ key, cert: chain }, (incoming, answer) => {
    const { host = '' } = incoming.headers;
    const headers = { ...incoming.headers, 'x-forwarded-proto': 'https', 'x-forwarded-host': host };
    const onward = request(
      { host: '127.0.0.1', port: target, method: incoming.method, path: incoming.url, headers },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      target = port;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
