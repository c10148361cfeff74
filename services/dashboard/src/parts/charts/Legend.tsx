interface Entry {
  readonly name: string;
  readonly key: string;
}

export const Legend = ({ entries }: { readonly entries: readonly Entry[] }) => (
  <ul className="legend">
    {entries.map(({ name, key }) => (
      <li key={name}>
        <i className={`key ${key}`} />
        {name}
      </li>
    ))}
  </ul>
);
