# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2154 # read by the launcher, with its variables
#
# Makes the class-data archives of one Java: what it would load, parse and verify at every start, ready to be mapped.
# Runs each kind of command once on a small checkpoint to see which classes it loads, then dumps those. An archive is
# written aside and renamed, so that nobody ever maps half of one.

say() {
    printf 'git theta: %s\n' "$1" >&2
}

[ -n "$JAVA_RUNTIME_VERSION" ] || {
    say "$java has no release file beside it, so no class-data archive is made for it: starting takes longer"
    exit 0
}
if [ -w "$lib" ]; then
    archives=$lib/archive$java_home
else
    archives=$cache/archive$home$java_home
fi
folder=$archives/$JAVA_RUNTIME_VERSION
umask 022
mkdir -p "$folder" 2>/dev/null || {
    say "cannot write to $folder, so no class-data archive is made: starting takes longer"
    exit 0
}

# One maker at a time; what a killed one left behind does not count for long.
lock=$folder/making
find "$lock" -prune -mmin +10 -exec rm -rf {} + 2>/dev/null
mkdir "$lock" 2>/dev/null || exit 0
work=$lock
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# A repository of its own, out of reach of the user's settings and of the git that may have started us.
for variable in $(git rev-parse --local-env-vars); do
    unset "$variable"
done
export HOME="$work" XDG_CONFIG_HOME="$work" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$work/config"
export GIT_THETA_JAVA="$java" GIT_THETA_ARCHIVE=off
launcher=$home/bin/git-theta
# Has the JVMs that run in the repository below list their classes; a relative name, since options are split at spaces.
lists() {
    export GIT_THETA_JAVA_OPTIONS="-Xshare:auto -XX:DumpLoadedClassList=../$1-%p.list"
}

# Writes a matrix that is not small: 1 MiB of one byte, which shrinks, and 2 MiB that do not.
larger() {
    {
        printf '\110\0\0\0\0\0\0\0%-72s' '{"w":{"dtype":"F32","shape":[1024,768],"data_offsets":[0,3145728]}}'
        if [ "$1" = zero ]; then
            dd if=/dev/zero bs=1048576 count=1
        else
            dd if=/dev/zero bs=1048576 count=1 | tr '\000' '\001'
        fi
        dd if="$lib/zstd-jni.jar" bs=1048576 count=2
    } 2>/dev/null >larger.safetensors
}

train_filter() {
    git init -q -b main repository && cd repository || return
    git config user.name train && git config user.email train@localhost
    git config filter.theta.process "'$launcher' filter-process"
    git config filter.theta.required true
    git config merge.theta.driver "'$launcher' merge-driver %O %A %B %P %L"
    echo '*.safetensors filter=theta merge=theta -text' >.gitattributes
    # A safetensors file: the length of the header (64, little endian), the header, four numbers.
    printf '\100\0\0\0\0\0\0\0%-64s0123456789abcdef' '{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}' \
        >model.safetensors
    larger zero
    git add . && git commit -q -m one
    rm -f ./*.safetensors
    git checkout -q -- .
    train_merge
    cd ..
}

# Two branches that changed different parameters of a file.
train_merge() {
    pair a b
    git add . && git commit -q -m pair
    git checkout -q -b side
    pair a c
    git commit -q -a -m side
    git checkout -q main
    pair d b
    git commit -q -a -m ours
    git merge -q --no-edit side
}

# A safetensors file of two parameters, each four numbers, of which these are the last characters.
pair() {
    printf '\170\0\0\0\0\0\0\0%-120s0123456789abcde%s0123456789abcde%s' \
        '{"v":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"w":{"dtype":"F32","shape":[4],"data_offsets":[16,32]}}' \
        "$1" "$2" >pair.safetensors
}

train_commands() {
    cd repository || return
    # A second version, so that a diff has something to read, a difference among it.
    printf '\100\0\0\0\0\0\0\0%-64s0123456789abcdeg' '{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}' \
        >model.safetensors
    larger one
    GIT_THETA_JAVA_OPTIONS='' git commit -q -a -m two
    for arguments in --version help doctor status ls-files 'install --help' 'diff HEAD~1 HEAD' 'diff --json HEAD~1 HEAD' \
        'show --stats HEAD:model.safetensors' log; do
        # shellcheck disable=SC2086 # the arguments are words
        "$launcher" $arguments
    done
    cd ..
}

dump() {
    [ -n "$(find . -name "$1-*.list")" ] || return
    # Newer Javas number the classes of each process; numbers of several do not mix, and none is needed without them.
    sed -e '/source:/d' -e 's/ id: [0-9]*$//' "$1"-*.list | sort -u >"$1.list"
    # shellcheck disable=SC2086 # the options are words
    "$java" $common -XX:-UseSerialGC -XX:+UseG1GC -Xshare:dump "-XX:SharedClassListFile=$work/$1.list" \
        "-XX:SharedArchiveFile=$work/$1.jsa" -cp "$2" || return
    printf '%s\n' "$key" >"$1.key"
    touch -r "$1.jsa" "$1.key"
    mv -f "$1.jsa" "$folder/$1.jsa" && mv -f "$1.key" "$folder/$1.key"
}

cd "$work" || exit
(
    lists filter
    train_filter
    lists commands
    train_commands
) >training.log 2>&1
dump filter "$filter_path" >dump.log 2>&1
dump commands "$commands_path" >>dump.log 2>&1
[ -z "$GIT_THETA_DEBUG" ] || cat training.log dump.log >&2

# Archives of what this Java was before its last update.
for old in "$archives"/*/; do
    [ "$old" = "$folder/" ] || rm -rf "$old"
done
