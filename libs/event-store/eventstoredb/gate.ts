export interface Gate {
  enter(bytes: number): Promise<() => void>;
}

/** Lets in so many at once, in the order in which they came. */
export function newGate(countMax: number, bytesMax: number): Gate {
  let count = 0;
  let bytes = 0;
  const waiting: { readonly bytes: number; readonly enter: () => void }[] = [];
  const hasRoom = (more: number): boolean => count === 0 || (count < countMax && bytes + more <= bytesMax);
  const admit = (size: number): (() => void) => {
    count++;
    bytes += size;
    return () => {
      count--;
      bytes -= size;
      for (let next = waiting[0]; next !== undefined && hasRoom(next.bytes); next = waiting[0]) {
        waiting.shift();
        next.enter();
      }
    };
  };
  return {
    enter: (size) =>
      waiting.length === 0 && hasRoom(size)
        ? Promise.resolve(admit(size))
        : new Promise((resolve) => {
            waiting.push({ bytes: size, enter: () => resolve(admit(size)) });
          }),
  };
}
