# One image for every service; docker-compose.yml names which one a container runs.

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY schemas/package.json schemas/
COPY packages/clickhouse/package.json packages/clickhouse/
COPY packages/core/package.json packages/core/
COPY packages/jobs/package.json packages/jobs/
COPY packages/kafka/package.json packages/kafka/
COPY packages/pipeline/package.json packages/pipeline/
COPY packages/producer/package.json packages/producer/
COPY packages/redis/package.json packages/redis/
COPY packages/runtime/package.json packages/runtime/
COPY services/alerter/package.json services/alerter/
COPY services/api/package.json services/api/
COPY services/ingest/package.json services/ingest/
COPY services/processor/package.json services/processor/
COPY infra/package.json infra/
# Optional packages are the embedded ClickHouse and another Node; no package needs a script of its own to install.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund --workspace=services/alerter --workspace=services/api --workspace=services/ingest --workspace=services/processor --workspace=infra

FROM node:24.21.0-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
COPY services/dashboard services/dashboard
RUN npm ci --ignore-scripts --no-audit --no-fund --workspace=services/dashboard && npm run build --workspace=services/dashboard

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=packages /app ./
COPY LICENSE ./
COPY schemas schemas
COPY packages packages
COPY services services
COPY --from=pages /app/services/dashboard/dist services/dashboard/dist
COPY infra infra
# A volume mounted here takes over the owner.
RUN mkdir keys && chown node:node keys
USER node
EXPOSE 8080 8081 8082 8083
# A container runs one of the four, so one answer is the one.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "Promise.any([8080, 8081, 8082, 8083].map(async (port) => { if (!(await fetch(`http://127.0.0.1:${port}/livez`)).ok) throw new Error(); })).catch(() => process.exit(1))"]
CMD ["node", "services/api/src/main.ts"]
