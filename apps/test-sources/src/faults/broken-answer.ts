import type { CprNumber } from '@app/domain';
import type { CitizenFacts } from '@app/testing';
import type { Source } from '../source.js';

/** An answer that a source gives instead of its own. */
export interface BrokenAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * 500 as careless systems write it: the person asked about, the statement and the stack. All of it invented, all of it
 * something that must stop at the subgraph.
 */
export function error500(asked: readonly CprNumber[], facts: CitizenFacts | undefined): BrokenAnswer {
  const number = asked[0] ?? '0000000000';
  const person = facts?.person;
  return {
    status: 500,
    contentType: 'application/json',
    body: JSON.stringify({
      status: 500,
      message: `Unhandled exception for ${hyphenated(number)} (${person?.name.given ?? ''} ${person?.name.family ?? ''}, ${person?.address.street ?? ''})`,
      cprNumber: number,
      person,
      sql: `SELECT * FROM borger.person WHERE personnummer = '${number}' AND afdeling = 'ÆØÅ'`,
      stack: [
        "java.sql.SQLException: ORA-01017: invalid username/password; logon denied (user 'UDK_PROD', host db-intern-07.example.invalid)",
        '    at dk.eksempel.register.PersonDao.find(PersonDao.java:142)',
        '    at dk.eksempel.register.PersonService.hent(PersonService.java:58)',
      ].join('\n'),
    }),
  };
}

/** Status 200 with an error inside, in the form that the source has for errors, and the same carelessness. */
export function errorsIn200(
  source: Source,
  asked: readonly CprNumber[],
  facts: CitizenFacts | undefined,
): BrokenAnswer {
  const number = asked[0] ?? '0000000000';
  const detail = `Opslag fejlede for ${hyphenated(number)} ${facts?.person.name.family ?? ''}`;
  const body =
    source === 'cpr'
      ? {
          errors: [
            {
              message: detail,
              path: ['CPRCustom_PublicSectorPerson'],
              extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: [detail] },
            },
          ],
          data: { CPRCustom_PublicSectorPerson: null },
        }
      : {
          type: 'Data-source-internal-error',
          title: 'Intern fejl hos datakilden',
          status: 500,
          detail,
          instance: `/personer/${number}`,
        };
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
}

/** A planned closure in the source's own form. The Datafordeler has none for it: an HTTP error with a GraphQL error. */
export function closed(source: Source, opensAt: string): BrokenAnswer {
  switch (source) {
    case 'cpr':
      return {
        status: 503,
        contentType: 'application/json',
        body: JSON.stringify({
          errors: [{ message: 'Servicevindue', extensions: { code: 'SERVICE_CLOSED', aabnerTidspunkt: opensAt } }],
        }),
      };
    case 'udbetaling-danmark':
      return problem({
        type: 'Data-source-error',
        title: 'Fejl ved kald af datakilde',
        status: 503,
        aabnerTidspunkt: opensAt,
      });
    case 'skat':
      return problem({ type: 'urn:skat:problem:lukket', title: 'Lukket', status: 503, aabnerTidspunkt: opensAt });
  }
}

/** Beginning and end of a JSON text that is that many bytes long; the middle is one long string of `x`. */
export const HUGE_START = '{"fyld":"';
export const HUGE_END = '"}';

function problem(document: { readonly status: number } & Readonly<Record<string, unknown>>): BrokenAnswer {
  return { status: document.status, contentType: 'application/problem+json', body: JSON.stringify(document) };
}

function hyphenated(number: string): string {
  return `${number.slice(0, 6)}-${number.slice(6)}`;
}
