/**
 * Work that may have to wait on its way: it yields what it waits for. Where there is nothing to wait for it runs to its
 * end in one go, so that no other request comes between.
 */
export type Pausing<T> = Generator<Promise<unknown>, T, unknown>;

/** Waits within pausing work. */
export function* pauseFor<T>(promise: Promise<T>): Pausing<T> {
  return (yield promise) as T;
}

/** Runs pausing work to its end. */
export async function finished<T>(work: Pausing<T>): Promise<T> {
  let step = work.next();
  while (step.done !== true) {
    const settled = await Promise.allSettled([step.value]);
    const [outcome] = settled;
    step = outcome.status === 'fulfilled' ? work.next(outcome.value) : work.throw(outcome.reason);
  }
  return step.value;
}

/** Runs work that has nothing to wait for; throws where it has. */
export function atOnce<T>(work: Pausing<T>): T {
  const step = work.next();
  if (step.done !== true) throw new Error('This write has to wait for webhooks.');
  return step.value;
}
