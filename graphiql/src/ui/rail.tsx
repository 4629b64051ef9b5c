import { ReloadIcon, useGraphiQL, useGraphiQLActions } from '@graphiql/react';

/** The tools beside the editor: documentation, explorer, history, code. */
export function Rail() {
  const plugins = useGraphiQL((state) => state.plugins);
  const visible = useGraphiQL((state) => state.visiblePlugin);
  const introspecting = useGraphiQL((state) => state.isIntrospecting);
  const { setVisiblePlugin, introspect } = useGraphiQLActions();
  return (
    <nav className="rail" aria-label="Tools">
      {plugins.map((plugin) => {
        const { title, icon: Icon } = plugin;
        const open = plugin === visible;
        const label = open ? `Hide ${title}` : `Show ${title}`;
        return (
          <button
            key={title}
            type="button"
            className="icon-button"
            aria-label={label}
            aria-pressed={open}
            title={label}
            onClick={() => setVisiblePlugin(open ? null : plugin)}
          >
            <Icon />
          </button>
        );
      })}
      <button
        type="button"
        className={`icon-button last ${introspecting ? 'turning' : ''}`}
        aria-label="Read the schema again"
        title="Read the schema again"
        onClick={introspect}
      >
        <ReloadIcon aria-hidden="true" />
      </button>
    </nav>
  );
}
