const BAR_WIDTH = 24;
const REDRAW_MS = 100;
/** Rows between two lines where no terminal redraws one. */
const ROWS_A_LINE = 5_000;

/** What is worked through: how far it has come, from 0 to 1; null while that is not known. */
interface Progressing {
  progress(): number | null;
}

/** How far an import or a forecast has come: one line that is redrawn on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  private rows = 0;
  private drawnAt = 0;
  private isDrawn = false;
  private readonly out: NodeJS.WriteStream;
  private readonly isQuiet: boolean;
  private readonly unit: string;

  constructor(out: NodeJS.WriteStream, { isQuiet, unit = 'rows' }: { isQuiet: boolean; unit?: string }) {
    this.out = out;
    this.isQuiet = isQuiet;
    this.unit = unit;
  }

  /** More rows are done with. */
  advance(rows: number, source: Progressing): void {
    const before = this.rows;
    this.rows += rows;
    if (this.isQuiet) return;
    if (!this.out.isTTY) {
      if (Math.floor(before / ROWS_A_LINE) < Math.floor(this.rows / ROWS_A_LINE))
        this.out.write(`${this.rows} ${this.unit} ${percent(source.progress())}\n`);
      return;
    }
    const now = performance.now();
    if (now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    this.isDrawn = true;
    this.out.write(`\r\x1b[2K${bar(source.progress())} ${this.rows} ${this.unit}`);
  }

  /** A line of its own, above the one that is redrawn. */
  say(text: string): void {
    this.clear();
    this.out.write(`${text}\n`);
  }

  clear(): void {
    if (this.isDrawn) this.out.write('\r\x1b[2K');
    this.isDrawn = false;
  }
}

const percent = (part: number | null): string => (part === null ? '' : `(${Math.floor(part * 100)} %)`);

function bar(part: number | null): string {
  if (part === null) return '[…]';
  const filled = Math.floor(part * BAR_WIDTH);
  return `[${'='.repeat(filled)}${' '.repeat(BAR_WIDTH - filled)}] ${percent(part)}`;
}
