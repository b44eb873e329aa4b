#!/bin/sh
# Makes sound.wasm from FFmpeg's source and sound.c, with the decoders AAC, AC-3 and E-AC-3 alone: LGPL 2.1, no part under the GPL.
# Usage: build.sh FFMPEG-SOURCE [OUT.wasm]   (sound.wasm beside this file unless told)
# Where README.md says which source and which compiler made the file that is here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$1" && pwd)
out=${2:-$here/sound.wasm}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -R "$source" "$work/ffmpeg"
cd "$work/ffmpeg"
make distclean >/dev/null 2>&1 || true
emconfigure ./configure --cc=emcc --ar=emar --ranlib=emranlib --nm="${NM:-llvm-nm-14}" \
  --target-os=none --arch=x86_32 --enable-cross-compile \
  --disable-x86asm --disable-inline-asm --disable-stripping --disable-debug --disable-autodetect \
  --disable-all --disable-pthreads --disable-network \
  --enable-avcodec --enable-decoder=aac,ac3,eac3 \
  --extra-cflags=-fno-exceptions --optflags=-O3
grep -q '^#define FFMPEG_LICENSE "LGPL version 2.1 or later"$' config.h
make

functions=_sound_alloc,_sound_free,_sound_open,_sound_close,_sound_packet,_sound_send,_sound_receive,_sound_rate,_sound_samples
emcc -O3 -flto "$here/sound.c" -I. libavcodec/libavcodec.a libavutil/libavutil.a -o "$work/sound.wasm" \
  -sSTANDALONE_WASM --no-entry -sEXPORTED_FUNCTIONS=$functions -sALLOW_MEMORY_GROWTH -sFILESYSTEM=0
cp "$work/sound.wasm" "$out"
sha256sum "$out"
