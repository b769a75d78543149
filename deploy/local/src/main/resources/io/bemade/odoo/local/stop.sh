#!/bin/sh
# Stops the stand-in for Odoo and waits until it is gone.
cd "$(dirname "$0")" || exit 1
rm -f run
tries=0
while [ -e up ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 200 ]; then
        echo "the stand-in for Odoo did not stop within 20 seconds" >&2
        exit 1
    fi
    sleep 0.1
done
