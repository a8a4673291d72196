# One static binary with its page and fonts inside, run without rights. `xunhu backup -` and the
# other verbs run beside it: docker compose exec xunhu xunhu user list

FROM node:22-bookworm-slim AS page
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web ./
RUN npm run --silent build

FROM golang:1.26-bookworm AS program
WORKDIR /src
COPY .ci/fonts .ci/fonts
COPY api/papers/fonts api/papers/fonts
RUN .ci/fonts
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=page /src/web/dist web/dist
ARG VERSION=dev
RUN make bin/xunhu VERSION="$VERSION" && mkdir /data

FROM busybox:1.37
COPY --from=program /src/bin/xunhu /usr/local/bin/xunhu
COPY --from=program --chown=65532:65532 /data /data
USER 65532:65532
ENV XUNHU_DATA=/data XUNHU_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=1m CMD wget -q -O /dev/null http://127.0.0.1:8080/readyz
ENTRYPOINT ["xunhu"]
CMD ["serve"]
