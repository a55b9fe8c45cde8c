/**
 * Runs the lanes side by side, each in its order. A lane with nothing left takes the last item of the lane that has most
 * left, so that no lane is long while others rest; what is `inOrder` is left to its own lane.
 * @param {readonly { lane?: string, inOrder?: boolean }[]} items
 * @param {(item: any) => Promise<void>} run
 */
export async function runLanes(items, run) {
  const lanes = new Map();
  for (const item of items) lanes.set(item.lane, [...(lanes.get(item.lane) ?? []), item]);
  const takeOver = () => {
    const longest = [...lanes.values()]
      .filter((lane) => lane.length > 0 && !lane.at(-1).inOrder)
      .sort((a, b) => b.length - a.length)[0];
    return longest?.pop();
  };
  const work = async (own) => {
    for (let item = own.shift() ?? takeOver(); item; item = own.shift() ?? takeOver()) await run(item);
  };
  await Promise.all([...lanes.values()].map(work));
}
