import fc from 'fast-check';
import { chooseDelivery, type Delivery } from './delivery.js';

const json: Delivery['complete'] = { kind: 'json', mediaType: 'application/json' };
const graphqlJson: Delivery['complete'] = { kind: 'json', mediaType: 'application/graphql-response+json' };
const multipart2022 = { kind: 'multipart', format: 'deferSpec=20220824' } as const;
const multipartIds = { kind: 'multipart', format: 'incrementalSpec=v0.2' } as const;
const events2022 = { kind: 'event-stream', format: 'deferSpec=20220824' } as const;
const eventsIds = { kind: 'event-stream', format: 'incrementalSpec=v0.2' } as const;

describe('what clients send', () => {
  it.each<[string, string | undefined, Delivery]>([
    ['nothing', undefined, { complete: json }],
    ['curl', '*/*', { complete: json }],
    ['fetch of an old client', 'application/json', { complete: json }],
    ['graphql-request', 'application/graphql-response+json, application/json;q=0.9', { complete: graphqlJson }],
    [
      'Apollo Client 3 with @defer',
      'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9',
      { complete: graphqlJson, incremental: multipart2022 },
    ],
    [
      'Apollo Client 3.7 with @defer',
      'multipart/mixed; deferSpec=20220824, application/json',
      { complete: json, incremental: multipart2022 },
    ],
    [
      'Apollo Client 4 with GraphQL17Alpha9Handler',
      'multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9',
      { complete: graphqlJson, incremental: multipartIds },
    ],
    [
      'Apollo iOS, which also offers subscriptions',
      'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,multipart/mixed;boundary="graphql";deferSpec=20220824,application/json',
      { complete: json, incremental: multipart2022 },
    ],
    ['GraphiQL', 'application/json, multipart/mixed', { complete: json, incremental: multipart2022 }],
    [
      'urql',
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      { complete: graphqlJson, incremental: events2022 },
    ],
    ['graphql-sse', 'text/event-stream', { complete: events2022, incremental: events2022 }],
    ['EventSource', 'text/event-stream, */*;q=0.1', { complete: events2022, incremental: events2022 }],
    ['Relay over meros', 'multipart/mixed', { complete: multipart2022, incremental: multipart2022 }],
    ['a browser that navigates', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', { complete: json }],
  ])('understands %s', (_, accept, delivery) => {
    expect(chooseDelivery(accept)).toEqual(delivery);
  });
});

describe('choosing', () => {
  it.each<[string, string, Delivery | undefined]>([
    [
      'higher quality first',
      'application/json;q=0.5, application/graphql-response+json;q=0.6',
      { complete: graphqlJson },
    ],
    ['the order among equals', 'application/json, application/graphql-response+json', { complete: json }],
    ['one piece where that is liked better', 'application/json, multipart/mixed;q=0.5', { complete: json }],
    [
      'a stream also for one piece where that is liked better',
      'multipart/mixed, application/json;q=0.5',
      { complete: multipart2022, incremental: multipart2022 },
    ],
    ['the exacter range', '*/*;q=0.9, application/json;q=0', { complete: graphqlJson }],
    ['the exacter range, wherever it stands', 'application/json;q=0, */*;q=0.9', { complete: graphqlJson }],
    [
      'the exacter range of a stream',
      'multipart/mixed;q=0, multipart/mixed;incrementalSpec=v0.2',
      { complete: multipartIds, incremental: multipartIds },
    ],
    [
      'the better liked format',
      'multipart/mixed;deferSpec=20220824;q=0.8, multipart/mixed;incrementalSpec=v0.2;q=0.9',
      { complete: multipartIds, incremental: multipartIds },
    ],
    [
      'a format for event streams',
      'text/event-stream; incrementalSpec=v0.2',
      { complete: eventsIds, incremental: eventsIds },
    ],
    ['any multipart', 'multipart/*, application/json', { complete: json, incremental: multipart2022 }],
    [
      'capitals and quotes',
      'Multipart/Mixed; DEFERSPEC="20220824"',
      { complete: multipart2022, incremental: multipart2022 },
    ],
    ['UTF-8', 'application/json; charset=UTF-8', { complete: json }],
    ['nothing it can write: another character set', 'application/json; charset=iso-8859-1', undefined],
    ['nothing it can write: another type', 'text/html', undefined],
    ['nothing it can write: a format of the future', 'multipart/mixed; incrementalSpec=v9', undefined],
    ['nothing it can write: subscriptions', 'multipart/mixed; subscriptionSpec="1.0"', undefined],
    ['nothing that is refused', 'application/json;q=0', undefined],
    ['nothing for what is not a header', ';;;,,,/', undefined],
    ['a comma in a quoted parameter', 'text/html;a="x,application/json", application/json', { complete: json }],
    ['not what only stands in a quoted parameter', 'text/html;a="\\",application/json;q=1"', undefined],
    ['not what has a quality that is none', 'application/json;q=2, application/graphql-response+json;q=.5', undefined],
    ['no header', '  ', { complete: json }],
  ])('takes %s', (_, accept, delivery) => {
    expect(chooseDelivery(accept)).toEqual(delivery);
  });

  const types = ['application/json', 'application/graphql-response+json', 'multipart/mixed', 'text/event-stream'];
  const range = fc.record({ type: fc.constantFrom(...types), thousandths: fc.nat(1000) });

  it('never takes what another type is liked better than', () => {
    fc.assert(
      fc.property(fc.uniqueArray(range, { minLength: 1, selector: ({ type }) => type }), (ranges) => {
        const chosen = chooseDelivery(
          ranges.map(({ type, thousandths }) => `${type};q=${thousandths / 1000}`).join(', '),
        );
        const best = Math.max(...ranges.map(({ thousandths }) => thousandths));
        const likingOf = ({ complete }: Delivery) => {
          const streamType = complete.kind === 'multipart' ? 'multipart/mixed' : 'text/event-stream';
          const type = complete.kind === 'json' ? complete.mediaType : streamType;
          return ranges.find((each) => each.type === type)?.thousandths;
        };
        expect(chosen === undefined ? 0 : likingOf(chosen)).toBe(best);
      }),
    );
  });

  it('says something about any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => chooseDelivery(text)).not.toThrow();
      }),
    );
  });

  it('says the same again, also after many others', () => {
    const asked = Array.from(
      { length: 250 },
      (_, at) => `application/json;a=${at};q=0.5, multipart/mixed;q=0.${at % 10}`,
    );
    const first = asked.map(chooseDelivery);
    expect(asked.map(chooseDelivery)).toEqual(first);
    expect(new Set(first.map((delivery) => JSON.stringify(delivery))).size).toBe(3);
    expect(chooseDelivery('text/html')).toBeUndefined();
    expect(chooseDelivery('text/html')).toBeUndefined();
  });

  it('gives up on a quoted text that never ends', () => {
    expect(chooseDelivery(`text/html;a="${'x,application/json'.repeat(500)}`)).toBeUndefined();
  });
});
