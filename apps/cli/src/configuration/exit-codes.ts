/** Exit codes beside 0, and 1 for what could not be done. */
export const DIFFERENT = 2;
export const CONFLICT = 3;
