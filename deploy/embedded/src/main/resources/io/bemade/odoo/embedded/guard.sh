# sh -c <this> guard SIGNAL program arguments…
#
# Runs a program for as long as the owner of our standard input lives. The owner never writes; when it closes the pipe, or
# dies in any way, kill -9 included, the read ends and the program gets SIGNAL.
#
# A terminal sends Ctrl-C to everybody at once, and others end whole process groups. Ending the program is its owner's
# business, so that it ends in order: we are started in a session of our own where that can be had, and ignore such signals
# where not.
trap '' INT HUP QUIT TERM
signal=$1
shift
exec 3<&0
# Until it is past its own trap the program does not hear a signal: hence the repetition below.
(
    trap - INT HUP QUIT TERM
    exec "$@"
) </dev/null 3<&- &
child=$!
{
    read -r _ <&3
    while kill -s "$signal" "$child"; do
        sleep 1
    done
} 2>/dev/null &
watcher=$!
wait "$child"
status=$?
kill -s KILL "$watcher" 2>/dev/null
exit "$status"
