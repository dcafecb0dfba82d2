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
RUN ./mvnw -q -B -ntp -Dprogram package cyclonedx:makeBom@sbom

# 2. A Java runtime with the modules that are used, at the place where it will stand.
FROM ${BUILD_IMAGE} AS runtime
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends binutils
# naming and xml: logback; net.http: node labels; management: netty and the metrics of the process; unsupported:
# protobuf, netty and jffi. The elliptic curves of TLS are in java.base.
RUN jlink --output /opt/zonal/runtime --no-man-pages --no-header-files --strip-java-debug-attributes --compress zip-9 \
      --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.management,jdk.unsupported \
 && strip --strip-unneeded /opt/zonal/runtime/lib/server/libjvm.so
COPY --from=build /src/target/zonal.jar /opt/zonal/
COPY --from=build /src/target/lib /opt/zonal/lib
COPY --from=build /src/target/sbom.json /opt/zonal/
COPY src/main/jvm.options /opt/zonal/
# Of Bouncy Castle, what it takes to write a certificate: the JDK signs it. Without its own cryptography, whose provider
# netty would load in every process that speaks TLS (14 MiB), and the second copies of classes for other releases of Java.
RUN set -eu; jar=$(ls /opt/zonal/lib/bcprov-*.jar); mkdir /tmp/bcprov; cd /tmp/bcprov; \
    jar --extract --file "$jar"; \
    rm -rf META-INF/versions META-INF/*.SF META-INF/*.RSA META-INF/*.DSA org/bouncycastle/pqc \
      org/bouncycastle/jce/provider org/bouncycastle/jcajce/provider; \
    jar --create --no-manifest --file "$jar" .; \
    rm -rf /tmp/bcprov
RUN set -eu; cd /opt/zonal; \
    echo '-Djava.library.path=/opt/zonal/lib' >>jvm.options; \
    # The start-up cache halves the time of every start; without it, everything works as well.
    runtime/bin/java @jvm.options -XX:AOTCacheOutput=/opt/zonal/zonal.aot -cp /opt/zonal/zonal.jar \
      dev.zonal.csi.rehearsal.Rehearsal || { rm -f zonal.aot; echo 'no start-up cache: every start takes about twice as long'; }; \
    { cat jvm.options; echo '-XX:AOTCache=/opt/zonal/zonal.aot -jar /opt/zonal/zonal.jar'; } >java.arguments; \
    rm jvm.options; \
    mkdir bin; \
    printf '#!/bin/sh\nexec /opt/zonal/runtime/bin/java @/opt/zonal/java.arguments "$@"\n' >bin/zonal; \
    chmod 755 bin/zonal

# 3. What is shipped of Debian: the tools of the filesystems, the C library, a shell with its small programs to look
# around with, and what these need. The rest of a Debian is 75 MB that nothing here calls.
FROM ${BASE_IMAGE} AS system
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      btrfs-progs busybox e2fsprogs util-linux xfsprogs
RUN set -eu; \
    mkdir -p /system/usr/bin /system/usr/sbin /system/usr/lib /system/usr/lib64 /system/etc /system/dev /system/proc /system/sys \
      /system/run /system/root /system/var/lib; \
    install -d -m 1777 /system/tmp /system/var/tmp; \
    for folder in bin sbin lib lib64; do ln -s usr/$folder /system/$folder; done; \
    ship() { \
      for file; do \
        folder=/system$(readlink -f "$(dirname "$file")"); \
        mkdir -p "$folder"; \
        cp --dereference --preserve=mode "$file" "$folder/"; \
      done; \
    }; \
    for program in btrfs busybox e2fsck dumpe2fs fsfreeze mkfs.btrfs mkfs.ext4 mkfs.xfs resize2fs xfs_repair; do \
      program=$(command -v $program); \
      ship "$program" $(ldd "$program" | grep -o '/[^ ]*'); \
    done; \
    ship $(dpkg --listfiles libc6 | grep -E '/lib(64)?/([^/]*/)?[^/]*\.so[^/]*$'); \
    ship /etc/mke2fs.conf /etc/passwd /etc/group /etc/nsswitch.conf /etc/os-release; \
    for applet in $(busybox --list); do \
      [ -e /system/usr/bin/$applet ] || [ -e /system/usr/sbin/$applet ] || ln -s busybox /system/usr/bin/$applet; \
    done; \
    for package in btrfs-progs busybox e2fsprogs libc6 util-linux xfsprogs; do \
      ship /usr/share/doc/$package/copyright; \
    done

# 4. What is shipped.
FROM scratch
COPY --from=system /system/ /
COPY --from=runtime /opt/zonal /opt/zonal
COPY LICENSE /opt/zonal/

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Zonal" \
      org.opencontainers.image.description="A CSI driver with snapshots and topology at its heart" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# As in ./zonal: names in any script, and two heaps of the C library for all threads.
ENV LC_ALL=C.UTF-8 \
    MALLOC_ARENA_MAX=2 \
    PATH=/opt/zonal/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Java itself is process 1: it gets SIGTERM, stops the driver and ends with 0; it waits for every program that it runs.
# Orphans of other people's shells it does not adopt: docker run --init, or a pod's shareProcessNamespace.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/zonal/runtime/bin/java", "@/opt/zonal/java.arguments"]
CMD ["serve"]
