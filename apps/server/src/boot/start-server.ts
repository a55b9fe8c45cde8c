import { buildApp } from '../app.ts';
import { configOn } from '../config.ts';
import type { Settings } from '../configuration/settings.ts';
import { startWarnings } from '../configuration/start-problems.ts';
import { checkEncryptionKey } from '../database/check-encryption-key.ts';
import { openDatabase } from '../database/open-database.ts';
import type { Dependencies } from '../dependencies.ts';
import { openMailer } from '../features/mail/index.ts';
import { drain, listen } from '../http/listen.ts';
import { systemClock } from '../runtime/clock.ts';
import { dataFolderKey } from '../runtime/data-folder-key.ts';
import { createEncryption, type Encryption } from '../runtime/encryption.ts';
import type { Log } from '../runtime/log.ts';
import { createPasswordHasher } from '../runtime/password-hasher.ts';
import { createRandom, type Random } from '../runtime/random.ts';
import { type ReservedPort, reservePort } from '../runtime/reserve-port.ts';
import { startSweeper } from '../runtime/sweeper.ts';
import { listSweeps } from '../sweeps.ts';
import { prepareFirstStart, type ReadyFacts } from './prepare-first-start.ts';
import type { Shutdown } from './shutdown.ts';

/** In `dev` a taken port gives the next free one of so many. */
const DEV_PORTS = 21;

/** Opens everything and listens. What was opened is in `shutdown`, also when this throws half-way. */
export async function startServer(settings: Settings, log: Log, shutdown: Shutdown): Promise<ReadyFacts> {
  for (const warning of startWarnings(settings)) log.warn(warning);
  const random = createRandom(systemClock);
  const database = await openDatabase({ ...settings, random, log });
  shutdown.add('database', () => database.close());
  const encryption = openEncryption(settings, random, log);
  await checkEncryptionKey(database, encryption);

  const port = await reserve(settings, log, shutdown);
  const adminPort = settings.adminListen
    ? await reservePort(settings.adminListen.host, settings.adminListen.port, 1)
    : null;
  const foundation = {
    config: configOn(settings, port.port),
    database,
    clock: systemClock,
    random,
    log,
    encryption,
    passwords: createPasswordHasher(),
  };
  const mail = openMailer(foundation);
  shutdown.add('mail', () => mail.close());
  const dependencies: Dependencies = { ...foundation, mail };
  const facts = await prepareFirstStart(dependencies);
  await serve(dependencies, { port, adminPort }, shutdown);
  const stopSweeper = startSweeper(listSweeps(dependencies), log);
  shutdown.add('sweeper', stopSweeper);
  return facts;
}

function openEncryption(settings: Settings, random: Random, log: Log): Encryption {
  if (settings.encryptionKey) return createEncryption(settings.encryptionKey, random);
  const { key, isNew } = dataFolderKey(settings.dataDirectory, random);
  if (isNew)
    log.info('made an encryption key in the data folder: beside the data it guards against accidents only', {
      file: 'encryption-key',
    });
  return createEncryption(key, random);
}

async function reserve(settings: Settings, log: Log, shutdown: Shutdown): Promise<ReservedPort> {
  const tries = settings.mode === 'dev' && settings.port !== 0 ? DEV_PORTS : 1;
  const reserved = await reservePort(settings.host, settings.port, tries);
  shutdown.add('port', () => reserved.release());
  if (settings.port !== 0 && reserved.port !== settings.port)
    log.warn(`port ${settings.port} is taken; using ${reserved.port}`);
  return reserved;
}

async function serve(
  dependencies: Dependencies,
  { port, adminPort }: { port: ReservedPort; adminPort: ReservedPort | null },
  shutdown: Shutdown,
): Promise<void> {
  const { config } = dependencies;
  const start = async (surface: 'everything' | 'public' | 'admin', host: string, reserved: ReservedPort) => {
    const app = await buildApp(dependencies, { surface });
    shutdown.add(`${surface} socket`, () => drain(app), 3_000);
    await listen(app, host, reserved);
  };
  if (adminPort && config.adminListen) await start('admin', config.adminListen.host, adminPort);
  await start(adminPort ? 'public' : 'everything', config.host, port);
}
