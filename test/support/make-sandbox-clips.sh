#!/bin/sh
# Makes the three clips that the sandbox hands out where there is no ffmpeg: 5 s, H.264 and an AAC tone, each well under 60 KB.
# Usage: make-sandbox-clips.sh [FOLDER]  (default: media/sandbox of this checkout)
set -eu
folder=${1:-$(dirname "$0")/../../media/sandbox}
mkdir -p "$folder"

clip() { # NAME WIDTH HEIGHT
  ffmpeg -nostdin -hide_banner -loglevel error -y \
    -f lavfi -i "gradients=size=$2x$3:rate=24:duration=5:c0=0x26355d:c1=0x5b6fa8:c2=0xd9a679:nb_colors=3:x0=0:y0=0:x1=$2:y1=$3" \
    -f lavfi -i 'sine=frequency=220:sample_rate=48000:duration=5' \
    -filter_complex '[0:v]setsar=1,format=yuv420p[v];[1:a]volume=0.4[a]' \
    -map '[v]' -map '[a]' -t 5 \
    -c:v libx264 -preset veryslow -crf 30 -c:a aac -b:a 32k \
    -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -movflags +faststart "$folder/$1.mp4"
}

clip 16x9 640 360
clip 9x16 360 640
clip 1x1 480 480
