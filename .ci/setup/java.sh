# shellcheck shell=sh
# Part of ./enclave: the JDKs, Maven, and the build.

# For Java from 24 on, which warns of native code and sun.misc.Unsafe; older ones pass over what they do not know.
quiet_java='-XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'

java_version() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }

# jdks: each JDK of at least 17, as "VERSION HOME", JAVA_HOME and the one on PATH before others of the same version
jdks() {
  on_path=$(command -v javac || :)
  for home in "${JAVA_HOME:-/none}" "$(dirname "$(dirname "$(readlink -f "${on_path:-/none/bin/javac}")")")" \
    /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$home/bin/javac" ] || continue
    version=$(java_version "$home" || :)
    [ "${version:-0}" -lt 17 ] || echo "$version $home"
  done
}

have_compilers() { have musl-gcc && have gcc && [ -e /usr/include/stdio.h ]; }

need_java() {
  missing=''
  [ -n "$(jdks)" ] || missing=' jdk'
  have mvn || missing="$missing maven"
  have curl || missing="$missing curl"
  if [ -n "$missing" ]; then
    can_install || die "missing here:$missing. Please install a JDK (17 or newer), Maven and curl.
  Debian, Ubuntu: sudo apt-get install openjdk-17-jdk-headless maven curl    Fedora: sudo dnf install java-latest-openjdk-devel maven curl"
    update_package_lists
    # shellcheck disable=SC2046 # a list of words
    install_packages $(echo "$missing" | sed "s/ jdk/ $(apt_name openjdk-17-jdk-headless default-jdk-headless)/")
  fi
  # The agent's compiler, and that of its tests with sanitizers: without them the build goes on, and says what is missing.
  have_compilers || ! can_install || install_packages musl-tools gcc libc6-dev
  newest_jdk=$(jdks | sort -rn -s -k1,1 | sed -n '1s/^[0-9]* //p')
  jdk17=$(jdks | sed -n 's/^17 //p' | head -n 1)
  default_jdk=${jdk17:-$newest_jdk}
}

# apt_name NAME...: the first package that there is
apt_name() {
  for name; do
    ! have apt-cache || [ -z "$(apt-cache madison "$name" 2>/dev/null)" ] || { echo "$name"; return; }
  done
  echo "$name"
}

maven() { (cd "$ROOT" && JAVA_HOME=$newest_jdk MAVEN_OPTS="${MAVEN_OPTS:-} $quiet_java" mvn -B -ntp -Dstyle.color=never "$@"); }

# build: compiles when a source or a pom has changed since the last time, and leaves the class path of the examples
build() {
  classpath_file=$ROOT/examples/target/launcher.classpath
  up_to_date && return 0
  mkdir -p "$ROOT/target"
  lock "$ROOT/target/launcher.lock"
  if ! up_to_date; then
    rm -f "$classpath_file"
    : >"$ROOT/target/launcher.begin"
    step build "Compiling (the first time Maven fetches libraries: minutes)" \
      maven -Dquick -Dmaven.test.skip=true test-compile dependency:build-classpath -Dmdep.outputFile=target/launcher.part -DincludeScope=runtime ||
      die "the build failed; the whole log: $STATE/logs/build.log"
    touch -r "$ROOT/target/launcher.begin" "$ROOT/examples/target/launcher.part"
    mv "$ROOT/examples/target/launcher.part" "$classpath_file"
  fi
  unlock
}

up_to_date() {
  [ -s "$classpath_file" ] &&
    [ -z "$(find "$ROOT/pom.xml" "$ROOT"/*/pom.xml "$ROOT"/*/src/main -newer "$classpath_file" | head -n 1)" ]
}

# examples_main CLASS [ARGUMENT...]: becomes that program of the examples
examples_main() {
  main=dev.enclave.examples.$1
  shift
  classpath=$ROOT/examples/target/classes:$(cat "$classpath_file")
  # shellcheck disable=SC2086 # several flags
  exec "$default_jdk/bin/java" $quiet_java -cp "$classpath" "$main" "$@" 3>&-
}

# benchmarks [NAME...]: becomes the Java program
benchmarks() {
  classpath=$ROOT/benchmarks/target/classes:$(cat "$ROOT/benchmarks/target/launcher.part")
  # shellcheck disable=SC2086 # several flags
  exec "$default_jdk/bin/java" $quiet_java -Djava.awt.headless=true -Denclave.root="$ROOT" -cp "$classpath" dev.enclave.benchmarks.Benchmarks "$@" 3>&-
}
