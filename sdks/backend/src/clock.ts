/** Tells the present instant; tests pass one that they hold. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
