import { describe, expect, it } from 'vitest';
import { ProgressLine } from './progress-line.ts';

function terminal(isTTY: boolean) {
  let written = '';
  const write = (text: string) => {
    written += text;
    return true;
  };
  const out = { isTTY, write } as unknown as NodeJS.WriteStream;
  return { out, said: () => written };
}
const source = (part: number | null) => ({
  name: 'users.csv',
  unit: 'row',
  rows: () => (async function* () {})(),
  progress: () => part,
});

describe('ProgressLine', () => {
  it('redraws one line on a terminal, and clears it for what is said', () => {
    const { out, said } = terminal(true);
    const line = new ProgressLine(out, { isQuiet: false });
    line.advance(100, source(0.5));
    expect(said()).toBe(`\r\x1b[2K[${'='.repeat(12)}${' '.repeat(12)}] (50 %) 100 rows`);
    line.say('row 7: refused');
    expect(said().endsWith('\r\x1b[2Krow 7: refused\n')).toBe(true);
  });

  it('writes a plain line now and then elsewhere', () => {
    const { out, said } = terminal(false);
    const line = new ProgressLine(out, { isQuiet: false });
    for (let rows = 0; rows < 12_000; rows += 100) line.advance(100, source(rows / 12_000));
    line.clear();
    expect(said()).toBe('5000 rows (40 %)\n10000 rows (82 %)\n');
  });

  it('draws nothing when it is to be quiet, nor without a known end', () => {
    const quiet = terminal(true);
    new ProgressLine(quiet.out, { isQuiet: true }).advance(100, source(0.5));
    expect(quiet.said()).toBe('');
    const endless = terminal(true);
    new ProgressLine(endless.out, { isQuiet: false }).advance(100, source(null));
    expect(endless.said()).toBe('\r\x1b[2K[…] 100 rows');
  });
});
