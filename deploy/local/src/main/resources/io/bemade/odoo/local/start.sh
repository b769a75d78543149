#!/bin/sh
# Starts the stand-in for Odoo. Already running: nothing to do.
cd "$(dirname "$0")" || exit 1
: > run
