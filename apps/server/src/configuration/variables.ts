export interface Variable {
  readonly name: string;
  readonly meaning: string;
  /** What holds when it is not set, in words. */
  readonly default: string;
  /** Never shown. */
  readonly secret?: true;
}

const variable = (name: string, meaning: string, fallback: string): Variable => ({
  name,
  meaning,
  default: fallback,
});
const secret = (name: string, meaning: string, fallback: string): Variable => ({
  ...variable(name, meaning, fallback),
  secret: true,
});

/** Every environment variable the server reads; the documentation prints this table. */
export const variables = [
  variable(
    'BARTLEBY_MODE',
    '`dev` forgives and helps, `start` refuses what is unsafe; set by the CLI',
    'dev',
  ),
  variable('PORT', 'port to listen on; in `dev` a taken one gives the next free one', '1853'),
  variable('BARTLEBY_HOST', 'address to listen on', '127.0.0.1'),
  variable(
    'BARTLEBY_PUBLIC_URL',
    'origin under which browsers reach the server',
    '`http://localhost:<port>` in `dev`',
  ),
  variable(
    'BARTLEBY_ADMIN_LISTEN',
    '`host:port` of a second socket for Dashboard, Platform and Backend API',
    'one socket for all',
  ),
  variable(
    'BARTLEBY_TRUSTED_PROXIES',
    'addresses and networks of your reverse proxies, e.g. `127.0.0.1, 10.0.0.0/8`: `X-Forwarded-For` is believed from these alone',
    'none: the address of the connection counts',
  ),
  variable('BARTLEBY_DATA_DIR', 'folder of the embedded database and of what `dev` keeps', '.bartleby'),
  secret('DATABASE_URL', 'PostgreSQL to use, `postgres://…`', 'the embedded database'),
  variable('BARTLEBY_DATABASE_CONNECTIONS', 'connections to PostgreSQL at most', '10'),
  secret(
    'BARTLEBY_ENCRYPTION_KEY',
    '32 bytes in base64 or hex that encrypt private keys at rest',
    'in `dev` made and kept in the data folder',
  ),
  secret('BARTLEBY_SECRET_KEY', 'fixes the first instance’s secret key', 'made at the first start'),
  secret('BARTLEBY_PLATFORM_KEY', 'fixes the first platform key', 'made at the first start'),
  secret(
    'BARTLEBY_SMTP_URL',
    'mail server, `smtp://user:password@host:587` or `smtps://…`',
    'the development mailbox',
  ),
  variable('BARTLEBY_MAIL_FROM', 'sender of mails', 'Bartleby <no-reply@<host of the public URL>>'),
  variable('BARTLEBY_LOG_LEVEL', '`debug`, `info`, `warn`, `error` or `silent`', 'info'),
  variable('BARTLEBY_LOG_FORMAT', '`json` or `pretty`', '`pretty` on a terminal, else `json`'),
  variable('BARTLEBY_READY_JSON', '`1`: print one line of JSON on standard output when ready', 'off'),
  variable('BARTLEBY_ALLOW_INSECURE_PUBLIC_URL', '`1`: let `start` run on a public URL without https', 'off'),
  variable('BARTLEBY_ALLOW_EMBEDDED_DATABASE', '`1`: let `start` run on the embedded database', 'off'),
  variable(
    'BARTLEBY_ALLOW_DEVELOPMENT_INSTANCE',
    '`1`: let `start` serve a development instance on a public URL',
    'off',
  ),
  variable(
    'BARTLEBY_ALLOW_WILDCARD_ORIGINS',
    '`1`: let `start` serve instances whose allowed origins hold a `*`',
    'off',
  ),
] as const satisfies readonly Variable[];
