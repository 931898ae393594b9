#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes the golden run records with DataLad (1.7.1, git-annex from PyPI): sh write-records.sh FOLDER
set -e
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
git init -q r
cd r
mkdir .datalad
git config -f .datalad/config datalad.dataset.id 4d3ba12c-1f0a-4d6c-9d9c-6f6a1b0e9a11
echo 1 >in
git add -A
git commit -q -m in
run() {
    datalad "$@" run -m concatenate -i in -o '"ü\".txt' -o 'sub/*.bin' 'cat {inputs} > "ü\".txt"'
}
run
git log -1 --format=%B | sed '$d' >"$here/record.txt"
git reset -q --hard HEAD~1
run -c datalad.run.record-sidecar=true
git log -1 --format=%B | sed '$d' >"$here/sidecar.txt"
cp .datalad/runinfo/* "$here/sidecar.xz"
