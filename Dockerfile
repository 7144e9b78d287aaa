# Liggaren with its embedded log on a volume. Build: docker compose build. See docker-compose.yml.

FROM node:22-bookworm-slim AS build
# better-sqlite3 is compiled where no prebuilt binary can be fetched
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image has the headers of its Node: they need not be fetched for that.
RUN npm_config_nodedir=/usr/local npm ci
COPY . .
# What only tests and benchmarks need is not copied on.
RUN npm run build && rm -r dist/test dist/.tsbuildinfo && npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
  LIGGAREN_LEDGER=/var/lib/liggaren \
  LIGGAREN_PORT=4000 \
  # Inside a container the server must listen on every address for the published port to reach it;
  # docker-compose.yml publishes that port on loopback only.
  LIGGAREN_HOST=0.0.0.0 \
  LIGGAREN_INSECURE_LISTEN=1
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/data ./data
COPY --from=build /app/profiles ./profiles
COPY --from=build /app/scripts/start.mjs /app/scripts/liggaren.mjs ./scripts/
COPY LICENSE publiccode.yml ./
RUN install --directory --owner=node --group=node /var/lib/liggaren \
  && ln --symbolic /app/scripts/liggaren.mjs /usr/local/bin/liggaren
USER node
VOLUME /var/lib/liggaren
EXPOSE 4000
# The first start loads the published figures, hence the start period.
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.LIGGAREN_PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs"]
