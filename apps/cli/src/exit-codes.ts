/** Exit codes beside 0, and 1 for what could not be done or told. */
export const DIFFERENT = 2;
export const SOMEONE_DOES_NOT_FIT = 2;
export const CONFLICT = 3;
