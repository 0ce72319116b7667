/** Hands out loopback addresses, one for each pod that runs. */
export class Addresses {
  readonly #taken = new Set<string>();
  #next: number;

  /** `first` is the number of the address to begin with. */
  constructor(first = 0) {
    this.#next = first % capacity;
  }

  take(): string {
    for (let tries = 0; tries < capacity; tries += 1) {
      const number = this.#next;
      this.#next = (this.#next + 1) % capacity;
      const address = `127.${64 + (number >> 14)}.${(number >> 7) & 127}.${1 + (number & 127)}`;
      if (this.#taken.has(address)) continue;
      this.#taken.add(address);
      return address;
    }
    throw new Error('No loopback address is left for another pod.');
  }

  release(address: string): void {
    this.#taken.delete(address);
  }
}

const capacity = 2 ** 18;
