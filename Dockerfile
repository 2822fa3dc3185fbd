# Asterisk 22 and Nightbell in one image. scripts/image/build builds it without an engine and without a registry.
#   docker build -t nightbell .
#   docker run --network host -v /etc/nightbell:/etc/nightbell:ro -v nightbell:/var/lib/nightbell nightbell
# Host networking, because a telephone exchange behind a translation of addresses is a silent one. scripts/image/entry.sh tells the
# variables; any argument is a command: docker run ... nightbell check

FROM debian:forky-slim AS build
ARG DEBIAN_FRONTEND=noninteractive
# Further certificates to trust while building, on a network that has its own.
ARG NODE_EXTRA_CA_CERTS
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/nightbell
COPY package.json package-lock.json .npmrc ./
# Without install scripts: the database driver brings its binary along, and Node is Debian's here.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM debian:forky-slim
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y --no-install-recommends \
    asterisk asterisk-core-sounds-en-wav asterisk-moh-opsound-wav nodejs sox espeak-ng \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/nightbell
COPY package.json README.md ./
COPY --from=build /opt/nightbell/node_modules node_modules
COPY --from=build /opt/nightbell/dist dist
COPY asterisk asterisk
COPY config config
COPY scripts/image/entry.sh /usr/local/bin/nightbell-box
RUN chmod 755 /usr/local/bin/nightbell-box dist/main.js && ln -s /opt/nightbell/dist/main.js /usr/local/bin/nightbell \
    && mkdir -p /etc/nightbell /var/lib/nightbell /var/lib/nightbell-pbx \
    && chown asterisk:asterisk /var/lib/nightbell /var/lib/nightbell-pbx
USER asterisk
VOLUME ["/var/lib/nightbell", "/var/lib/nightbell-pbx"]
EXPOSE 5060/udp 10000-20000/udp
HEALTHCHECK --start-period=60s CMD ["nightbell", "status"]
ENTRYPOINT ["nightbell-box"]
