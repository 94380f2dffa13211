# One image for every app; the command chooses which. See docker-compose.yml.
# Node: the version that package.json pins for the platform packages.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json swc.config.mjs ./
COPY tools ./tools
COPY contracts ./contracts
COPY libs ./libs
COPY apps ./apps
RUN node tools/build.mjs && node tools/build-playground.mjs

# What runs needs no build tools, no test tools and no second Node.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional && npm cache clean --force

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# Where volumes with keys are mounted; a new volume takes over the owner of its folder.
RUN install -d -o 1000 -g 1000 -m 0700 /keys/gateway /keys/cpr /keys/udbetaling-danmark /keys/skat
COPY package.json LICENSE ./
COPY docker ./docker
COPY contracts ./contracts
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER 1000:1000
EXPOSE 4000
# Run it with a read-only root file system: nothing is written but keys, and those by docker/make-keys.mjs only.
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["dist/apps/gateway/src/main.js"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "docker/check-health.mjs", "http://127.0.0.1:4000/health/ready"]
