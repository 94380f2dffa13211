import { ERROR_CATALOGUE, ExposureError } from '@app/errors';
import type { ExecutionError } from '@app/federation';
import type { GraphQLFormattedError } from 'graphql';

/** An error in the words of whoever caused it: this server trusts its subgraphs, and has nothing of its own to hide. */
export function describeError({
  code,
  detail,
  path,
  locations,
  service,
  cause,
}: ExecutionError): GraphQLFormattedError {
  return {
    message: detail ?? ERROR_CATALOGUE[code].message,
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: {
      ...(cause instanceof ExposureError ? cause.facts : {}),
      code,
      ...(service === undefined ? {} : { service }),
    },
  };
}
