import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useRef, useState } from 'react';
import overview from '../../../../contracts/operations/personal-overview.graphql?raw';
import overviewInParts from '../../../../contracts/operations/personal-overview-deferred.graphql?raw';
import { useEditorTheme, useReadableEditors } from './editor-look.js';
import { loginProblemOf, startLogin, type LoginResult } from './login.js';
import { memoryStorage } from './memory-storage.js';
import { sandboxFetcher, type Answer } from './sandbox-fetcher.js';
import type { Settings } from './settings.js';
import { SourcesPanel } from './sources-panel.js';
import { TopBar } from './top-bar.js';

interface PlaygroundProps {
  readonly settings: Settings;
  readonly login: LoginResult;
}

const NO_PLUGINS: [] = [];

export function Playground({ settings, login }: PlaygroundProps) {
  const [session, setSession] = useState(login.session);
  const [problem, setProblem] = useState(login.problem);
  const [answer, setAnswer] = useState<Answer>();
  const query = useRef(login.query ?? overview);
  const [storage] = useState(memoryStorage);
  const [tabs] = useState(() => [{ query: query.current }, { query: overviewInParts }]);
  const fetcher = useMemo(
    () => sandboxFetcher({ path: settings.sandboxPath, session, onAnswer: setAnswer }),
    [settings, session],
  );
  useEditorTheme();
  useReadableEditors();
  useEffect(() => {
    if (!session) return;
    const end = setTimeout(() => {
      setSession(undefined);
      setProblem('The login has ended.');
    }, session.expiresAt.getTime() - Date.now());
    return () => clearTimeout(end);
  }, [session]);

  const logIn = () => {
    setProblem(undefined);
    startLogin(settings, query.current).catch((thrown: unknown) => setProblem(loginProblemOf(thrown)));
  };
  const logOut = () => {
    setSession(undefined);
    setAnswer(undefined);
  };

  return (
    <>
      <TopBar session={session} problem={problem} onLogin={logIn} onLogout={logOut} />
      <main className="workbench">
        <GraphiQL
          // A new reader gets a new editor: nothing of the answers for the person before is left.
          key={session ? 'in' : 'out'}
          fetcher={fetcher}
          // Without a token the sandbox does not even show its schema, so do not ask.
          {...(session ? {} : { schema: null })}
          schemaDescription
          initialQuery={query.current}
          defaultTabs={tabs}
          onEditQuery={(text) => (query.current = text)}
          onTabChange={({ tabs: open, activeTabIndex }) => (query.current = open[activeTabIndex]?.query ?? '')}
          storage={storage}
          plugins={NO_PLUGINS}
          isHeadersEditorEnabled={false}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo> </GraphiQL.Logo>
        </GraphiQL>
        <SourcesPanel answer={answer} isLoggedIn={session !== undefined} />
      </main>
    </>
  );
}
