# Asterisk 22 and Nightbell in one image. scripts/image/build builds it without an engine and without a registry.
#   docker build -t nightbell .
#   docker run --network host --read-only --tmpfs /run --tmpfs /tmp --stop-timeout 60 \
#     -v /etc/nightbell:/etc/nightbell:ro -v nightbell:/var/lib/nightbell -v nightbell-pbx:/var/lib/nightbell-pbx nightbell
# Host networking, because a telephone exchange behind a translation of addresses is a silent one. scripts/image/box/nightbell-box
# tells the variables; any argument is a command: docker run ... nightbell check

FROM debian:forky-slim AS build
ARG DEBIAN_FRONTEND=noninteractive
# Further certificates to trust while building, on a network that has its own.
ARG NODE_EXTRA_CA_CERTS
# npm by itself, told by its hash: Debian's package of it brings 350 others.
ARG NPM=npm@12.2.2+sha512.2a09606d9c9a71fee31fe147b8d46a56e0b3422f15848d9aec9f3b231e3716c3d3b99a065a62175c6759b4150e03bf6fc0bf8825112a511573ba903b3ec41370
ENV COREPACK_ENABLE_DOWNLOAD_PROMPT=0
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates nodejs && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/nightbell
COPY package.json package-lock.json .npmrc ./
# Without install scripts: the database driver brings its binary along, and Node is Debian's here.
RUN corepack "$NPM" ci --ignore-scripts
COPY . .
RUN corepack "$NPM" run build && corepack "$NPM" prune --omit=dev --ignore-scripts \
    && mv scripts/image/box box && rm -rf src scripts tsconfig.json rolldown.config.ts package-lock.json .npmrc \
    && chmod -R go-w . && chmod 755 dist/main.js

FROM debian:forky-slim
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y --no-install-recommends \
    asterisk asterisk-core-sounds-en-wav asterisk-moh-opsound-wav ca-certificates nodejs sox espeak-ng s6 \
    && rm -rf /var/lib/apt/lists/* \
    && ln -s /opt/nightbell/dist/main.js /usr/local/bin/nightbell \
    && ln -s /opt/nightbell/box/nightbell-box /usr/local/bin/nightbell-box \
    && mkdir -p /etc/nightbell && install -d -m 700 -o asterisk -g asterisk /run/nightbell /var/lib/nightbell /var/lib/nightbell-pbx
COPY --from=build /opt/nightbell /opt/nightbell
USER asterisk
# Where Node keeps what it has compiled: the health check starts it twice a minute.
ENV XDG_CACHE_HOME=/run/nightbell
VOLUME ["/var/lib/nightbell", "/var/lib/nightbell-pbx"]
EXPOSE 5060/udp 5060/tcp 5061/tcp 10000-20000/udp
# Ready to take calls. Alarms are another matter: `nightbell status` tells them.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["nightbell", "status", "--ready"]
ENTRYPOINT ["nightbell-box"]
