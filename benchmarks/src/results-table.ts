import type { Results } from './results.ts';
import type { Spread } from './statistics.ts';

/** The results for a terminal: three tables, and what one must know to read them. */
export function resultsTable(results: Results): string {
  const { machine, versions, rounds, quick, load } = results;
  const versionList = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    ...(quick ? ['QUICK: one short round shows that everything runs. Do not read the numbers.', ''] : []),
    `Node ${machine.node}, OpenSSL ${machine.openssl}, ${machine.system}`,
    `${machine.cores} x ${machine.cpu}; load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`,
    versionList.join(', '),
    `Medians of ${rounds} interleaved round${rounds === 1 ? '' : 's'}, in brackets the lowest and the highest.`,
    '',
    'Verification of distinct tokens (RS256, 2048 bits)',
    '',
    ...verificationTable(results),
    '',
    'Issuing over HTTP: POST /v1/client/sessions/:id/tokens',
    '',
    `One bare RSA signature: ${spread(results.signature.cpuMilliseconds, 2)} ms CPU`,
    '',
    ...issuingTable(results),
    '',
  ].join('\n');
}

function verificationTable({ verification }: Results): string[] {
  return align([
    ['verifier', 'at a time', 'CPU us each', 'CPU / bare', 'per second'],
    ...verification.map((row) => [
      row.name,
      String(row.inFlight),
      spread(row.cpuMicroseconds, 1),
      spread(row.cpuRatioToBare, 2),
      spread(row.perSecond, 0),
    ]),
  ]);
}

function issuingTable({ issuing }: Results): string[] {
  return align([
    ['database', 'server CPU ms', 'database CPU ms', 'CPU / signature', 'tokens/s', 'p50 ms', 'p99 ms'],
    ...issuing.map((row) => [
      row.database,
      spread(row.serverCpuMilliseconds, 2),
      spread(row.databaseCpuMilliseconds, 2),
      spread(row.cpuRatioToSignature, 2),
      spread(row.tokensPerSecond, 0),
      spread(row.p50Milliseconds, 1),
      spread(row.p99Milliseconds, 1),
    ]),
  ]);
}

function spread({ median, min, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} [${min.toFixed(digits)} ${max.toFixed(digits)}]`;
}

/** Columns of equal width, text to the left and numbers to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   '),
  );
}
