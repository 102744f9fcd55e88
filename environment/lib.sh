# What the scripts of this folder share. Source it; it sets ROOT and changes nothing else.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLKIT=$ROOT/toolkit/target/circuitscope-0.1.0.jar
KERNEL=$ROOT/environment/kernel/target/circuitscope-kernel-0.1.0.jar
CLASS_PATH="$TOOLKIT:$ROOT/toolkit/target/lib/*:$KERNEL:$ROOT/environment/kernel/target/lib/*"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# --- packages ---------------------------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# Installs Debian or Ubuntu packages; fails if there is no apt, no root or no network.
apt_install() {
  command -v apt-get > /dev/null || return 1
  say "Installing $* ..."
  local log
  log=$(mktemp)
  if { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" \
    || { as_root dpkg --configure -a && as_root apt-get update \
      && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }; } \
    < /dev/null > "$log" 2>&1; then
    rm -f "$log"
    return 0
  fi
  grep '^E:' "$log" | tail -n 2 >&2 || true
  rm -f "$log"
  return 1
}

# --- Java -------------------------------------------------------------------------------------------------------------

# Prints the version of the JDK in a folder if notebooks run on it: 17 or later, with compiler and JShell.
jdk_version() {
  [ -x "$1/bin/javac" ] || return 1
  [ -x "$1/bin/jshell" ] || [ -e "$1/jmods/jdk.jshell.jmod" ] || return 1
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2> /dev/null)
  [ "${version:-0}" -ge 17 ] && echo "$version"
}

jdk_candidates() {
  printf '%s\n' "${JAVA_HOME:-}"
  local java
  if java=$(command -v java); then
    java=$(readlink -f "$java" 2> /dev/null || echo "$java")
    dirname "$(dirname "$java")"
  fi
  /usr/libexec/java_home -v 17+ 2> /dev/null || true
  printf '%s\n' /usr/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home
}

# Prints all JDKs found, the preferred first: version, space, folder.
jdks() {
  local folder version
  jdk_candidates | while IFS= read -r folder; do
    if [ -d "$folder" ] && version=$(jdk_version "$folder"); then
      printf '%s %s\n' "$version" "$(cd "$folder" && pwd -P)"
    fi
  done | awk '!seen[$0]++'
}

# Sets JAVA_HOME, installing a JDK if there is none.
need_java() {
  local found
  found=$(jdks | head -n 1)
  if [ -z "$found" ]; then
    apt_install openjdk-17-jdk-headless || true
    found=$(jdks | head -n 1)
  fi
  [ -n "$found" ] || fail "No JDK of version 17 or later with javac and jshell was found (a JRE isn't enough): install one, for example the package openjdk-17-jdk-headless or https://adoptium.net, or set JAVA_HOME."
  export JAVA_HOME=${found#* }
}

# Charts draw text, so a server needs at least one font.
need_fonts() {
  [ "$(uname)" = Linux ] || return 0
  if command -v fc-list > /dev/null && [ -n "$(fc-list 2> /dev/null)" ]; then
    return 0
  fi
  apt_install fontconfig fonts-dejavu-core \
    || fail "No fonts were found, but charts draw text: install the packages fontconfig and fonts-dejavu-core."
}

# --- Maven ------------------------------------------------------------------------------------------------------------

maven() {
  # the wrapper downloads Maven with one of these
  if ! command -v wget > /dev/null && ! command -v curl > /dev/null; then
    apt_install curl ca-certificates || true
  fi
  # Maven itself runs so shortly that the second compiler would only delay it
  MAVEN_OPTS="${MAVEN_OPTS:--XX:TieredStopAtLevel=1}" sh "$ROOT/environment/mvnw" -B -f "$ROOT/pom.xml" "$@" < /dev/null
}

# Builds the jars without tests if a source is newer.
need_build() {
  if [ -f "$TOOLKIT" ] && [ -f "$KERNEL" ] && [ -d "$ROOT/toolkit/target/lib" ] \
    && [ -z "$(find "$ROOT/pom.xml" "$ROOT"/toolkit/{pom.xml,src/main} "$ROOT"/environment/kernel/{pom.xml,src/main} \
      -type f -newer "$KERNEL" -print -quit)" ]; then
    return 0
  fi
  need_java
  say "Building ..."
  maven -q -DskipTests package >&2 || fail "The build failed, see the messages above."
  touch "$KERNEL"
}

# Builds the module that runs experiments on Spark, and fetches Spark's jars, which nothing else needs. Sets SPARK_CLASS_PATH.
need_spark() {
  local module=$ROOT/environment/spark jar
  jar=$module/target/circuitscope-spark-0.1.0.jar
  SPARK_CLASS_PATH="$jar:$TOOLKIT:$module/target/spark/jars/*"
  if [ -f "$jar" ] && [ -d "$module/target/spark/jars" ] && [ -f "$TOOLKIT" ] \
    && [ -z "$(find "$module/pom.xml" "$module/src/main" "$ROOT/toolkit/src/main" -type f -newer "$jar" -print -quit)" ]; then
    return 0
  fi
  need_java
  say "Building the module for Spark ..."
  maven -q -Pspark -pl toolkit,environment/spark -DskipTests package >&2 \
    || fail "The module for Spark couldn't be built: it fetches Spark's jars (220 MB) from Maven Central; see the messages above."
  touch "$jar"
}

# --- Jupyter ----------------------------------------------------------------------------------------------------------

python_candidates() {
  printf '%s\n' "${CIRCUITSCOPE_PYTHON:-}" "$ROOT/environment/.venv/bin/python"
  # the jupyter command names its own interpreter in its first line; python3 on the path may be another one
  local jupyter
  for jupyter in $(type -ap jupyter 2> /dev/null || true); do
    sed -n '1s/^#! *\([^ ]*python[^ ]*\).*/\1/p' "$jupyter" 2> /dev/null || true
  done
  type -ap python3 python 2> /dev/null || true
  printf '%s\n' /usr/bin/python3 "${CONDA_PREFIX:-/none}/bin/python"
}

# Prints the first Python that has the given modules.
python_with() {
  local python
  while IFS= read -r python; do
    if [ -x "$python" ] && "$python" -c "import $1" > /dev/null 2>&1; then
      echo "$python"
      return 0
    fi
  done < <(python_candidates)
  return 1
}

# Installs Jupyter's parts the way the machine offers: apt, conda, or pip in a folder of our own.
install_jupyter() { # <Debian packages> <Python packages>
  # shellcheck disable=SC2086
  apt_install $1 && return 0
  if command -v conda > /dev/null; then
    say "Installing $2 with conda ..."
    # shellcheck disable=SC2086
    conda install -y -q -c conda-forge $2 < /dev/null >&2 && return 0
  fi
  local venv=$ROOT/environment/.venv
  if command -v python3 > /dev/null && python3 -m venv "$venv" > /dev/null 2>&1; then
    say "Installing $2 with pip in environment/.venv ..."
    # shellcheck disable=SC2086
    "$venv/bin/python" -m pip install -q --disable-pip-version-check $2 < /dev/null > "$venv/pip.log" 2>&1 && return 0
    rm -rf "$venv"
  fi
  return 1
}

# Sets CIRCUITSCOPE_PYTHON to a Python that executes notebooks and turns them into HTML.
need_jupyter() {
  local modules="jupyter_client, nbclient, nbconvert, nbformat, jupyter"
  if ! CIRCUITSCOPE_PYTHON=$(python_with "$modules"); then
    install_jupyter "jupyter-nbconvert python3-nbclient jupyter-client" "nbconvert nbclient jupyter-core" || true
    CIRCUITSCOPE_PYTHON=$(python_with "$modules") \
      || fail "Jupyter is missing and couldn't be installed here: install the packages jupyter-nbconvert, python3-nbclient and jupyter-client (Debian, Ubuntu), or jupyterlab with conda or pip, and try again."
  fi
  export CIRCUITSCOPE_PYTHON
}

# Makes the kernel known to Jupyter and sets KERNEL_NAME; a foreign kernel named java stays as it is.
need_kernel() {
  need_java
  need_jupyter
  need_build
  KERNEL_NAME=$("$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -cp "$CLASS_PATH" circuitscope.kernel.Install \
    "$CLASS_PATH" "$ROOT/environment/mvnw" "$CIRCUITSCOPE_PYTHON" -m jupyter) \
    || fail "The notebook kernel couldn't be installed, see the message above."
  export KERNEL_NAME
}
