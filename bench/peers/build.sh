#!/usr/bin/env bash
# Builds the peers that figures can be measured against in the same run: `bench/peers/build.sh [FOLDER]`, then `figure ... --hnswlib FOLDER/hnswlib`.
# Needs npm, which brings the sources of hnswlib, and g++. Nothing of it is part of Perto.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(realpath --canonicalize-missing "${1:-$here/bin}")
mkdir -p "$folder"
npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund hnswlib-node@3.0.0
g++ -O3 -march=native -std=c++17 -pthread -I "$folder/node_modules/hnswlib-node/src/hnswlib" -o "$folder/hnswlib" "$here/hnswlib.cpp"
echo "$folder/hnswlib"
