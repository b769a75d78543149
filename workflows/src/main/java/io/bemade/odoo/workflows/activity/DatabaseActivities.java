package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL. Every method is safe to run twice. What a database is stands on it, in {@code COMMENT ON DATABASE}; nothing
 * without our mark is ever dropped.
 */
@ActivityInterface
public interface DatabaseActivities {
    /**
     * Finds out before anything happens what would fail after hours: the administrator may create databases and roles and
     * give objects to the instance's role; the database in use is this instance's and no other's, we may shut it, and nobody
     * works in it whose session we may not end. {@code ACCESS_DENIED}, with the statement that helps, or {@code NOT_OURS}. A
     * database in use that lets nobody in, as a terminated copy may have left it, is opened.
     */
    @ActivityMethod(name = "CheckServer")
    void check(ServerCheck check);

    /**
     * Creates an empty database, owned by a builder role of its own, which nobody else may connect to. Already there with
     * the same operation: nothing to do; there with another: {@code NOT_OURS}.
     */
    @ActivityMethod(name = "CreateDatabase")
    void create(Building building);

    /**
     * Drops the database and its builder role, whatever is connected. Already gone: nothing to do. Not marked as built by
     * this operation: {@code NOT_OURS}, untouched.
     */
    @ActivityMethod(name = "DropDatabase")
    void drop(Building building);

    /**
     * Decides how a database is copied, and finds out before anything happens what would be in the way. A copy that disturbs
     * nobody wants pg_dump on the worker, as new as the server, and nothing in the database that only a superuser could make:
     * where strategy {@code auto} lacks that, the copy is made by template, and the plan says why. {@code COMMAND_FAILED} when
     * there is no way. A source that lets nobody in, as a terminated copy may have left it, is opened.
     */
    @ActivityMethod(name = "PlanCopy")
    CopyPlan planCopy(CopyQuestion question);

    /**
     * Makes the pair's database as a copy of another one, taken at one moment. By template: on the same server; the source's
     * sessions end, and new ones are refused until the copy has begun; from then on they wait for its end. Online: the source
     * serves on; a second attempt begins with an empty database again. The copy is owned by its builder role, down to each
     * object, and nobody else may connect to it at any time. Heartbeats.
     */
    @ActivityMethod(name = "CopyDatabase")
    CopyReport copy(Copying copying);

    /** Lets connections into the source again, where the copy shut it, and drops the copy as {@link #drop} does. */
    @ActivityMethod(name = "DropDatabaseCopy")
    void dropCopy(Copying copying);

    /**
     * Loads the dump of the backup, as the builder role, strictly. Heartbeats. A second attempt goes on with
     * what the first one has brought into the database.
     */
    @ActivityMethod(name = "LoadDatabase")
    DatabaseReport load(Loading loading);

    /**
     * Checks that this is an Odoo database with base installed, {@code NOT_PROVEN} otherwise, and reports what the dump itself
     * left unvalidated.
     */
    @ActivityMethod(name = "ProveDatabase")
    DatabaseProof prove(StoragePair pair);

    /**
     * Gives every object and the database to the instance's role, and drops the builder role; the mark says whether the pair
     * was neutralized. The database is shut afterwards: {@link #open} is part of the switch.
     */
    @ActivityMethod(name = "OwnDatabase")
    void own(Owning owning);

    /** Lets connections in. */
    @ActivityMethod(name = "OpenDatabase")
    void open(StoragePair pair);

    /** Lets nobody in any more, superusers included, and ends the sessions there are. */
    @ActivityMethod(name = "ShutDatabase")
    void shut(StoragePair pair);

    /** Marks the pair as the one in use; it has no deletion time any more. */
    @ActivityMethod(name = "MarkCurrent")
    void markCurrent(Use use);

    /**
     * Marks the pair as kept until {@code deleteAt}, and shuts it. An unmarked database (adopted) gets its first mark; one
     * whose deletion has begun stays doomed.
     */
    @ActivityMethod(name = "RetireDatabase")
    void retire(Retirement retirement);

    /** All pairs of the instance that bear our mark, newest first. */
    @ActivityMethod(name = "ListPairs")
    List<KeptPair> pairs(PairQuery query);

    /**
     * Begins a deletion: from now on nobody goes back to this pair, and whoever finds it finishes the work. Only what was
     * never finished, or is retained with a {@code deleteAt} at or before {@code now}; {@code NOT_OURS} otherwise, and
     * for what the instance's configuration names. Not there: nothing to do.
     */
    @ActivityMethod(name = "DoomDatabase")
    void doom(Expiry expiry);

    /**
     * Drops a doomed database, and a builder role that is left of it. Not there: nothing to do. In any other state:
     * {@code NOT_OURS}, untouched.
     */
    @ActivityMethod(name = "ExpireDatabase")
    void expire(StoragePair pair);

    /** @param current the pair that the instance's configuration names, where it is going to be shut */
    record ServerCheck(InstanceRef instance, String server, String role, Optional<StoragePair> current) {}

    /**
     * @param server where the copy is to be
     * @param allowFreeze whether who works in the source may lose their sessions and wait for a moment
     */
    record CopyQuestion(
            StoragePair source, String sourceRole, String server, CopyStrategy strategy, boolean allowFreeze) {}

    /** @param note why it is not the way that disturbs nobody, where that was meant; a sentence */
    record CopyPlan(CopyWay way, Optional<String> note) {}

    /** @param sourceRole the role that owns the source's objects and may read them */
    record Copying(Building building, StoragePair source, String sourceRole, CopyWay way) {}

    /**
     * @param bytes size of the copy
     * @param refused how long the source refused connections
     * @param waited how long connections to the source had to wait after that, until the copy was complete
     * @param warnings what is not in the copy as it is in the source, such as objects that still belong to the source's role;
     *     one sentence each
     */
    record CopyReport(CopyWay way, long bytes, Duration refused, Duration waited, List<String> warnings) {}

    /** @param source pinned: the same bytes on every attempt */
    record Loading(Building building, PinnedSource source) {}

    /**
     * @param rows rows that arrived, equal to the rows sent
     * @param bytes size of the plain dump
     * @param warnings statements that were tolerated, one sentence each; at most 50
     */
    record DatabaseReport(int tables, long rows, long bytes, List<String> warnings) {}

    /**
     * @param odooVersion version of the installed base module, such as {@code 19.0.1.3}
     * @param unvalidated constraints and indexes that are not valid, as the dump has them; at most 20
     */
    record DatabaseProof(String odooVersion, int installedModules, long attachments, List<String> unvalidated) {
        /** {@code 19} of {@code 19.0.1.3} and of {@code saas~19.2.1.3}; absent where there is no number. */
        public Optional<Integer> odooMajor() {
            Matcher digits = MAJOR.matcher(odooVersion);
            return digits.find() ? Optional.of(Integer.valueOf(digits.group())) : Optional.empty();
        }

        private static final Pattern MAJOR = Pattern.compile("\\d{1,3}");
    }

    /** @param neutralized whether the pair was made harmless */
    record Owning(Building building, String role, boolean neutralized) {}

    /** @param at since when the instance uses it */
    record Use(StoragePair pair, Instant at) {}

    /**
     * @param type of the instance that used it, for the first mark of an adopted pair
     * @param now workflow time
     * @param usedUntil when it went out of use; absent = it was never used
     */
    record Retirement(
            StoragePair pair, InstanceType type, Instant now, Optional<Instant> usedUntil, Instant deleteAt) {}

    record PairQuery(String server, InstanceRef instance) {}

    record Expiry(StoragePair pair, Instant now) {}
}
