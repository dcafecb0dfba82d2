# Zonal in an image: docker build -t zonal . (or buildah bud -t zonal .); docs/operations.md has the rights it needs.
#
# The base images are arguments, so that a registry's mirror or a local image can stand in:
#   BUILD_IMAGE    a JDK 25 with jlink, and any Maven
#   BASE_IMAGE     Debian 12
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
ARG BASE_IMAGE=debian:bookworm-slim

# 1. The jars.
FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY proto proto
COPY src/main src/main
# The tests' phases need the machine that they test; they are not for here.
RUN ./mvnw -q -B -ntp -DskipTests -DskipITs package

# 2. A Java runtime with the modules that are used, at the place where it will stand.
FROM ${BUILD_IMAGE} AS runtime
# naming and xml: logback; net.http: node labels; httpserver: metrics; management: metrics and netty; unsupported:
# protobuf and netty. The elliptic curves of TLS are in java.base.
RUN jlink --output /opt/zonal/runtime --no-man-pages --no-header-files --strip-java-debug-attributes \
      --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.httpserver,jdk.unsupported
COPY --from=build /src/target/zonal.jar /opt/zonal/
COPY --from=build /src/target/lib /opt/zonal/lib
# The flags are those of ./zonal; they are in a file because `zonal` below and the entry point share them.
RUN set -eu; cd /opt/zonal; \
    flags="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xlog:disable -XX:-UsePerfData \
      -XX:+UseSerialGC -Xmx128m"; \
    # What the JVM learns in a rehearsal halves the time of every start; without it, everything works as well.
    runtime/bin/java $flags -XX:AOTCacheOutput=/opt/zonal/zonal.aot -jar /opt/zonal/zonal.jar rehearse \
      >/dev/null 2>&1 || rm -f zonal.aot; \
    printf '%s\n' $flags -XX:AOTCache=/opt/zonal/zonal.aot -jar /opt/zonal/zonal.jar >java.arguments; \
    mkdir bin; \
    printf '#!/bin/sh\nexec /opt/zonal/runtime/bin/java -XX:TieredStopAtLevel=1 @/opt/zonal/java.arguments "$@"\n' \
      >bin/zonal; \
    chmod 755 bin/zonal

# 3. The tools of XFS. Its package pulls in Python and ICU (75 MB) for programs that nobody calls here.
FROM ${BASE_IMAGE} AS xfs
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends xfsprogs

# 4. What is shipped.
FROM ${BASE_IMAGE}
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      btrfs-progs e2fsprogs mount util-linux \
      libinih1 liburcu8 \
 && apt-get clean && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY --from=xfs /usr/sbin/mkfs.xfs /usr/sbin/xfs_repair /usr/sbin/
COPY --from=runtime /opt/zonal /opt/zonal
COPY LICENSE /opt/zonal/

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Zonal" \
      org.opencontainers.image.description="A CSI driver with snapshots and topology at its heart" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

ENV LC_ALL=C.UTF-8 \
    PATH=/opt/zonal/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Java itself is process 1: it gets SIGTERM, stops the driver and ends with 0; it waits for every program that it runs.
# Orphans of other people's shells it does not adopt: docker run --init, or a pod's shareProcessNamespace.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/zonal/runtime/bin/java", "@/opt/zonal/java.arguments"]
CMD ["serve"]
