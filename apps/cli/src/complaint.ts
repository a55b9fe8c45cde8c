/** Something the person at the terminal can mend: printed as it is, without a stack trace. */
export class Complaint extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'Complaint';
    this.exitCode = exitCode;
  }
}
