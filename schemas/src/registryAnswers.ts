import { schemaText, subjectOf } from './files.ts';
import { VERSIONS } from './versions.ts';

/** What the read part of a Confluent-compatible registry answers. */
export interface RegistryAnswer {
  readonly status: 200 | 404;
  readonly body: unknown;
}

export const REGISTRY_CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';

const found = (body: unknown): RegistryAnswer => ({ status: 200, body });
const notFound = (error_code: number, message: string): RegistryAnswer => ({
  status: 404,
  body: { error_code, message },
});

const entries = VERSIONS.map((version) => ({
  subject: subjectOf(version),
  version: version.version,
  id: version.id,
  schema: schemaText(version),
}));

export const subjects = (): RegistryAnswer => found([...new Set(entries.map(({ subject }) => subject))]);

export const subjectVersions = (subject: string): RegistryAnswer => {
  const versions = entries.filter((entry) => entry.subject === subject).map(({ version }) => version);
  return versions.length === 0 ? notFound(40401, `Subject '${subject}' not found.`) : found(versions);
};

/** `version`: a number or `latest`. */
export const subjectVersion = (subject: string, version: string): RegistryAnswer => {
  const versions = entries.filter((entry) => entry.subject === subject);
  if (versions.length === 0) return notFound(40401, `Subject '${subject}' not found.`);
  const entry =
    version === 'latest'
      ? versions.at(-1)
      : versions.find((candidate) => String(candidate.version) === version);
  return entry === undefined ? notFound(40402, `Version ${version} not found.`) : found(entry);
};

export const schemaById = (id: string): RegistryAnswer => {
  const entry = entries.find((candidate) => String(candidate.id) === id);
  return entry === undefined ? notFound(40403, `Schema ${id} not found`) : found({ schema: entry.schema });
};

export const schemaTypes = (): RegistryAnswer => found(['AVRO']);
