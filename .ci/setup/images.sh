# shellcheck shell=sh
# Part of ./enclave: the images that examples and tests need, pulled or made from Debian's packages.

has_image() { api GET "/images/$1/json" >/dev/null 2>&1; }

need_test_images() {
  need_image "$BUSYBOX_IMAGE" build_busybox
  need_image "$PYTHON_IMAGE" build_python
}

# need_image NAME BUILDER: has it already, else pulls it, else builds it from Debian's packages
need_image() {
  if has_image "$1"; then
    note "Image $1: present"
    return 0
  fi
  lock "$STATE/images.lock"
  has_image "$1" || pull_image "$1" || "$2" || die "the image $1 is not there, cannot be pulled, and cannot be built here.
  Pull it (docker pull $1), or load it from a file (docker load), or on Debian or Ubuntu: sudo apt-get install mmdebstrap; then try again."
  has_image "$1" || die "the image $1 is still not there; logs: $STATE/logs"
  unlock
}

pull_image() {
  [ -z "${no_registry:-}" ] || return 1
  TAIL=1 step pull "Pulling $1" request_pull "$1" || {
    no_registry=yes
    say "no registry can be reached: making images from Debian's packages instead"
    return 1
  }
}
request_pull() { # an image of which nothing has come for a minute does not come
  api POST "/images/create?fromImage=${1%:*}&tag=${1##*:}" --no-fail --no-buffer --speed-time 60 --speed-limit 1 && has_image "$1"
}

# import_image TAR NAME CHANGES: the tag belongs to `repo`, as Podman overlooks the parameter `tag`
import_image() {
  step import "Importing $2" api POST "/images/create?fromSrc=-&repo=$2&changes=$3" \
    -T "$1" -H 'Expect:' -H 'Content-Type: application/x-tar'
}

# begin_tar FILE / end_tar FILE: the file appears when it is whole
begin_tar() { mkdir -p "$STATE/images" && begin_partial "$1.part"; }
end_tar() { mv "$PARTIAL/rootfs.tar" "$1" && end_partial; }

build_python() {
  tar=$STATE/images/python-3.11-slim.tar
  if [ ! -s "$tar" ]; then
    have mmdebstrap || { can_install && install_packages mmdebstrap debian-archive-keyring; } || return 1
    begin_tar "$tar"
    set -- mmdebstrap --variant=essential --include=python3,python-is-python3,bash,ca-certificates bookworm "$PARTIAL/rootfs.tar"
    # As root its mounts live in a namespace of their own, so that none is left when it is killed; else it does that by itself.
    [ "$(id -u)" != 0 ] || set -- env TMPDIR="$PARTIAL" unshare --mount "$@"
    step mmdebstrap "Making $PYTHON_IMAGE from Debian's packages" "$@" && end_tar "$tar" || return 1
  fi
  import_image "$tar" "$PYTHON_IMAGE" 'CMD%20%5B%22python3%22%5D'
}

build_busybox() {
  tar=$STATE/images/busybox.tar
  [ -s "$tar" ] || { unpack busybox-static && step busybox "Making $BUSYBOX_IMAGE from Debian's busybox-static" tar_busybox "$tar"; } || return 1
  import_image "$tar" "$BUSYBOX_IMAGE" 'CMD%20%5B%22sh%22%5D'
}
tar_busybox() {
  begin_tar "$1" && (
    mkdir "$PARTIAL/root" && cd "$PARTIAL/root" && mkdir -p bin etc home/app proc sys dev root tmp var/tmp && chmod 1777 tmp var/tmp home/app &&
      cp "$STATE/packages/busybox-static/bin/busybox" bin/ && for applet in $(bin/busybox --list | grep -vx busybox); do ln -s busybox "bin/$applet"; done &&
      printf '%s\n' root:x:0:0:root:/root:/bin/sh app:x:1000:1000:app:/home/app:/bin/sh nobody:x:65534:65534:nobody:/:/bin/sh >etc/passwd &&
      printf '%s\n' root:x:0: app:x:1000: nobody:x:65534: >etc/group
  ) && tar -C "$PARTIAL/root" --numeric-owner --owner=0 --group=0 -cf "$PARTIAL/rootfs.tar" . && end_tar "$1"
}
