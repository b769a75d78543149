# sh -c <this> guard SIGNAL program arguments…
#
# Runs a program for as long as the owner of our standard input lives. The owner never writes; when it closes the pipe, or
# dies in any way, kill -9 included, the read ends and the program gets SIGNAL.
#
# A terminal sends Ctrl-C to everybody at once. Ending the program is its owner's business, so that it ends in order: we
# ignore the key, and the program gets a session of its own where that can be had.
trap '' INT HUP QUIT
signal=$1
shift
if command -v setsid >/dev/null 2>&1; then
    set -- setsid "$@"
fi
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
{
    read -r _ <&3
    kill -s "$signal" "$child"
} 2>/dev/null &
watcher=$!
wait "$child"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
