import { clockText } from './clock-text.js';
import type { Session } from './login.js';

interface TopBarProps {
  readonly session: Session | undefined;
  readonly problem: string | undefined;
  readonly onLogin: () => void;
  readonly onLogout: () => void;
}

export function TopBar({ session, problem, onLogin, onLogout }: TopBarProps) {
  return (
    <header className="top-bar">
      <h1>
        <span lang="da">Mit Overblik</span> playground
      </h1>
      <p className="test-data">Test data only, no real persons</p>
      <div className="login">
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        {session ? (
          <>
            <p>
              Logged in
              {session.testPerson ? (
                <>
                  {' '}
                  as <strong>{session.testPerson}</strong>
                </>
              ) : null}{' '}
              until <time dateTime={session.expiresAt.toISOString()}>{clockText(session.expiresAt, new Date())}</time>
            </p>
            <button type="button" className="quiet" onClick={onLogout}>
              Log out
            </button>
          </>
        ) : (
          <button type="button" onClick={onLogin}>
            Log in as a test person
          </button>
        )}
      </div>
    </header>
  );
}
