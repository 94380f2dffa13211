import { clockText } from './clock-text.js';
import type { Answer } from './sandbox-fetcher.js';
import { hasData, readRefusals, readSources, readTransaction, type SourceStatus } from './source-status.js';

/** What the last answer says about each authority, in plain words. */
export function SourcesPanel({ answer, isLoggedIn }: { answer: Answer | undefined; isLoggedIn: boolean }) {
  const sources = answer && readSources(answer.body);
  const transaction = answer && readTransaction(answer.body);
  return (
    <aside className="sources" aria-labelledby="sources-heading">
      <h2 id="sources-heading">Sources</h2>
      <p className="sources-summary" role="status">
        {answer && summaryOf(answer, sources)}
      </p>
      {!answer && <FirstSteps isLoggedIn={isLoggedIn} />}
      {answer && !sources && <NoSources answer={answer} />}
      {answer && sources && (
        <ul className="sources-list">
          {sources.map((source) => (
            <Source key={source.authority} source={source} now={answer.receivedAt} />
          ))}
        </ul>
      )}
      {answer && answer.parts.length > 0 && <Parts answer={answer} />}
      {transaction && (
        <p className="hint">
          Transaction <code>{transaction}</code>
        </p>
      )}
    </aside>
  );
}

function summaryOf({ receivedAt, tookMs, isWhole }: Answer, sources: readonly SourceStatus[] | undefined): string {
  const when = `${clockText(receivedAt, receivedAt)}, after ${tookMs} ms`;
  if (!isWhole) return `More is on its way. The last part came at ${when}.`;
  if (!sources) return `Answered at ${when}.`;
  const answered = sources.filter(({ state }) => state === 'FETCHED' || state === 'EMPTY').length;
  return `${answered} of ${sources.length} authorities answered in full, at ${when}.`;
}

function FirstSteps({ isLoggedIn }: { isLoggedIn: boolean }) {
  return (
    <>
      <ol className="first-steps">
        <li className={isLoggedIn ? 'done' : undefined}>
          Log in as a test person{isLoggedIn ? ': done.' : ', at the top.'}
        </li>
        <li>Run the overview: the blue button beside the query, or Ctrl-Enter in it.</li>
        <li>See here what each authority answered, when, and what is missing.</li>
      </ol>
      {!isLoggedIn && (
        <p className="hint">
          The schema is shown after login as well: the sandbox answers nothing without a test person’s token, so until
          then there is no documentation and no completion.
        </p>
      )}
    </>
  );
}

function NoSources({ answer }: { answer: Answer }) {
  if (!answer.isWhole) return null;
  if (hasData(answer.body))
    return (
      <p className="hint">
        This query does not ask for the sources. Select <code>sources</code> beside <code>me</code> to see here what
        each authority answered.
      </p>
    );
  return (
    <>
      <p className="hint">This answer names no sources: no authority was asked.</p>
      {readRefusals(answer.body).map((message) => (
        <p key={message}>{message}</p>
      ))}
    </>
  );
}

/** When each deferred part came. */
function Parts({ answer: { parts } }: { answer: Answer }) {
  return (
    <>
      <h3 id="parts-heading">Parts as they came</h3>
      <ol className="parts" aria-labelledby="parts-heading">
        {parts.map(({ name, afterMs }, index) => (
          <li key={index}>
            <code>{name}</code> after {afterMs} ms
          </li>
        ))}
      </ol>
    </>
  );
}

function Source({ source, now }: { source: SourceStatus; now: Date }) {
  const { name, authority, state, label, tone, code, times, covered, missing, text, ownPage } = source;
  return (
    <li className="source">
      <h3>{name}</h3>
      <p className="source-facts">
        <span className={`badge ${tone}`}>{label}</span>
        {[authority, state, code].map((fact) => fact && <code key={fact}>{fact}</code>)}
        {times.map((time) => (
          <span key={time.label}>
            {time.label} <time dateTime={time.at.toISOString()}>{clockText(time.at, now)}</time>
          </span>
        ))}
      </p>
      {text.da && <p lang="da">{text.da}</p>}
      {text.en && <p>{text.en}</p>}
      <Paths label="Missing" paths={missing} />
      <Paths label="Covers" paths={covered} />
      {ownPage && missing.length > 0 && (
        <p className="source-facts">
          <a href={ownPage} target="_blank" rel="noreferrer">
            The authority’s own page
          </a>
        </p>
      )}
    </li>
  );
}

function Paths({ label, paths }: { label: string; paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <p className="source-facts">
      <span>{label}</span>
      {paths.map((path) => (
        <code key={path}>{path}</code>
      ))}
    </p>
  );
}
