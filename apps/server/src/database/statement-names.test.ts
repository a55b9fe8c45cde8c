import { describe, expect, it } from 'vitest';
import { createStatementNames, PLANNED_ANEW } from './statement-names.ts';

describe('names of prepared statements', () => {
  it('are given from the third use on, one for each text', () => {
    const nameOf = createStatementNames();
    expect([1, 2, 3, 4].map(() => nameOf('select $1'))).toEqual([
      undefined,
      undefined,
      'bartleby_1',
      'bartleby_1',
    ]);
  });

  it('are never given to a statement that is planned anew', () => {
    const nameOf = createStatementNames();
    for (let use = 0; use < 5; use += 1) expect(nameOf(`${PLANNED_ANEW}select $1`)).toBeUndefined();
  });
});
