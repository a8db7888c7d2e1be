# shellcheck shell=sh
# Part of ./enclave: installs Debian's packages, or fetches them without installing.

can_install() { [ "$(id -u)" = 0 ] && have apt-get; }

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@"
}

update_package_lists() {
  [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mtime -1 2>/dev/null | head -n 1)" ] ||
    TAIL=5 step apt-update "Reading the lists of packages" apt_get update || :
}

# install_packages NAME...: without starting the services that come with them
install_packages() {
  update_package_lists
  deny_services
  step apt "Installing $*" apt_get install --no-upgrade --no-install-recommends "$@" ||
    { step apt-update "Reading the lists of packages" apt_get update && step apt "Installing $*" apt_get install --no-upgrade --no-install-recommends "$@"; } ||
    die "installing failed; try: apt-get update && apt-get install $*"
  allow_services
}

# deny_services / allow_services: packages must not start services meanwhile; a rule that the machine has stays as it is
deny_services() {
  [ ! -e /usr/sbin/policy-rc.d ] || return 0
  DENIED=yes
  printf '#!/bin/sh\n# made by enclave for one installation\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
}
allow_services() {
  [ -z "${DENIED:-}" ] || rm -f /usr/sbin/policy-rc.d
  DENIED=''
}

# unpack PACKAGE: its files into a folder of ours, so that nothing on the machine is changed
unpack() {
  unpacked=$STATE/packages/$1
  [ ! -d "$unpacked" ] || return 0
  have apt-get || return 1
  update_package_lists
  begin_partial "$unpacked.part"
  mkdir "$PARTIAL/deb" && (cd "$PARTIAL/deb" && step "package-$1" "Fetching Debian's $1" apt_get download "$1") &&
    dpkg -x "$PARTIAL"/deb/*.deb "$PARTIAL/root" && mv "$PARTIAL/root" "$unpacked" && end_partial
}

# need_docker_command: one of the benchmarks' peers; without it the others are measured all the same
need_docker_command() {
  have docker || { unpack "$(apt_name docker-cli docker.io)" && PATH=$unpacked/usr/bin:$PATH; } ||
    say "there is no docker command: it is left out"
}
