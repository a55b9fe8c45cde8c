/** Where the field with a JSON pointer stands after a change of the tests; null: it is gone. */
export type PlaceOf = (pointer: string) => string | null;

const isWithin = (pointer: string, outer: string) => pointer === outer || pointer.startsWith(`${outer}/`);

/** After these and all within them were taken away. */
export const withoutPlaces =
  (...gone: readonly string[]): PlaceOf =>
  (pointer) =>
    gone.some((one) => isWithin(pointer, one)) ? null : pointer;

/** After one item of a list was taken away: those behind it move up. */
export const withoutItem =
  (list: string, index: number): PlaceOf =>
  (pointer) => {
    if (!pointer.startsWith(`${list}/`)) return pointer;
    const [item = '', ...rest] = pointer.slice(list.length + 1).split('/');
    const at = Number(item);
    if (at === index) return null;
    return at < index ? pointer : [list, at - 1, ...rest].join('/');
  };
