import type { JsonObject } from '../../../../shared/contracts/users';
import type { Context } from '../../utils/service';
import type { Strategy } from './strategy';

declare module '../../utils/service' {
  interface Services {
    strategies: ReturnType<typeof createStrategies>;
  }
}

/** The strategies that connections can have. Other plugins may add theirs in their `register`. */
export const createStrategies = (_context: Context) => {
  const strategies = new Map<string, Strategy>();
  let fallback: ((name: string) => Strategy) | undefined;

  return {
    /** @throws Error if the name is taken */
    add<Options extends JsonObject>(strategy: Strategy<Options>): void {
      if (strategies.has(strategy.name)) {
        throw new Error(`A connection strategy named "${strategy.name}" is already registered`);
      }
      // Its methods receive only options that its schema has parsed.
      strategies.set(strategy.name, strategy as unknown as Strategy);
    },

    /** @param create makes the strategy for a name that is not registered */
    setFallback(create: (name: string) => Strategy): void {
      fallback = create;
    },

    all: (): Strategy[] => [...strategies.values()],

    get(name: string): Strategy {
      const strategy = strategies.get(name) ?? fallback?.(name);
      if (!strategy) {
        throw new Error(`There is no connection strategy named "${name}"`);
      }
      return strategy;
    },
  };
};
