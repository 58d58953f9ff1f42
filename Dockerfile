# The program alone, without a shell, as a user without rights; its data is in /data. See README.md, Operating.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /out/dure ./cmd/dure && mkdir /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/dure /dure
COPY --from=build --chown=65532:65532 /out/data /data
ENV DURE_DATA=/data DURE_ADDR=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=1m CMD ["/dure", "health"]
ENTRYPOINT ["/dure"]
CMD ["serve"]
