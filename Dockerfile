# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm pack --silent && mv coder-graphql-*.tgz package.tgz

FROM node:24-slim AS install
WORKDIR /app
COPY --from=build /build/package.tgz ./
RUN npm install --omit=dev --no-audit --no-fund ./package.tgz && rm package.tgz
# Compiled by this Node: a start takes a third less CPU.
COPY --from=build /build/dist/program/code ./node_modules/coder-graphql/dist/program/code

FROM node:24-slim
# Whatever the program starts, tini waits for; and it passes signals on.
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=install /app ./
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The flags are those of `npm start`, for which the code was compiled.
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=16", "--initial-old-space-size=32", "--wasm-tiering-budget=2000000000", "/app/node_modules/coder-graphql/dist/main.js"]
