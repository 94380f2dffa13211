/** The variables of one operation, with the values that go with them. */
export class VariableTable {
  readonly #declarations = new Map<string, string>();
  readonly #values: Record<string, unknown> = {};
  readonly #byUse = new Map<string, string>();

  /** `switches`: of each Boolean variable whether it is sent or defaulted, and with what. */
  constructor(private readonly switches: readonly number[]) {}

  /** Name of a variable of this type, with `$`; one that means the same is used again. Without a value it is not sent. */
  declare(type: string, sent: { readonly value?: unknown }): string {
    const use = `${type} ${JSON.stringify(sent)}`;
    const known = this.#byUse.get(use);
    if (known !== undefined) return known;
    const name = `v${this.#byUse.size}`;
    this.#byUse.set(use, `$${name}`);
    this.#declarations.set(name, type);
    if ('value' in sent) this.#values[name] = sent.value;
    return `$${name}`;
  }

  /** Name of one of a few Boolean variables, with `$`. */
  switch(index: number): string {
    const which = index % this.switches.length;
    const name = `on${which}`;
    const state = this.switches[which] ?? 0;
    const value = state % 2 === 0;
    if (state < 2) {
      this.#declarations.set(name, 'Boolean!');
      this.#values[name] = value;
    } else this.#declarations.set(name, `Boolean = ${value}`);
    return `$${name}`;
  }

  get declarations(): string {
    if (this.#declarations.size === 0) return '';
    return `(${[...this.#declarations].map(([name, type]) => `$${name}: ${type}`).join(', ')})`;
  }

  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }
}
