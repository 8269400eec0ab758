FROM node:24-bookworm-slim

# People reach the container from outside, so SEGL_URL must say under which address: it is the one setting to give.
ENV NODE_ENV=production SEGL_HTTP=0.0.0.0:3000 SEGL_DATA=/data

WORKDIR /segl
COPY package.json package-lock.json .npmrc ./
# The image brings Node itself; the package is for machines without one.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force && rm -rf node_modules/node-linux-*
COPY bin bin
COPY migrations migrations
COPY src src
COPY views views
COPY LICENSE ./
# Here root can complete PostgreSQL's programs where they lie; later they would be copied into the data folder.
RUN node -e "import('/segl/src/backends/postgres/embedded/binaries.ts').then((all) => all.findBinaries('/tmp'))"
RUN install -d -o node -g node -m 700 /data

USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SEGL_HTTP.split(':').at(-1)}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["sh", "-c", ": \"${SEGL_URL:?is not set: give the address that people reach, as https://mail.example.dk}\" && exec node bin/segl.js start"]
