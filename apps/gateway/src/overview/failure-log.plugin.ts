import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '@app/telemetry';
import { clientCodeOf } from '../reply/error.reply.js';

/** Logs what went wrong on our own side and why. Clients read `INTERNAL` and nothing else of it. */
export function createFailureLog(logger: Logger): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          const transactionId = 'transactionId' in contextValue ? contextValue.transactionId : undefined;
          const causes = errors.filter(({ extensions }) => clientCodeOf(extensions) === 'INTERNAL').map(causeOf);
          for (const err of new Set(causes)) logger.error({ transactionId, err }, 'an execution failed');
        },
      };
    },
  };
}

/** GraphQL wraps what was thrown, more than once. */
function causeOf(error: unknown): unknown {
  const inner =
    typeof error === 'object' && error !== null && 'originalError' in error ? error.originalError : undefined;
  return inner === undefined ? error : causeOf(inner);
}
